package config_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

const sum = "656498b586fd393b2c58c9d219dbf24185a3003d468a2d9675797dc594d2e63f"

func s3Environment() map[string]string {
	return map[string]string{
		"OPENDATA_STORE": "s3://city/plan", "OPENDATA_S3_ENDPOINT": "https://s3.example", "OPENDATA_S3_REGION": "tokyo",
		"OPENDATA_S3_ACCESS_KEY": "key", "OPENDATA_S3_SECRET_KEY": "secret",
	}
}

func TestParseServeChoosesStoreOrSource(t *testing.T) {
	env := map[string]string{"OPENDATA_STORE": "file:///s", "OPENDATA_SOURCE": ""}
	get := func(name string) string { return env[name] }
	for _, c := range []struct{ name, source, args, wantStore, wantSource string }{
		{"a store", "", "", "file:///s", ""},
		{"a folder by flag wins over a store in the environment", "", "--source=d", "", "d"},
		{"a store by flag wins over a folder in the environment", "d", "--store=file:///t", "file:///t", ""},
	} {
		env["OPENDATA_SOURCE"] = c.source
		got, err := config.ParseServe(strings.Fields(c.args), config.Environment{Getenv: get, Help: io.Discard})
		if err != nil || got.Store.Address != c.wantStore || got.Source != c.wantSource {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	env["OPENDATA_SOURCE"] = "d"
	if _, err := config.ParseServe(nil, config.Environment{Getenv: get, Help: io.Discard}); err == nil || !strings.Contains(err.Error(), "cannot be used together with --store") {
		t.Errorf("both in the environment: %v", err)
	}
}

func TestParsePublish(t *testing.T) {
	env := s3Environment()
	got, err := config.ParsePublish(strings.Fields("--source embedded --reason late_data --note n --effective 2026-12-01T09:00 --yes --json"), config.Environment{Getenv: func(n string) string { return env[n] }, Help: io.Discard})
	at := got.Effective
	got.Effective = time.Time{}
	want := config.Publish{
		Store:  config.Store{Address: "s3://city/plan", Options: store.Options{S3: store.S3Options{Endpoint: "s3.example", Region: "tokyo", AccessKey: "key", SecretKey: "secret"}}},
		Reason: release.LateData, Note: "n", Yes: true, JSON: true,
	}
	if err != nil || got != want || at.Format(time.RFC3339) != "2026-12-01T09:00:00+09:00" {
		t.Errorf("got %+v at %s, %v", got, at, err)
	}
}

func TestReasonsHaveCodesAndNames(t *testing.T) {
	for _, c := range []struct {
		text string
		want release.Reason // empty if it is refused
	}{
		{"correction", release.Correction},
		{"誤りの訂正", release.Correction},
		{"訂正", release.Correction},
		{"Correction", release.Correction},
		{"first release", release.Initial},
		{"改定", release.PlanRevision},
		{"新しいデータの追加", release.NewData},
		{"データ", ""},   // of two names
		{"の", ""},     // too short
		{"訂", ""},     // too short
		{"訂正と追加", ""}, // of none
		{"correct", ""},
		{"", ""},
	} {
		env := s3Environment()
		got, err := config.ParsePublish([]string{"--source", "d", "--reason", c.text}, config.Environment{Getenv: func(n string) string { return env[n] }, Help: io.Discard})
		if got.Reason != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: %q, %v", c.text, got.Reason, err)
		}
	}
}

func TestVerbsRefuse(t *testing.T) {
	const file = " --store file:///s"
	cases := []struct{ name, verb, args, says string }{
		{"no store", "releases", "", "--store / OPENDATA_STORE: 公表の保管場所を"},
		{"a path for a store", "releases", "--store /s", "「/s」は使えません。file:///var/lib/opendata"},
		{"a file address with a host", "releases", "--store file://s", "「file://s」は使えません"},
		{"an object store without its settings", "releases", "--store s3://b", "OPENDATA_S3_SECRET_KEY: シークレットキーを環境変数で指定してください"},
		{"a secret on the command line", "releases", "--s3-secret-key x" + file, "--s3-secret-key: このオプションはありません"},
		{"a reason that is none", "publish", "--source d --reason because" + file, "単位の変更（unit_change）"},
		{"a reason that is none, in words", "publish", "--source d --reason 新規" + file, "--reason: 「新規」という理由はありません。次のいずれかを指定してください: 最初の公表（initial）、"},
		{"a reason of two names", "publish", "--source d --reason データ" + file, "--reason: 「データ」は複数の理由に当てはまります。次のいずれかを指定してください: 新しいデータの追加（new_data）、遅れて届いたデータ（late_data） / "},
		{"no reason", "publish", "--source d" + file, "--reason: 次のいずれかを指定してください: 最初の公表（initial）、"},
		{"a day for an instant", "publish", "--source d --reason correction --effective 2026-12-01" + file, "specify 2026-12-01T09:00 (Japan time)"},
		{"parts of a second", "publish", "--source d --reason correction --effective 2026-12-01T09:00:00.5Z" + file, "has a fraction of a second: specify whole seconds"},
		{"a year that is a slip", "publish", "--source d --reason correction --effective 3026-12-01T09:00" + file, "3026-12-01T09:00” is after the year 2100: check the year"},
		{"the first second after the last year", "publish", "--source d --reason correction --effective 2101-01-01T00:00:00+09:00" + file, "is after the year 2100"},
		{"a note of two lines", "publish", "--source d --reason correction --note a\nb" + file, "--note: 1行、1000文字以内で指定してください"},
		{"one release to compare", "diff", "1" + file, "比較先の番号: 公表の番号を"},
		{"a name for a number", "diff", "1 two" + file, "比較先の番号: 「two」は公表の番号ではありません"},
		{"release zero", "cancel", "0" + file, "番号: 「0」は公表の番号ではありません"},
		{"a number beyond all", "cancel", "100000000" + file, "番号: 「100000000」は公表の番号ではありません"},
		{"a folder to write is missing", "export", "1" + file, "--out: 出力先のフォルダーを"},
		{"nothing to withdraw", "withdraw", file, "--release: 公表の番号を"},
		{"no reason to withdraw", "withdraw", "--release 1 --file f" + file, "--note: 取り下げの理由を"},
		{"nothing to verify", "verify", "", "保管場所|フォルダー|URL: 保管場所"},
		{"a site with a path", "verify", "https://a.example/x", "「https://a.example/x」は使えません"},
		{"a head without its sha256", "verify", "d --head 3", "--head: 「3」は使えません"},
		{"a head in capitals", "verify", "d --head 3:" + strings.ToUpper(sum), "--head"},
		{"an operand too many", "verify", "d e", "e: 不要な引数があります"},
	}
	for _, c := range cases {
		err := parse(c.verb, strings.Split(strings.TrimSpace(c.args), " "), nil, io.Discard)
		_, ok := errors.AsType[*config.UsageError](err)
		if !ok || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestObjectStoreEndpoints(t *testing.T) {
	for _, c := range []struct {
		endpoint, plain string
		ok              bool
	}{
		{"s3.example", "", true},
		{"s3.example:9000", "", true},
		{"https://s3.example:9000", "false", true},
		{"http://localhost:9000", "true", true},
		{"http://localhost:9000", "", false},
		{"https://s3.example", "1", false},
		{"https://s3.example/bucket", "", false},
		{"", "", false},
		{"s3.example", "maybe", false},
	} {
		env := s3Environment()
		env["OPENDATA_S3_ENDPOINT"], env["OPENDATA_S3_PLAIN"] = c.endpoint, c.plain
		if err := parse("releases", nil, env, io.Discard); (err == nil) != c.ok {
			t.Errorf("%q, plain %q: %v", c.endpoint, c.plain, err)
		}
	}
}

func TestParseVerifyKnowsWhatItIsGiven(t *testing.T) {
	env := s3Environment()
	get := func(n string) string { return env[n] }
	for _, c := range []struct{ args, store, folder, site string }{
		{"", "s3://city/plan", "", ""},
		{"file:///s", "file:///s", "", ""},
		{"--json out", "", "out", ""},
		{"https://a.example/ --json", "", "", "https://a.example"},
	} {
		got, err := config.ParseVerify(append(strings.Fields(c.args), "--head", "3:"+sum), config.Environment{Getenv: get, Help: io.Discard})
		if err != nil || got.Store.Address != c.store || got.Folder != c.folder || got.Site != c.site || *got.Head != (ledger.Head{Number: 3, SHA256: sum}) {
			t.Errorf("%q: %+v, %v", c.args, got, err)
		}
	}
}

func TestHelpOfEveryVerbShowsNoSecret(t *testing.T) {
	env := s3Environment()
	for _, verb := range []string{"publish", "cancel", "withdraw", "releases", "diff", "export", "verify"} {
		var usage bytes.Buffer
		err := parse(verb, []string{"-h"}, env, &usage)
		if !errors.Is(err, flag.ErrHelp) || !strings.Contains(usage.String(), "opendata "+verb) ||
			!strings.Contains(usage.String(), "OPENDATA_S3_SECRET_KEY\n") || strings.Contains(usage.String(), env["OPENDATA_S3_ACCESS_KEY"]+"\n") || strings.Contains(usage.String(), "secret\n") {
			t.Errorf("%s: %v\n%s", verb, err, &usage)
		}
	}
}

func TestHelpIsInOneLanguage(t *testing.T) {
	var japanese, english bytes.Buffer
	for language, help := range map[lang.Language]*bytes.Buffer{lang.Japanese: &japanese, lang.English: &english} {
		_, err := config.ParsePublish([]string{"--help"}, config.Environment{Getenv: func(string) string { return "" }, Help: help, Language: language})
		if !errors.Is(err, flag.ErrHelp) {
			t.Errorf("got %v", err)
		}
	}
	if got := english.String(); strings.ContainsFunc(got, isJapanese) || !strings.Contains(got, "Environment variables only:") {
		t.Errorf("in English:\n%s", got)
	}
	if got := japanese.String(); strings.Contains(got, "reason") && strings.Contains(got, "explanation") || !strings.Contains(got, "環境変数だけで指定するもの:") {
		t.Errorf("in Japanese:\n%s", got)
	}
}

func isJapanese(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func parse(verb string, args []string, env map[string]string, usage io.Writer) error {
	if len(args) == 1 && args[0] == "" {
		args = nil
	}
	in := config.Environment{Getenv: func(name string) string { return env[name] }, Help: usage}
	var err error
	switch verb {
	case "publish":
		_, err = config.ParsePublish(args, in)
	case "cancel":
		_, err = config.ParseCancel(args, in)
	case "withdraw":
		_, err = config.ParseWithdraw(args, in)
	case "releases":
		_, err = config.ParseReleases(args, in)
	case "diff":
		_, err = config.ParseDiff(args, in)
	case "export":
		_, err = config.ParseExport(args, in)
	case "verify":
		_, err = config.ParseVerify(args, in)
	}
	return err
}
