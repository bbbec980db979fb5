package main_test

import (
	"net"
	"strings"
	"testing"
)

func TestWhatStopsTheStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cases := []struct {
		name string
		args []string
		exit int
		says []string
	}{
		{"wrong settings, all at once", []string{"serve", "--addr", "here", "--base-url", "city.example", "--log-format", "xml"}, 2, []string{
			"opendata: 設定に誤りがあります\n",
			"--addr / OPENDATA_ADDR: 「here」は使えません",
			"--base-url / OPENDATA_BASE_URL: 「city.example」は使えません",
			"--log-format / OPENDATA_LOG_FORMAT: 「xml」は使えません",
		}},
		{"the same in English", []string{"serve", "--addr", "here", "--base-url", "city.example", "--log-format", "xml", "--lang", "en"}, 2, []string{
			"opendata: invalid settings\n", "--addr / OPENDATA_ADDR: “here” is not an address", "--base-url / OPENDATA_BASE_URL: “city.example” is not a base URL",
			"--log-format / OPENDATA_LOG_FORMAT: “xml” is not a log format",
		}},
		{"a language that does not exist", []string{"--lang", "fr", "serve"}, 2, []string{"opendata: 設定に誤りがあります\n  --lang: 「fr」は使えません。ja か en を指定してください\n"}},
		{"a flag that does not exist", []string{"serve", "--port", "80"}, 2, []string{"設定に誤りがあります\n  --port: このオプションはありません"}},
		{"a port that is taken", []string{"serve", "--addr", taken.Addr().String()}, 1, []string{"ポートを開けません: " + taken.Addr().String() + "\n  (listen tcp ", "address already in use)\n  → --addr で別のポートを指定してください\n"}},
		{"a folder that does not exist", []string{"serve", "--source", "nowhere"}, 1, []string{"フォルダーを開けません: nowhere\n  (open nowhere: no such file or directory)\n  → フォルダー名と場所、読み取りの権限を確認してください\n"}},
		{"sources with faults", []string{"serve", "--source", folder(t, map[string]string{"x.csv": "a\n1\n"})}, 1, []string{"データに誤りが1件あります\n", "x.csv"}},
		{"no verb", nil, 2, []string{"使い方:\n", "opendata serve"}},
		{"a verb that does not exist", []string{"chek"}, 2, []string{"opendata: 「chek」というコマンドはありません。opendata check ではありませんか\n使い方:\n"}},
		{"one that is like none", []string{"republish-everything", "--lang", "en"}, 2, []string{"opendata: there is no command “republish-everything”\nUsage:\n"}},
		{"a store that does not exist", []string{"serve", "--store", "file:///nowhere/store", "--lang", "en"}, 1, []string{
			"opendata: the store does not exist yet: file:///nowhere/store\n  → if the address is right, publish the first release",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := run(t, c.args...)
			if got.exit != c.exit || got.stdout != "" {
				t.Errorf("exit %d, stdout %q", got.exit, got.stdout)
			}
			for _, want := range c.says {
				if !strings.Contains(got.stderr, want) {
					t.Errorf("stderr lacks %q:\n%s", want, got.stderr)
				}
			}
		})
	}
}

func TestHelpIsNoError(t *testing.T) {
	got := english(t, "serve", "--help")
	if got.exit != 0 || !strings.Contains(got.stdout, "OPENDATA_BASE_URL") || got.stderr != "" {
		t.Errorf("got %+v", got)
	}
}

func TestHealth(t *testing.T) {
	s := serve(t)
	if got := run(t, "health", "--addr", s.addr); got != (result{0, "ready（第1回公表）\n", ""}) {
		t.Errorf("a running server: %+v", got)
	}
	if got := run(t, "health", "--addr", freeAddress(t)); got.exit != 1 || !strings.Contains(got.stderr, "サーバーから応答がありません\n  (") || !strings.Contains(got.stderr, ")\n  → opendata serve を実行中か、--addr（OPENDATA_ADDR）が serve と同じかを確認してください\n") {
		t.Errorf("no server: %+v", got)
	}
	if got := english(t, "health", "--addr", "here"); got.exit != 2 || !strings.Contains(got.stderr, "“here” is not an address") {
		t.Errorf("a wrong setting: %+v", got)
	}
}
