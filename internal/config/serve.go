package config

import (
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

// Serve are the settings of a server. At most one of Source and Store is given;
// with neither it serves the embedded release.
type Serve struct {
	Addr      string // where to listen: host:port or :port
	BaseURL   string // absolute, without a trailing slash: how people reach it
	LogFormat string // LogJSON or LogText
	Source    string // folder of source files laid over the built-in ones; empty = none
	Store     Store  // the releases to serve; an empty address = none
	Sample    bool   // serve the embedded data with the fictional sample beside it
}

// ParseServe reads the settings of a server. The error is flag.ErrHelp or a
// *UsageError.
func ParseServe(args []string, env Environment) (Serve, error) {
	var s Serve
	in, err := form{verb: "serve", settings: append([]setting{
		{"addr", "OPENDATA_ADDR", ":8080", lang.T("待ち受けアドレス", "address to listen on"), &s.Addr},
		{"base-url", "OPENDATA_BASE_URL", "", lang.T("公開URL（省略すると http://localhost:ポート番号）", "public URL; http://localhost:PORT by default"), &s.BaseURL},
		{"log-format", "OPENDATA_LOG_FORMAT", LogJSON, lang.T("ログの形式: json または text", "log format: json or text"), &s.LogFormat},
		{"source", "OPENDATA_SOURCE", "", lang.T("プレビューするデータのフォルダー（組み込みのデータに重ねます）", "source folder to preview, laid over the built-in data"), &s.Source},
	}, s.Store.settings()...), toggles: append([]toggle{
		{"sample", "OPENDATA_SAMPLE", lang.T("架空の値のサンプル（目標と進捗）を加えて見せます。公表はできません", "also show a fictional sample of targets and progress, which cannot be published"), &s.Sample},
	}, s.Store.toggles()...)}.parse(args, env)
	if err != nil {
		return s, err
	}
	s.check(in.wrong)
	s.choose(in)
	if s.Sample && (s.Source != "" || s.Store.Address != "") {
		in.wrong.At("--sample / OPENDATA_SAMPLE", lang.T("--source や --store と同時には使えません。サンプルは、組み込みのデータだけに加えて表示します", "cannot be used together with --source or --store: the sample is shown beside the built-in data only"))
	}
	return s, in.done()
}

// choose decides what is served: a flag wins over an environment variable.
func (s *Serve) choose(in input) {
	if s.Source != "" && s.Store.Address != "" {
		switch {
		case in.given["source"] && !in.given["store"]:
			s.Store.Address = ""
		case in.given["store"] && !in.given["source"]:
			s.Source = ""
		default:
			in.wrong.At("--source / OPENDATA_SOURCE", lang.T("--store と同時には使えません。どちらか一方を指定してください", "cannot be used together with --store: specify only one of them"))
		}
	}
	if s.Store.Address == "" {
		s.Store = Store{}
		return
	}
	s.Store.check(in.wrong)
}

func (s *Serve) check(wrong *fault.Error) {
	port, ok := portOf(s.Addr)
	if !ok {
		wrong.At("--addr / OPENDATA_ADDR", lang.T("「"+s.Addr+"」は使えません。:8080 や 127.0.0.1:8080 のように指定してください", "“"+s.Addr+"” is not an address: specify :8080 or 127.0.0.1:8080"))
	}
	if s.BaseURL == "" {
		s.BaseURL = "http://" + net.JoinHostPort(reachable(s.Addr), port)
	}
	if origin, ok := originOf(s.BaseURL); ok {
		s.BaseURL = origin
	} else {
		wrong.At("--base-url / OPENDATA_BASE_URL", lang.T("「"+s.BaseURL+"」は使えません。https://opendata.city.example のように、パスや ? を付けずに指定してください", "“"+s.BaseURL+"” is not a base URL: specify https://opendata.city.example, without path or query"))
	}
	if s.LogFormat != LogJSON && s.LogFormat != LogText {
		wrong.At("--log-format / OPENDATA_LOG_FORMAT", lang.T("「"+s.LogFormat+"」は使えません。json か text を指定してください", "“"+s.LogFormat+"” is not a log format: specify json or text"))
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

// reachable is the host by which this machine reaches a server at an address:
// localhost if it listens everywhere or there.
func reachable(addr string) string {
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || host == "" || (ip != nil && (ip.IsUnspecified() || host == "127.0.0.1")) {
		return "localhost"
	}
	return host
}
