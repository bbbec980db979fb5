package config_test

import (
	"bytes"
	"errors"
	"flag"
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
)

func TestParseServe(t *testing.T) {
	cases := []struct {
		name string
		args []string
		env  map[string]string
		want config.Serve
	}{
		{"nothing is needed", nil, nil, config.Serve{Addr: ":8080", BaseURL: "http://localhost:8080", LogFormat: "json"}},
		{
			"everything by flags",
			[]string{"--addr", "127.0.0.1:80", "--base-url", "https://opendata.city.example", "--log-format", "text", "--source", "data"},
			nil,
			config.Serve{Addr: "127.0.0.1:80", BaseURL: "https://opendata.city.example", LogFormat: "text", Source: "data"},
		},
		{
			"everything by the environment",
			nil,
			map[string]string{"OPENDATA_ADDR": "[::1]:80", "OPENDATA_BASE_URL": "https://a.example", "OPENDATA_LOG_FORMAT": "text", "OPENDATA_SOURCE": "data"},
			config.Serve{Addr: "[::1]:80", BaseURL: "https://a.example", LogFormat: "text", Source: "data"},
		},
		{
			"a flag wins over the environment",
			[]string{"--addr=:81"},
			map[string]string{"OPENDATA_ADDR": ":82"},
			config.Serve{Addr: ":81", BaseURL: "http://localhost:81", LogFormat: "json"},
		},
		{
			"a flag replaces a wrong environment",
			[]string{"-log-format", "json"},
			map[string]string{"OPENDATA_LOG_FORMAT": "xml"},
			config.Serve{Addr: ":8080", BaseURL: "http://localhost:8080", LogFormat: "json"},
		},
		{
			"an empty variable is none",
			nil,
			map[string]string{"OPENDATA_ADDR": "", "OPENDATA_BASE_URL": ""},
			config.Serve{Addr: ":8080", BaseURL: "http://localhost:8080", LogFormat: "json"},
		},
		{
			"the slash at the end of the base URL goes",
			[]string{"--base-url", "https://a.example:8443/"},
			nil,
			config.Serve{Addr: ":8080", BaseURL: "https://a.example:8443", LogFormat: "json"},
		},
		{
			"the scheme of the base URL becomes lower case, which HSTS depends on",
			[]string{"--base-url", "HTTPS://a.example"},
			nil,
			config.Serve{Addr: ":8080", BaseURL: "https://a.example", LogFormat: "json"},
		},
		{
			"an address of version 6",
			[]string{"--base-url", "http://[::1]:8080"},
			nil,
			config.Serve{Addr: ":8080", BaseURL: "http://[::1]:8080", LogFormat: "json"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var usage bytes.Buffer
			got, err := config.ParseServe(c.args, config.Environment{Getenv: func(name string) string { return c.env[name] }, Help: &usage})
			if err != nil || got != c.want {
				t.Errorf("got %+v, %v", got, err)
			}
			if usage.Len() > 0 {
				t.Errorf("printed %s", &usage)
			}
		})
	}
}

const (
	addr    = "--addr / OPENDATA_ADDR"
	baseURL = "--base-url / OPENDATA_BASE_URL"
	logs    = "--log-format / OPENDATA_LOG_FORMAT"
)

