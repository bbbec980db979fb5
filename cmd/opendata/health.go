package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const healthTimeout = 3 * time.Second

// health asks the server on this machine whether it is ready. It reads the
// settings of serve, so that a container needs no others.
func health(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseServe(args, term.environment())
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(cfg.Addr)
	if err != nil {
		return badAddr(cfg.Addr, err)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return badAddr(cfg.Addr, err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fault.New(fault.Unavailable, lang.T("サーバーから応答がありません", "the server does not respond"),
			lang.T("opendata serve を実行中か、--addr（OPENDATA_ADDR）が serve と同じかを確認してください", "check that opendata serve is running, with the same --addr (OPENDATA_ADDR)")).Because(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fault.New(fault.Unavailable, lang.T("準備ができていません: "+res.Status, "not ready: "+res.Status),
			lang.T("最初の公表の公開日時を opendata releases で確認してください", "see opendata releases for when the first release takes effect"))
	}
	return printHealth(term, res.Body)
}

// maxHealth bounds what a server says about itself.
const maxHealth = 64 << 10

// printHealth prints the state of a server that responds. One that is degraded is
// no failure: it serves the last good release, and after a restart it might serve
// none. Monitoring watches /readyz.
func printHealth(term terminal, body io.Reader) error {
	var h struct {
		Status  string `json:"status"`
		Release int    `json:"release"`
		Reason  string `json:"reason"`
	}
	if err := json.NewDecoder(io.LimitReader(body, maxHealth)).Decode(&h); err != nil || h.Status == "" {
		return fault.New(fault.Invalid, lang.T("このサービスの応答ではありません", "this is not a response of this service"),
			lang.T("--addr（OPENDATA_ADDR）が serve と同じか確認してください", "check that --addr (OPENDATA_ADDR) is that of serve"))
	}
	term.say(term.out, lang.Textf("%s（第%d回公表）", "%s (release %d)", h.Status, h.Release))
	if h.Reason != "" { // which the server says in both languages
		term.say(term.out, lang.T("保管場所を読み込めないか、内容の検証に失敗しました。詳細はサーバーのログを確認してください", "the store cannot be read or does not verify; see the log of the server"))
	}
	return nil
}

func badAddr(addr string, cause error) error {
	return fault.New(fault.Invalid, lang.T("--addr（OPENDATA_ADDR）はサーバーのアドレスではありません: "+addr, "--addr (OPENDATA_ADDR) is not the address of a server: "+addr),
		lang.T("ホスト:ポート（例 localhost:8080）の形で指定してください", "use host:port, such as localhost:8080")).Because(cause)
}
