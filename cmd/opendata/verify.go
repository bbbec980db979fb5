package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/siteverify"
	"hachinohe.example/opendata/internal/store"
)

// errFound says that something is not as it was published.
var errFound = fault.New(fault.Invalid, lang.T("公表した内容と違うものがあります", "not everything is as it was published"))

// verify proves that a store, an exported folder or a site is as it was
// published, or names what is not.
func verify(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseVerify(args, term.environment())
	if err != nil {
		return err
	}
	report, err := reportOn(ctx, cfg, term.now())
	if err != nil {
		return err
	}
	if cfg.JSON {
		err = term.json(reportJSON(report))
	} else {
		printReport(term, report)
	}
	if err == nil && len(report.Findings) > 0 {
		return errFound
	}
	return err
}

func reportOn(ctx context.Context, cfg config.Verify, now time.Time) (*ledger.Report, error) {
	switch {
	case cfg.Folder != "":
		return siteverify.Folder(ctx, cfg.Folder, cfg.Head)
	case cfg.Site != "":
		return siteverify.Site(ctx, cfg.Site, cfg.Head, now, siteverify.DefaultLimits())
	}
	s, err := store.Open(cfg.Store.Address, false, cfg.Store.Options)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noStore(cfg.Store.Address)
	}
	if err != nil {
		return nil, err
	}
	report, err := ledger.NewRepository(s).Verify(ctx, cfg.Head)
	if err == nil && report.Entries == 0 && len(report.Findings) == 0 {
		report.Findings = append(report.Findings, ledger.Finding{Name: cfg.Store.Address, Problem: lang.T("公表された内容がありません", "nothing was published here")})
	}
	return report, err
}

func printReport(term terminal, r *ledger.Report) {
	say := func(message lang.Text) { term.say(term.out, message) }
	say(lang.Textf("公表の記録 %d件、検証したファイル %d件、%d バイト", "log entries %d, objects checked %d, %d bytes", r.Entries, r.Objects, r.Bytes))
	if r.Head.Number > 0 {
		say(lang.Textf("末尾 %s", "head %s", headText(r.Head.Number, r.Head.SHA256)))
	}
	for _, x := range r.Withdrawn {
		what := strings.TrimSpace(x.Path + " " + x.Withdrawn + " " + x.Note) // a site says no more than the path
		say(lang.T("取り下げ済み: "+what, "withdrawn: "+what))
	}
	for _, name := range r.Leftovers {
		say(lang.T("中断した公表の残り（害はありません）: "+name, "left by an interrupted publication, harmless: "+name))
	}
	for _, name := range r.Unlogged {
		say(lang.T("! 記録にない公表のファイル一覧（中断した公表の残りか、記録の末尾が失われています。控えておいた 番号:sha256 を --head に指定して確認してください）: "+name,
			"! manifest of no entry (an interrupted publication, or an entry cut off the log; check with --head): "+name))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(term.out, "✗ %s: %s\n", f.Name, f.Problem.In(term.language))
	}
	if len(r.Findings) == 0 {
		say(lang.T("すべて公表した内容のままです", "everything is as it was published"))
	}
}

type findingJSON struct {
	Name      string `json:"name"`
	Problem   string `json:"problem"`
	ProblemEn string `json:"problem_en"`
}

func reportJSON(r *ledger.Report) any {
	findings := make([]findingJSON, 0, len(r.Findings))
	for _, f := range r.Findings {
		findings = append(findings, findingJSON{f.Name, f.Problem.Ja, f.Problem.En})
	}
	return struct {
		OK        bool                 `json:"ok"`
		Entries   int                  `json:"entries"`
		Objects   int                  `json:"objects"`
		Bytes     int64                `json:"bytes"`
		Head      string               `json:"head"`
		Withdrawn []release.Withdrawal `json:"withdrawn"`
		Leftovers []string             `json:"leftovers"`
		Unlogged  []string             `json:"unlogged"`
		Findings  []findingJSON        `json:"findings"`
	}{
		len(findings) == 0, r.Entries, r.Objects, r.Bytes, headText(r.Head.Number, r.Head.SHA256),
		append([]release.Withdrawal{}, r.Withdrawn...), append([]string{}, r.Leftovers...), append([]string{}, r.Unlogged...), findings,
	}
}
