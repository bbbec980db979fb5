package config

import (
	"fmt"

	"hachinohe.example/opendata/internal/lang"
)

// help names every operand, flag and environment variable. Of settings it shows
// the default, never the present value, which may be secret.
func (f form) help(env Environment) {
	w := env.Help
	fmt.Fprint(w, "opendata "+f.verb)
	for _, o := range f.operands {
		fmt.Fprint(w, " "+o.name.In(env.Language))
	}
	fmt.Fprintln(w)
	fixed := setting{flag: langFlag, env: langEnv, usage: lang.T("表示する言語: ja または en", "language of messages: ja or en")}
	settings := append(append([]setting{}, f.settings...), fixed)
	for _, t := range f.toggles {
		settings = append(settings, setting{flag: t.flag, env: t.env, usage: t.usage})
	}
	for _, s := range settings {
		if s.flag != "" {
			fmt.Fprintf(w, "  --%s\n    \t%s\n", s.flag, s.describe(env.Language))
		}
	}
	title := lang.T("環境変数だけで指定するもの:", "Environment variables only:")
	for _, s := range settings {
		if s.flag != "" {
			continue
		}
		if !title.Empty() {
			fmt.Fprintln(w, title.In(env.Language))
			title = lang.Text{}
		}
		fmt.Fprintf(w, "  %s\n    \t%s\n", s.env, s.usage.In(env.Language))
	}
}

func (s setting) describe(language lang.Language) string {
	text := s.usage.In(language)
	if s.fallback != "" {
		text += lang.T("（既定値: "+s.fallback+"）", " (default: "+s.fallback+")").In(language)
	}
	if s.env != "" {
		text += " [" + s.env + "]"
	}
	return text
}
