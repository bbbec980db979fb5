package config_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/config"
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
		got, err := config.ParseServe(strings.Fields(c.args), get, io.Discard)
		if err != nil || got.Store.Address != c.wantStore || got.Source != c.wantSource {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	env["OPENDATA_SOURCE"] = "d"
	if _, err := config.ParseServe(nil, get, io.Discard); err == nil || !strings.Contains(err.Error(), "cannot be used together with --store") {
		t.Errorf("both in the environment: %v", err)
	}
}

func TestParsePublish(t *testing.T) {
	env := s3Environment()
	got, err := config.ParsePublish(strings.Fields("--source embedded --reason late_data --note n --effective 2026-12-01T09:00 --yes --json"), func(n string) string { return env[n] }, io.Discard)
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

func TestVerbsRefuse(t *testing.T) {
	const file = " --store file:///s"
	cases := []struct{ name, verb, args, says string }{
		{"no store", "releases", "", "--store / OPENDATA_STORE: 公表の保管場所を"},
		{"a path for a store", "releases", "--store /s", "「/s」は使えません。file:///var/lib/opendata"},
		{"a file address with a host", "releases", "--store file://s", "「file://s」は使えません"},
		{"an object store without its settings", "releases", "--store s3://b", "OPENDATA_S3_SECRET_KEY: シークレットキーを環境変数で指定してください"},
		{"a secret on the command line", "releases", "--s3-secret-key x" + file, "flag provided but not defined: -s3-secret-key"},
		{"a reason that is none", "publish", "--source d --reason because" + file, "unit_change（単位の変更）"},
		{"a day for an instant", "publish", "--source d --reason correction --effective 2026-12-01" + file, "write 2026-12-01T09:00 (Japan time)"},
		{"parts of a second", "publish", "--source d --reason correction --effective 2026-12-01T09:00:00.5Z" + file, "is not an instant"},
		{"a year that is a slip", "publish", "--source d --reason correction --effective 3026-12-01T09:00" + file, "is not an instant"},
		{"a note of two lines", "publish", "--source d --reason correction --note a\nb" + file, "--note: 1行、1000字以内の文を書いてください"},
		{"one release to compare", "diff", "1" + file, "B: 公表の番号を"},
		{"a name for a number", "diff", "1 two" + file, "B: 「two」は公表の番号ではありません"},
		{"release zero", "cancel", "0" + file, "N: 「0」は公表の番号ではありません"},
		{"a number beyond all", "cancel", "100000000" + file, "N: 「100000000」は公表の番号ではありません"},
		{"a folder to write is missing", "export", "1" + file, "--out: 書き出すフォルダーを"},
		{"nothing to withdraw", "withdraw", file, "--release: 公表の番号を"},
		{"no reason to withdraw", "withdraw", "--release 1 --file f" + file, "--note: 取り下げの理由を"},
		{"nothing to verify", "verify", "", "STORE|DIR|URL: 保管場所"},
		{"a site with a path", "verify", "https://a.example/x", "「https://a.example/x」は使えません"},
		{"a head without its sha256", "verify", "d --head 3", "--head: 「3」は使えません"},
		{"a head in capitals", "verify", "d --head 3:" + strings.ToUpper(sum), "--head"},
		{"an operand too many", "verify", "d e", "e: 余分な引数です"},
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
		got, err := config.ParseVerify(append(strings.Fields(c.args), "--head", "3:"+sum), get, io.Discard)
		if err != nil || got.Store.Address != c.store || got.Folder != c.folder || got.Site != c.site || *got.Head != (ledger.Head{Number: 3, SHA256: sum}) {
			t.Errorf("%q: %+v, %v", c.args, got, err)
		}
	}
}

func TestHelpOfEveryVerbShowsNoSecret(t *testing.T) {
	for _, verb := range []string{"publish", "cancel", "withdraw", "releases", "diff", "export", "verify"} {
		var usage bytes.Buffer
		err := parse(verb, []string{"-h"}, s3Environment(), &usage)
		if !errors.Is(err, flag.ErrHelp) || !strings.Contains(usage.String(), "opendata "+verb) ||
			!strings.Contains(usage.String(), "OPENDATA_S3_SECRET_KEY") || strings.Contains(usage.String(), "secret\"") {
			t.Errorf("%s: %v\n%s", verb, err, &usage)
		}
	}
}

func parse(verb string, args []string, env map[string]string, usage io.Writer) error {
	if len(args) == 1 && args[0] == "" {
		args = nil
	}
	get := func(name string) string { return env[name] }
	var err error
	switch verb {
	case "publish":
		_, err = config.ParsePublish(args, get, usage)
	case "cancel":
		_, err = config.ParseCancel(args, get, usage)
	case "withdraw":
		_, err = config.ParseWithdraw(args, get, usage)
	case "releases":
		_, err = config.ParseReleases(args, get, usage)
	case "diff":
		_, err = config.ParseDiff(args, get, usage)
	case "export":
		_, err = config.ParseExport(args, get, usage)
	case "verify":
		_, err = config.ParseVerify(args, get, usage)
	}
	return err
}
