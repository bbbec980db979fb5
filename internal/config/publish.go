package config

import (
	"io"
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
	Effective time.Time // zero = as soon as may be
	Yes       bool
	DryRun    bool
	JSON      bool
}

// ParsePublish reads the settings of a publication, as ParseServe does.
func ParsePublish(args []string, getenv func(string) string, usage io.Writer) (Publish, error) {
	var p Publish
	var reason, effective string
	in, err := form{verb: "publish", settings: append([]setting{
		{"source", "", "", "公表するデータのフォルダー、または embedded（組み込みのデータ） / folder of sources, or embedded", &p.Source},
		{"reason", "", "", "公表の理由 / why: " + reasonNames(), &reason},
		{"note", "", "", "理由の説明（公開されます） / explanation, made public", &p.Note},
		{"effective", "", "", "発効の時刻 2026-12-01T09:00（日本時間）。省略時はすぐ / when it takes effect; at once if left out", &effective},
	}, p.Store.settings()...), toggles: append([]toggle{
		{"dry-run", "", "変更を示すだけで何も書かない / show the changes, write nothing", &p.DryRun},
		yesToggle(&p.Yes), jsonToggle(&p.JSON),
	}, p.Store.toggles()...)}.parse(args, getenv, usage)
	if err != nil {
		return p, err
	}
	if p.Source == "" {
		in.wrong.At("--source", lang.T("公表するデータのフォルダーか embedded を指定してください", "give the folder of the sources, or embedded"))
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

// Cancel are the settings of taking back a pending release.
type Cancel struct {
	Store  Store
	Number int
	Note   string
	JSON   bool
}

// ParseCancel reads which release to take back, as ParseServe does.
func ParseCancel(args []string, getenv func(string) string, usage io.Writer) (Cancel, error) {
	var c Cancel
	var number string
	in, err := form{
		verb: "cancel", operands: []operand{releaseOperand("N", &number)},
		settings: append([]setting{{"note", "", "", "取り消しの理由（公開されます） / why, made public", &c.Note}}, c.Store.settings()...),
		toggles:  append([]toggle{jsonToggle(&c.JSON)}, c.Store.toggles()...),
	}.parse(args, getenv, usage)
	if err != nil {
		return c, err
	}
	c.Number = numberOf("N", number, in.wrong)
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
func ParseWithdraw(args []string, getenv func(string) string, usage io.Writer) (Withdraw, error) {
	var w Withdraw
	var number string
	in, err := form{verb: "withdraw", settings: append([]setting{
		{"release", "", "", "公表の番号 / number of the release", &number},
		{"file", "", "", "ファイルの名前 / name of the file", &w.File},
		{"note", "", "", "取り下げの理由（公開されます。取り下げる内容は書かない） / why, made public; without what must not stay", &w.Note},
	}, w.Store.settings()...), toggles: append([]toggle{yesToggle(&w.Yes), jsonToggle(&w.JSON)}, w.Store.toggles()...)}.parse(args, getenv, usage)
	if err != nil {
		return w, err
	}
	if w.Number = numberOf("--release", number, in.wrong); number == "" {
		in.wrong.At("--release", releaseOperand("", nil).usage)
	}
	if w.File == "" {
		in.wrong.At("--file", lang.T("ファイルの名前を、022039_digital_goals.csv のように指定してください", "give the name of the file, like 022039_digital_goals.csv"))
	}
	if w.Note == "" {
		in.wrong.At("--note", lang.T("取り下げの理由を書いてください", "say why it is withdrawn"))
	}
	checkNote(w.Note, in.wrong)
	w.Store.check(in.wrong)
	return w, in.done()
}
