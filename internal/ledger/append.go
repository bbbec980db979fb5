package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// addition is an entry that is to be appended to the log.
type addition struct {
	entry    Entry
	manifest []byte
	deadline time.Time // the entry must be in the log Lead before: then its absence would be seen
	words    words
}

// words tell people what became of an addition, as whoever wanted it sees it.
type words struct {
	undone  lang.Text // that nothing happened
	again   lang.Text // what to do when there was not enough time
	unknown lang.Text // that it is not certain whether it happened
}

func publishing(number int) words {
	return words{
		undone:  lang.T("何も公表していません", "nothing was published"),
		again:   lang.T("もう一度実行するか、--effective にもっと先の日時を指定してください", "run again, or choose a later --effective"),
		unknown: lang.Textf("第%d回公表が登録されたかどうか確認できません", "it is not certain whether release %d was published", number),
	}
}

func cancelling() words {
	return words{
		undone:  lang.T("取り消していません", "nothing was cancelled"),
		again:   lang.T("公開日時まで時間があればもう一度実行し、なければ公開後に訂正を公表してください（opendata publish --reason 訂正）", "run again if there is still time before it takes effect; otherwise publish a correction then (opendata publish --reason correction)"),
		unknown: lang.T("取り消しが登録されたかどうか確認できません", "it is not certain whether the release was cancelled"),
	}
}

// failed says that nothing was appended, and why.
func (w words) failed(message lang.Text, cause error, fixes ...lang.Text) error {
	return fault.New(fault.Unavailable, lang.T(message.Ja+"。"+w.undone.Ja, message.En+"; "+w.undone.En), fixes...).Because(cause)
}

// append stores a manifest and then its log entry.
func (r *Repository) append(ctx context.Context, h *History, a addition, clock func() time.Time) error {
	e := a.entry
	data, err := checkEntry(h, e, a.manifest)
	if err != nil {
		return a.words.failed(lang.Textf("記録%dは履歴の規則に反します", "entry %d would violate the rules of the log", e.Number), err, verifyAndRestore())
	}
	if err := r.storeObject(ctx, e.SHA256, a.manifest); err != nil {
		return a.words.failed(lang.T("ファイル一覧を保存できません", "cannot store the manifest"), err)
	}
	if clock().Add(Lead).After(a.deadline) {
		return a.words.failed(lang.T("保存に時間がかかり、公開日時に間に合いません", "storing took so long that the effective time is too soon"), nil, a.words.again)
	}
	// The store may be slow: an entry that would stand in the log too late for
	// every replica to see in time must not be written at all.
	limited, cancel := context.WithTimeout(ctx, a.deadline.Sub(clock())-PollTime-clockSkew)
	defer cancel()
	if err = r.store.Create(limited, entryName(e.Number), data); err != nil {
		err = r.confirm(ctx, a, data, err)
	}
	if err == nil && clock().After(a.deadline) {
		return fault.New(fault.Unavailable,
			lang.T(fmt.Sprintf("記録%dは、公開日時を過ぎてから保存されました", e.Number), fmt.Sprintf("entry %d was stored after its effective time", e.Number)),
			lang.T("その間の応答は変わっています。opendata releases で確認してください", "responses in between have changed; run opendata releases"))
	}
	return err
}

// checkEntry reads what is about to be appended as every reader will: the log
// is for ever, so nothing enters it that could not be read back.
func checkEntry(h *History, e Entry, manifest []byte) ([]byte, error) {
	data, err := e.Encode()
	if err != nil {
		return nil, err
	}
	if e, err = ParseEntry(data); err != nil {
		return nil, err
	}
	m, err := release.ParseManifest(manifest)
	if err != nil {
		return nil, err
	}
	head, _ := h.Head()
	if err := e.Agrees(m, head.Number+1, sums(h.entries)); err != nil {
		return nil, err
	}
	_, err = NewLog(append(h.Entries(), e))
	return data, err
}

// confirm finds out what became of an entry that was not reported as stored: it
// may be there all the same, the answer lost, or somebody else took its number.
// No two attempts write the same entry, because the manifest that it names says
// which attempt it is of: what is equal is ours.
func (r *Repository) confirm(ctx context.Context, a addition, ours []byte, cause error) error {
	e := a.entry
	theirs, err := r.store.Get(ctx, entryName(e.Number))
	switch {
	case err == nil && bytes.Equal(theirs, ours) && r.isDurable(ctx, e, ours, cause):
		return nil
	case err == nil && !bytes.Equal(theirs, ours):
		return a.words.failed(lang.Textf("記録%dは、ほかの人が先に登録しました", "somebody else wrote entry %d first", e.Number), cause,
			lang.T("もう一度実行し、変更の一覧を確認してください", "run again and check the changes"))
	case errors.Is(err, store.ErrNotFound) && !errors.Is(cause, store.ErrExists):
		return a.words.failed(lang.Textf("記録%dを登録できません", "cannot append entry %d to the log", e.Number), cause)
	}
	return fault.New(fault.Unavailable, a.words.unknown,
		lang.T("保管場所が回復したら opendata releases で確認してください", "run opendata releases when the store is available again")).Because(cause)
}

// isDurable reports whether an entry that can be read will survive the loss of
// power. A store that says ErrExists promises it; after any other failure it is
// asked once more, which makes it flush what it may have left.
func (r *Repository) isDurable(ctx context.Context, e Entry, data []byte, cause error) bool {
	if !errors.Is(cause, store.ErrExists) {
		cause = r.store.Create(ctx, entryName(e.Number), data)
	}
	return cause == nil || errors.Is(cause, store.ErrExists)
}

// storeObject stores bytes under their sha256. Finding them there is as good, if they
// are right: a store that says ErrExists has flushed the name, even if whoever
// made it died before doing so.
func (r *Repository) storeObject(ctx context.Context, sha256 string, data []byte) error {
	err := r.store.Create(ctx, objectName(sha256), data)
	if !errors.Is(err, store.ErrExists) {
		return err
	}
	_, err = r.object(ctx, sha256)
	return err
}
