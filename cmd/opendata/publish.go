package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// publish shows what a release would change, asks, and appends it to the log.
func publish(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParsePublish(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	sources, err := readSources(cfg.Source)
	if err != nil {
		return err
	}
	builtIn, err := standIns(cfg.Source)
	if err != nil {
		return err
	}
	there, writable, err := openForWriting(cfg.Store)
	if err != nil {
		return err
	}
	draft, err := there.Prepare(ctx, ledger.Proposal{Sources: sources, Reason: cfg.Reason, Note: cfg.Note, Effective: cfg.Effective, BuiltIn: builtIn}, term.now())
	if err != nil {
		return err
	}
	talk := term.talk(cfg.JSON)
	fmt.Fprintf(talk, "公表 %d で変わること / what release %d changes:\n", draft.Number, draft.Number)
	if cfg.Reason == release.Initial { // everything is new
		printCounts(talk, draft.Changes)
	} else {
		printChanges(talk, draft.Changes)
	}
	if len(builtIn) > 0 {
		fmt.Fprintf(talk, "フォルダーになく、プログラムに組み込まれた内容を使うもの / not in the folder, taken from the program: %s\n", strings.Join(builtIn, ", "))
	}
	if cfg.DryRun {
		return notPublished(term, cfg, draft)
	}
	if !cfg.Yes {
		if err := term.ask(ctx, talk, lang.T("公表しますか", "publish?")); err != nil {
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
	return published(term, talk, cfg, draft, rel)
}

// outcome is what publish did, for machines. Without a release nothing was
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
	fmt.Fprintln(term.out, "試しただけで、何も書いていません / a dry run: nothing was written")
	return nil
}

func published(term terminal, talk io.Writer, cfg config.Publish, draft *ledger.Draft, rel *release.Release) error {
	head := headText(rel.Number, rel.Hash)
	fmt.Fprintf(talk, "%s\n控えてください（verify --head） / note down for verify --head:\n%s\n", announcement(cfg, rel), head)
	if !cfg.JSON {
		return nil
	}
	return term.json(outcome{
		Published: true, Number: rel.Number, Reason: rel.Reason, Note: rel.Note,
		Issued: release.FormatInstant(rel.Issued), Effective: release.FormatInstant(rel.Effective), SHA256: rel.Hash, Head: head, Changes: changesJSON(draft.Changes),
	})
}

// announcement says from when a release is public: none is before its time, and
// one with a time of its own can be taken back until then.
func announcement(cfg config.Publish, rel *release.Release) lang.Text {
	n, at := rel.Number, release.FormatInstant(rel.Effective)
	if cfg.Effective.IsZero() {
		return lang.T(fmt.Sprintf("公表 %d を記録しました。%s に発効します", n, at), fmt.Sprintf("release %d is recorded and takes effect at %s", n, at))
	}
	return lang.T(fmt.Sprintf("公表 %d を予約しました（発効 %s）。それまでは公開されません。取り消すには、発効の5秒前までに opendata cancel %d", n, at, n),
		fmt.Sprintf("release %d is scheduled for %s and not public until then; until 5 s before, opendata cancel %d takes it back", n, at, n))
}

// headText names the end of a log as verify --head reads it.
func headText(number int, sha256 string) string { return fmt.Sprintf("%d:%s", number, sha256) }
