package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// publish shows what a release would change, asks, and appends it to the log.
func publish(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParsePublish(args, term.environment())
	if err != nil {
		return err
	}
	read, err := readSources(ctx, cfg.Source)
	if err != nil {
		return nothingPublished(err)
	}
	existing, writable, err := openForWriting(cfg.Store)
	if err != nil {
		return err
	}
	draft, err := existing.Prepare(ctx, ledger.Proposal{Sources: read.Sources, Reason: cfg.Reason, Note: cfg.Note, Effective: cfg.Effective, BuiltIn: read.Lacks}, term.now())
	if err != nil {
		return err
	}
	messages := term.messages(cfg.JSON)
	preview(term, messages, cfg, draft, read.Lacks)
	if cfg.DryRun {
		return notPublished(term, cfg, draft)
	}
	if !cfg.Yes {
		if err := term.confirm(ctx, messages, lang.T("公表しますか", "Publish?")); err != nil {
			return err
		}
	}
	repository, err := writable(ctx)
	if err != nil {
		return err
	}
	rel, err := repository.Publish(ctx, draft, term.now)
	if err != nil {
		return err
	}
	return published(term, messages, cfg, draft, rel)
}

// nothingPublished adds to what is wrong with the sources that it had no effect;
// what was interrupted says so already.
func nothingPublished(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || errors.Is(err, context.Canceled) {
		return err
	}
	return e.Restated(lang.T(e.Message.Ja+"。何も公表していません", e.Message.En+"; nothing was published"), e.Fixes...)
}

// preview shows what a release would change.
func preview(term terminal, w io.Writer, cfg config.Publish, draft *ledger.Draft, builtIn []string) {
	reason := reasonText(cfg.Reason)
	term.say(w, lang.T(fmt.Sprintf("第%d回公表の変更内容（理由: %s）:", draft.Number, reason.Ja), fmt.Sprintf("changes in release %d (reason: %s):", draft.Number, reason.En)))
	if cfg.Reason == release.Initial { // everything is new
		term.printCounts(w, draft.Changes)
	} else {
		term.printChanges(w, draft.Changes)
	}
	if len(builtIn) > 0 {
		names := strings.Join(builtIn, ", ")
		term.say(w, lang.T("フォルダーにないため、プログラムに組み込まれた内容を使うデータセット: "+names, "not in the folder, built-in data is used: "+names))
	}
}

// outcome is what publish did, for programs. Without a release nothing was
// written.
type outcome struct {
	Published bool           `json:"published"`
	Number    int            `json:"number"`
	Reason    release.Reason `json:"reason"`
	Note      string         `json:"note"`
	Issued    string         `json:"issued,omitempty"`
	Effective string         `json:"effective,omitempty"`
	SHA256    string         `json:"sha256,omitempty"`
	Head      string         `json:"head,omitempty"` // for verify --head
	Changes   []changeJSON   `json:"changes"`
}

func notPublished(term terminal, cfg config.Publish, draft *ledger.Draft) error {
	if cfg.JSON {
		return term.json(outcome{Number: draft.Number, Reason: cfg.Reason, Note: cfg.Note, Changes: changesJSON(draft.Changes)})
	}
	term.say(term.out, lang.T("変更内容の確認だけを行いました。公表していません", "dry run: nothing was published"))
	return nil
}

func published(term terminal, messages io.Writer, cfg config.Publish, draft *ledger.Draft, rel *release.Release) error {
	head := headText(rel.Number, rel.Hash)
	term.say(messages, announcement(cfg, rel))
	term.sayHead(messages, head)
	if !cfg.JSON {
		return nil
	}
	return term.json(outcome{
		Published: true, Number: rel.Number, Reason: rel.Reason, Note: rel.Note,
		Issued: release.FormatInstant(rel.Issued), Effective: release.FormatInstant(rel.Effective), SHA256: rel.Hash, Head: head, Changes: changesJSON(draft.Changes),
	})
}

// announcement says from when a release is public. One that was scheduled can be
// cancelled until then.
func announcement(cfg config.Publish, rel *release.Release) lang.Text {
	n, at := rel.Number, release.FormatInstant(rel.Effective)
	if cfg.Effective.IsZero() {
		return lang.Textf("第%d回公表を登録しました。%s に公開します", "release %d is recorded and takes effect at %s", n, at)
	}
	return lang.Textf("第%d回公表を予約しました。%s まで公開されません。取り消すには、その5秒前までに opendata cancel %d を実行してください",
		"release %d is scheduled for %s and not public until then; to cancel it, run opendata cancel %d at least 5 seconds before", n, at, n)
}

// headText names the end of a log as verify --head reads it.
func headText(number int, sha256 string) string { return fmt.Sprintf("%d:%s", number, sha256) }

// sayHead asks people to note down the end of the log.
func (t terminal) sayHead(w io.Writer, head string) {
	t.say(w, lang.T("次の値を控えてください（verify --head で使います）:", "note down for verify --head:"))
	fmt.Fprintln(w, head)
}
