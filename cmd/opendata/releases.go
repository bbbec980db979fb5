package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// releases lists the log.
func releases(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseReleases(args, term.environment())
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
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
		term.say(term.out, lang.T("公表された内容はまだありません", "nothing was published yet"))
	}
	withdrawn, err := r.Withdrawn(ctx)
	if err != nil {
		return err
	}
	for _, l := range lines {
		fmt.Fprintf(term.out, "%d  %s  %s", l.Number, l.label().In(term.language), l.Effective)
		if l.Reason != "" {
			fmt.Fprintf(term.out, "  %s", reasonText(l.Reason).In(term.language))
		}
		if l.Note != "" {
			fmt.Fprintf(term.out, "  %s", l.Note)
		}
		fmt.Fprintf(term.out, "\n   %s\n", headText(l.Number, l.SHA256))
		if m, _ := h.Manifest(l.Number); slices.ContainsFunc(m.Files, withdrawn.Has) {
			term.say(term.out, lang.T("   取り下げ済みのファイルがあります", "   has withdrawn files"))
		}
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
	// CancelledBy is the number of the entry that cancelled the release.
	CancelledBy int `json:"cancelled_by,omitempty"`
}

// reasonText is the name of a reason that people read.
func reasonText(reason release.Reason) lang.Text {
	for _, r := range release.Reasons() {
		if r.Reason == reason {
			return r.Label
		}
	}
	return lang.T(string(reason), "")
}

func (l line) label() lang.Text {
	switch l.State {
	case ledger.StateCurrent:
		return lang.T("公開中", l.State)
	case ledger.StatePending:
		return lang.T("公開予定", l.State)
	case ledger.StateCancelled:
		return lang.T("取消済み", l.State)
	case ledger.StateCancellation:
		return lang.Textf("第%d回公表の取り消し", "cancels %d", l.Cancels)
	}
	return lang.T("過去", l.State)
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