func TestParseServeRefuses(t *testing.T) {
	cases := []struct {
		name   string
		args   []string
		places []string // of the faults
		says   string   // in the message for people
	}{
		{"an address without a port", []string{"--addr", "localhost"}, []string{addr}, "「localhost」は使えません。:8080 や 127.0.0.1:8080 のように指定してください / “localhost” is not an address: specify :8080 or 127.0.0.1:8080"},
		{"a bare port", []string{"--addr", "8080"}, []string{addr}, "“8080” is not an address"},
		{"no address", []string{"--addr", ""}, []string{addr}, "“” is not an address"},
		{"a port with a name", []string{"--addr", ":http"}, []string{addr}, "“:http” is not an address"},
		{"a port too high", []string{"--addr", ":65536"}, []string{addr}, "“:65536” is not an address"},
		{"a port below zero", []string{"--addr", ":-1"}, []string{addr}, "“:-1” is not an address"},
		{"a port with a sign", []string{"--addr", ":+80"}, []string{addr}, "“:+80” is not an address"},
		{"no port behind the colon", []string{"--addr", "localhost:"}, []string{addr}, "“localhost:” is not an address"},
		{"a base URL without a scheme", []string{"--base-url", "opendata.city.example"}, []string{baseURL}, "specify https://opendata.city.example, without path or query"},
		{"a base URL of another scheme", []string{"--base-url", "ftp://a.example"}, []string{baseURL}, "「ftp://a.example」は使えません"},
		{"a base URL without a host", []string{"--base-url", "https://"}, []string{baseURL}, "“https://” is not a base URL"},
		{"a base URL with a port alone", []string{"--base-url", "https://:80"}, []string{baseURL}, "“https://:80” is not a base URL"},
		{"a base URL with a path", []string{"--base-url", "https://a.example/data"}, []string{baseURL}, "without path or query"},
		{"a base URL with a query", []string{"--base-url", "https://a.example?x=1"}, []string{baseURL}, "without path or query"},
		{"a base URL with an empty query", []string{"--base-url", "https://a.example?"}, []string{baseURL}, "without path or query"},
		{"a base URL with a fragment", []string{"--base-url", "https://a.example#x"}, []string{baseURL}, "without path or query"},
		{"a base URL with an empty fragment", []string{"--base-url", "https://a.example#"}, []string{baseURL}, "without path or query"},
		{"a base URL with two slashes", []string{"--base-url", "https://a.example//"}, []string{baseURL}, "without path or query"},
		{"a base URL with a password", []string{"--base-url", "https://u:p@a.example"}, []string{baseURL}, "is not a base URL"},
		{"a base URL with a line break", []string{"--base-url", "https://a.example\r\nX: y"}, []string{baseURL}, "is not a base URL"},
		{"a log format that does not exist", []string{"--log-format", "xml"}, []string{logs}, "「xml」は使えません。json か text を指定してください / “xml” is not a log format: specify json or text"},
		{"an argument too many", []string{"extra"}, []string{"extra"}, "不要な引数があります。削除してください / unexpected argument: remove it"},
		{"everything at once", []string{"--addr", "x", "--base-url", "x", "--log-format", "x", "extra"}, []string{"extra", addr, baseURL, logs}, "設定に誤りがあります / invalid settings"},
		{"a flag that does not exist", []string{"--port", "80"}, []string{"--port"}, "このオプションはありません。--help で一覧を表示できます / unknown option; --help lists the options"},
		{"a flag without its value", []string{"--addr"}, []string{"--addr"}, "値を指定してください / specify a value"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var usage bytes.Buffer
			_, err := config.ParseServe(c.args, config.Environment{Getenv: func(string) string { return "" }, Help: &usage})
			e, ok := errors.AsType[*fault.Error](err)
			if !ok || e.Kind != fault.Invalid {
				t.Fatalf("got %v", err)
			}
			var places []string
			for _, f := range e.Fields {
				places = append(places, f.Place)
			}
			if !reflect.DeepEqual(places, c.places) || !strings.Contains(e.Error(), c.says) {
				t.Errorf("got %v", e)
			}
			if usage.Len() > 0 {
				t.Errorf("printed %s", &usage)
			}
		})
	}
}

func TestHelpNamesEverySetting(t *testing.T) {
	var usage bytes.Buffer
	_, err := config.ParseServe([]string{"--help"}, config.Environment{Getenv: func(string) string { return "" }, Help: &usage})
	if !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{"--addr", "待ち受けアドレス（既定値: :8080） [OPENDATA_ADDR]", "-base-url", "OPENDATA_BASE_URL", "-log-format", "OPENDATA_LOG_FORMAT", "-source", "OPENDATA_SOURCE", "--lang", "OPENDATA_LANG"} {
		if !strings.Contains(usage.String(), want) {
			t.Errorf("the usage text lacks %s:\n%s", want, &usage)
		}
	}
}
