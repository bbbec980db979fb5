// Package config turns flags and environment variables into settings that are
// known to be right.
//
// It promises that what it returns can be used as it is, and that a wrong
// setting is refused with a message that says what to write instead. Flags win
// over environment variables. It does not read the environment itself: cmd
// hands it in. api and cmd may import it.
package config

import (
	"errors"
	"flag"
	"io"
	"net"
	"net/url"
	"strconv"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Log formats.
const (
	LogJSON = "json"
	LogText = "text"
)

// Serve are the settings of a server.
type Serve struct {
	Addr      string // where to listen: host:port or :port
	BaseURL   string // absolute, without a trailing slash: how people reach it
	LogFormat string // LogJSON or LogText
	Source    string // folder of source files laid over the built-in ones; empty = none
}

// setting is one flag with its environment variable.
type setting struct {
	flag, env, fallback, usage string
	to                         *string
}

func (s *Serve) settings() []setting {
	return []setting{
		{"addr", "OPENDATA_ADDR", ":8080", "待ち受けるアドレス / address to listen on", &s.Addr},
		{"base-url", "OPENDATA_BASE_URL", "", "外から見えるURL（省略時は http://localhost:ポート） / public URL", &s.BaseURL},
		{"log-format", "OPENDATA_LOG_FORMAT", LogJSON, "ログの形式 json または text / json or text", &s.LogFormat},
		{"source", "OPENDATA_SOURCE", "", "組み込みのデータに重ねるフォルダー / folder of CSV files laid over the built-in ones", &s.Source},
	}
}

// ParseServe reads the settings of a server. getenv looks up the environment;
// the usage text goes to usage when it is asked for. The error is
// flag.ErrHelp or a *fault.Error that names every wrong setting.
func ParseServe(args []string, getenv func(string) string, usage io.Writer) (Serve, error) {
	var s Serve
	set := flag.NewFlagSet("serve", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag is told by the error
	for _, v := range s.settings() {
		fallback := v.fallback
		if value := getenv(v.env); value != "" {
			fallback = value
		}
		set.StringVar(v.to, v.flag, fallback, v.usage+" ["+v.env+"]")
	}
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			set.SetOutput(usage)
			set.Usage()
			return s, err
		}
		return s, fault.New(fault.Invalid, lang.T("起動の設定に誤りがあります: "+err.Error(), "the settings are not right: "+err.Error()))
	}
	wrong := fault.New(fault.Invalid, lang.T("起動の設定に誤りがあります", "the settings are not right"))
	if set.NArg() > 0 {
		wrong.At(set.Arg(0), lang.T("余分な引数です。取り除いてください", "unexpected argument: remove it"))
	}
	s.check(wrong)
	if len(wrong.Fields) > 0 {
		return s, wrong
	}
	return s, nil
}

func (s *Serve) check(wrong *fault.Error) {
	port, ok := portOf(s.Addr)
	if !ok {
		wrong.At("--addr / OPENDATA_ADDR", lang.T("「"+s.Addr+"」は使えません。:8080 や 127.0.0.1:8080 のように書いてください", "“"+s.Addr+"” is not an address: write :8080 or 127.0.0.1:8080"))
	}
	if s.BaseURL == "" {
		s.BaseURL = "http://localhost:" + port
	}
	if origin, ok := originOf(s.BaseURL); ok {
		s.BaseURL = origin
	} else {
		wrong.At("--base-url / OPENDATA_BASE_URL", lang.T("「"+s.BaseURL+"」は使えません。https://opendata.city.example のように、経路や ? を付けずに書いてください", "“"+s.BaseURL+"” is not a base URL: write https://opendata.city.example, without path or query"))
	}
	if s.LogFormat != LogJSON && s.LogFormat != LogText {
		wrong.At("--log-format / OPENDATA_LOG_FORMAT", lang.T("「"+s.LogFormat+"」は使えません。json か text にしてください", "“"+s.LogFormat+"” is not a log format: write json or text"))
	}
}

func portOf(addr string) (string, bool) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", false
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", false
	}
	return port, true
}

// originOf returns a URL that is a scheme and a host and nothing else, without
// a trailing slash.
func originOf(base string) (string, bool) {
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return "", false
	}
	origin := u.Scheme + "://" + u.Host
	rest := base[min(len(origin), len(base)):]
	return origin, u.User == nil && (rest == "" || rest == "/")
}
