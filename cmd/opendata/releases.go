package main

import (
	"context"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// releases lists the log.
func releases(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseReleases(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	_, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	lines := linesOf(h, term.now())
	if cfg.JSON {
		return term.json(struct {
			Results []line `json:"results"`
		}{lines})
	}
	if len(lines) == 0 {
		fmt.Fprintln(term.out, "公表はまだありません / nothing was published yet")
	}
	for _, l := range lines {
		fmt.Fprintf(term.out, "%d  %s  %s", l.Number, l.label(), l.Effective)
		if l.Reason != "" {
			fmt.Fprintf(term.out, "  %s", l.Reason)
		}
		if l.Note != "" {
			fmt.Fprintf(term.out, "  %s", l.Note)
		}
		fmt.Fprintf(term.out, "\n   %s\n", headText(l.Number, l.SHA256))
	}
	return nil
}

// line is one entry of the log.
type line struct {
	Number    int            `json:"number"`
	State     string         `json:"state"`
	Issued    string         `json:"issued"`
	Effective string         `json:"effective"`
	Reason    release.Reason `json:"reason,omitempty"`
	Note      string         `json:"note"`
	SHA256    string         `json:"sha256"`
	Cancels   int            `json:"cancels,omitempty"`
	// CancelledBy is the number of the entry that took the release back.
	CancelledBy int `json:"cancelled_by,omitempty"`
}

func (l line) label() string {
	switch l.State {
	case ledger.StateCurrent:
		return lang.T("現在", l.State).String()
	case ledger.StatePending:
		return lang.T("予定", l.State).String()
	case ledger.StateCancelled:
		return lang.T("取消", l.State).String()
	case ledger.StateCancellation:
		return lang.T(fmt.Sprintf("公表 %d の取消", l.Cancels), fmt.Sprintf("cancels %d", l.Cancels)).String()
	}
	return lang.T("過去", l.State).String()
}

func linesOf(h *ledger.History, now time.Time) []line {
	entries := h.Entries()
	cancelledBy := make(map[int]int)
	for _, e := range entries {
		if e.Kind == release.Cancelled {
			cancelledBy[e.Cancels] = e.Number
		}
	}
	current, _ := h.At(now)
	lines := make([]line, 0, len(entries))
	for _, e := range entries {
		m, _ := h.Manifest(e.Number)
		l := line{Number: e.Number, State: ledger.StateSuperseded, Issued: m.Issued, Effective: release.FormatInstant(e.Effective), Reason: m.Reason, Note: m.Note, SHA256: e.SHA256, Cancels: e.Cancels, CancelledBy: cancelledBy[e.Number]}
		switch {
		case e.Kind == release.Cancelled:
			l.State = ledger.StateCancellation
		case l.CancelledBy > 0:
			l.State = ledger.StateCancelled
		case e.Number == current.Number:
			l.State = ledger.StateCurrent
		case e.Effective.After(now):
			l.State = ledger.StatePending
		}
		lines = append(lines, l)
	}
	return lines
}
