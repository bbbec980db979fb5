package config

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	langFlag = "lang"
	langEnv  = "OPENDATA_LANG"
)

// Language decides which language a terminal shows: that of --lang, which may
// stand anywhere before --, else of OPENDATA_LANG, else of LC_ALL or LANG, else
// Japanese. It returns the arguments without --lang, so that the verbs need not
// know of it. The error is a *UsageError.
func Language(args []string, getenv func(string) string) (lang.Language, []string, error) {
	language := localeLanguage(getenv)
	wrong := fault.New(fault.Invalid, invalidSettings())
	set := func(place, value string) {
		chosen, ok := lang.ParseLanguage(value)
		if language = chosen; !ok {
			wrong.At(place, lang.T("「"+value+"」は使えません。ja か en を指定してください", "“"+value+"” is not a language: specify ja or en"))
		}
	}
	if value := getenv(langEnv); value != "" {
		set(langEnv, value)
	}
	var rest []string
	for i := 0; i < len(args); i++ {
		name, value, attached := strings.Cut(args[i], "=")
		switch {
		case args[i] == "--":
			return language, append(rest, args[i:]...), usageError(wrong)
		case name != "--"+langFlag && name != "-"+langFlag:
			rest = append(rest, args[i])
			continue
		case !attached && i+1 < len(args):
			i++
			value = args[i]
		}
		wrong.Fields = slices.DeleteFunc(wrong.Fields, func(f fault.Field) bool { return f.Place == langEnv }) // a flag wins
		set("--"+langFlag, value)
	}
	return language, rest, usageError(wrong)
}

// localeLanguage is the language of the system: LC_ALL, else LANG.
func localeLanguage(getenv func(string) string) lang.Language {
	locale := getenv("LC_ALL")
	if locale == "" {
		locale = getenv("LANG")
	}
	language, _ := lang.ParseLanguage(locale) // Japanese where nothing is known
	return language
}
