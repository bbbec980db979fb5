package config

import (
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
)

// ParseCheck reads which folder to check, as ParseServe does; empty means the
// built-in sources alone.
func ParseCheck(args []string, env Environment) (string, error) {
	var folder string
	in, err := form{verb: "check", operands: []operand{{name: lang.T("[フォルダー]", "[DIR]"), to: &folder}}}.parse(args, env)
	if err != nil {
		return "", err
	}
	return folder, in.done()
}

// ParseLicenses reads a command line that has nothing to say, as ParseServe does.
func ParseLicenses(args []string, env Environment) error {
	in, err := form{verb: "licenses"}.parse(args, env)
	if err != nil {
		return err
	}
	return in.done()
}

// Releases are the settings of listing releases.
type Releases struct {
	Store Store
	JSON  bool
}

// ParseReleases reads which store to list, as ParseServe does.
func ParseReleases(args []string, env Environment) (Releases, error) {
	var r Releases
	in, err := form{verb: "releases", settings: r.Store.settings(), toggles: append([]toggle{jsonToggle(&r.JSON)}, r.Store.toggles()...)}.parse(args, env)
	if err != nil {
		return r, err
	}
	r.Store.check(in.wrong)
	return r, in.done()
}

// Diff are the settings of a comparison.
type Diff struct {
	Store    Store
	From, To int
	JSON     bool
}

// ParseDiff reads what to compare, as ParseServe does.
func ParseDiff(args []string, env Environment) (Diff, error) {
	var d Diff
	var from, to string
	a, b := lang.T("比較元の番号", "A"), lang.T("比較先の番号", "B")
	in, err := form{
		verb: "diff", operands: []operand{releaseOperand(a, &from), releaseOperand(b, &to)},
		settings: d.Store.settings(), toggles: append([]toggle{jsonToggle(&d.JSON)}, d.Store.toggles()...),
	}.parse(args, env)
	if err != nil {
		return d, err
	}
	d.From, d.To = numberOf(a.In(env.Language), from, in.wrong), numberOf(b.In(env.Language), to, in.wrong)
	d.Store.check(in.wrong)
	return d, in.done()
}

// Export are the settings of writing a release into a folder.
type Export struct {
	Store  Store
	Number int
	Out    string
	JSON   bool
}

// ParseExport reads what to export and where to, as ParseServe does.
func ParseExport(args []string, env Environment) (Export, error) {
	var e Export
	var number string
	in, err := form{
		verb: "export", operands: []operand{releaseOperand(releaseNumber(), &number)},
		settings: append([]setting{{"out", "", "", lang.T("出力先のフォルダー（新規または空）", "output folder, new or empty"), &e.Out}}, e.Store.settings()...),
		toggles:  append([]toggle{jsonToggle(&e.JSON)}, e.Store.toggles()...),
	}.parse(args, env)
	if err != nil {
		return e, err
	}
	if e.Out == "" {
		in.wrong.At("--out", lang.T("出力先のフォルダーを指定してください", "specify the output folder"))
	}
	e.Number = numberOf(releaseNumber().In(env.Language), number, in.wrong)
	e.Store.check(in.wrong)
	return e, in.done()
}

// Verify are the settings of a verification. Exactly one of Folder, Site and
// the address of Store is given.
type Verify struct {
	Store  Store
	Folder string // an exported release
	Site   string // origin of a running site
	Head   *ledger.Head
	JSON   bool
}

// ParseVerify reads what to verify, as ParseServe does.
func ParseVerify(args []string, env Environment) (Verify, error) {
	var v Verify
	var head string
	place := lang.T("保管場所|フォルダー|URL", "STORE|DIR|URL")
	target := env.Getenv("OPENDATA_STORE")
	in, err := form{
		verb: "verify", operands: []operand{{place, lang.T("保管場所（file:///… または s3://…）、出力したフォルダー、公開サイトのURLのいずれかを指定してください", "specify a store (file:///… or s3://…), an exported folder, or the URL of a site"), &target}},
		settings: append([]setting{{"head", "", "", lang.T("控えておいた 番号:sha256。記録の末尾が失われていないことを確認します", "the number:sha256 that you noted down; proves that the log was not cut short"), &head}}, v.Store.s3Settings()...),
		toggles:  append([]toggle{jsonToggle(&v.JSON)}, v.Store.toggles()...),
	}.parse(args, env)
	if err != nil {
		return v, err
	}
	v.Head = headOf(head, in.wrong)
	switch {
	case strings.HasPrefix(target, fileScheme), strings.HasPrefix(target, s3Scheme):
		v.Store.Address = target
		v.Store.check(in.wrong)
	case strings.Contains(target, "://"):
		origin, ok := originOf(target)
		if v.Site = origin; !ok {
			in.wrong.At(place.In(env.Language), lang.T("「"+target+"」は使えません。https://opendata.city.example のように、パスや ? を付けずに指定してください", "“"+target+"” cannot be used: specify https://opendata.city.example, without path or query"))
		}
	default:
		v.Folder = target
	}
	return v, in.done()
}
