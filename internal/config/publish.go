package config

import (
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// EmbeddedSource names the sources that are built into the program.
const EmbeddedSource = "embedded"

// Publish are the settings of a publication.
type Publish struct {
	Store     Store
	Source    string // folder laid over the built-in sources; empty = those alone
	Reason    release.Reason
	Note      string
	Effective time.Time // zero = as soon as possible
	Yes       bool
	DryRun    bool
	JSON      bool
}

// ParsePublish reads the settings of a publication, as ParseServe does.
func ParsePublish(args []string, env Environment) (Publish, error) {
	var p Publish
	var reason, effective string
	in, err := form{verb: "publish", settings: append([]setting{
		{"source", "", "", lang.T("公表するデータのフォルダー、または embedded（組み込みのデータ）", "source folder, or embedded (the built-in data)"), &p.Source},
		{"reason", "", "", reasonUsage(), &reason},
		{"note", "", "", lang.T("理由の説明（公開されます）", "explanation; it is made public"), &p.Note},
		{"effective", "", "", lang.T("公開日時。2026-12-01T09:00（日本時間）のように指定します。省略すると約8秒後に公開します", "effective time, like 2026-12-01T09:00 (Japan time); about 8 seconds later by default"), &effective},
	}, p.Store.settings()...), toggles: append([]toggle{
		{"dry-run", "", lang.T("変更内容を表示するだけで、公表しません", "show the changes without publishing"), &p.DryRun},
		yesToggle(&p.Yes), jsonToggle(&p.JSON),
	}, p.Store.toggles()...)}.parse(args, env)
	if err != nil {
		return p, err
	}
	if p.Source == "" {
		in.wrong.At("--source", lang.T("公表するデータのフォルダー、または embedded を指定してください", "specify the source folder, or embedded"))
	}
	if p.Source == EmbeddedSource {
		p.Source = ""
	}
	p.Reason = reasonOf(reason, in.wrong)
	checkNote(p.Note, in.wrong)
	p.Effective = instantOf("--effective", effective, in.wrong)
	p.Store.check(in.wrong)
	return p, in.done()
}

// Cancel are the settings of cancelling a pending release.
type Cancel struct {
	Store  Store
	Number int
	Note   string
	JSON   bool
}

// ParseCancel reads which release to cancel, as ParseServe does.
func ParseCancel(args []string, env Environment) (Cancel, error) {
	var c Cancel
	var number string
	in, err := form{
		verb: "cancel", operands: []operand{releaseOperand(releaseNumber(), &number)},
		settings: append([]setting{{"note", "", "", lang.T("取り消しの理由（公開されます）", "reason; it is made public"), &c.Note}}, c.Store.settings()...),
		toggles:  append([]toggle{jsonToggle(&c.JSON)}, c.Store.toggles()...),
	}.parse(args, env)
	if err != nil {
		return c, err
	}
	c.Number = numberOf(releaseNumber().In(env.Language), number, in.wrong)
	checkNote(c.Note, in.wrong)
	c.Store.check(in.wrong)
	return c, in.done()
}

// Withdraw are the settings of removing published bytes.
type Withdraw struct {
	Store  Store
	Number int
	File   string
	Note   string
	Yes    bool
	JSON   bool
}

// ParseWithdraw reads what to withdraw, as ParseServe does.
func ParseWithdraw(args []string, env Environment) (Withdraw, error) {
	var w Withdraw
	var number string
	in, err := form{verb: "withdraw", settings: append([]setting{
		{"release", "", "", lang.T("公表の番号", "release number"), &number},
		{"file", "", "", lang.T("ファイル名", "file name"), &w.File},
		{"note", "", "", lang.T("取り下げの理由（公開されるため、取り下げる内容そのものは含めないでください）", "reason; it is made public, so do not repeat the content to be removed"), &w.Note},
	}, w.Store.settings()...), toggles: append([]toggle{yesToggle(&w.Yes), jsonToggle(&w.JSON)}, w.Store.toggles()...)}.parse(args, env)
	if err != nil {
		return w, err
	}
	if w.Number = numberOf("--release", number, in.wrong); number == "" {
		in.wrong.At("--release", releaseOperand(releaseNumber(), nil).usage)
	}
	if w.File == "" {
		in.wrong.At("--file", lang.T("ファイル名を、022039_digital_goals.csv のように指定してください", "specify the file name, like 022039_digital_goals.csv"))
	}
	if w.Note == "" {
		in.wrong.At("--note", lang.T("取り下げの理由を指定してください", "specify the reason"))
	}
	checkNote(w.Note, in.wrong)
	w.Store.check(in.wrong)
	return w, in.done()
}
