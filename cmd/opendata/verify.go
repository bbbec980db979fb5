package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/siteverify"
	"hachinohe.example/opendata/internal/store"
)

// errFound says that something is not as it was published.
var errFound = errors.New("公表したままではありません / not everything is as it was published")

// verify proves that a store, an exported folder or a site is as it was
// published, or names what is not.
func verify(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseVerify(args, term.getenv, term.out)
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
		printReport(term.out, report)
	}
	if err == nil && len(report.Findings) > 0 {
		return errFound
	}
	return err
}

func reportOn(ctx context.Context, cfg config.Verify, now time.Time) (*release.Report, error) {
	switch {
	case cfg.Folder != "":
		return siteverify.Folder(cfg.Folder, cfg.Head)
	case cfg.Site != "":
		return siteverify.Site(ctx, cfg.Site, cfg.Head, now, siteverify.DefaultLimits())
	}
	s, err := store.Open(cfg.Store.Address, false, cfg.Store.Options)
	if err != nil {
		return nil, err
	}
	report, err := release.NewRepository(s).Verify(ctx, cfg.Head)
	if err == nil && report.Entries == 0 && len(report.Findings) == 0 {
		report.Findings = append(report.Findings, release.Finding{Name: cfg.Store.Address, Problem: lang.T("公表された内容がありません", "nothing was published here")})
	}
	return report, err
}

func printReport(w io.Writer, r *release.Report) {
	fmt.Fprintf(w, "公表の記録 / log entries %d, 確かめた内容 / objects checked %d, %d bytes\n", r.Entries, r.Objects, r.Bytes)
	if r.Head.Number > 0 {
		fmt.Fprintf(w, "末尾 / head %s\n", headText(r.Head.Number, r.Head.SHA256))
	}
	for _, x := range r.Withdrawn {
		fmt.Fprintln(w, strings.TrimSpace("取り下げ済み / withdrawn: "+x.Path+" "+x.Withdrawn+" "+x.Note)) // a site says no more than the path
	}
	for _, name := range r.Leftovers {
		fmt.Fprintf(w, "中断した公表の残り（害はありません） / left by an interrupted publication, harmless: %s\n", name)
	}
	for _, name := range r.Unlogged {
		fmt.Fprintf(w, "! 記録にない公表の目録（中断した公表の残りか、記録の末尾が切られています。控えた番号:sha256 を --head に付けて確かめてください） / manifest of no entry: an interrupted publication, or an entry cut off the log; check with --head: %s\n", name)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(w, "✗ %s: %s\n", f.Name, f.Problem)
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(w, "すべて公表したままです / everything is as it was published")
	}
}

type findingJSON struct {
	Name      string `json:"name"`
	Problem   string `json:"problem"`
	ProblemEn string `json:"problem_en"`
}

func reportJSON(r *release.Report) any {
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
