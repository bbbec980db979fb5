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

// append stores a manifest and then its log entry. The entry must be in the
// log Lead before the deadline, from when its absence would be seen.
func (r *Repository) append(ctx context.Context, h *History, e Entry, manifest []byte, deadline time.Time, clock func() time.Time) error {
	data, err := checkEntry(h, e, manifest)
	if err != nil {
		return fmt.Errorf("nothing was published: %w", err)
	}
	if err := r.storeObject(ctx, e.SHA256, manifest); err != nil {
		return fmt.Errorf("storing the manifest: %w", err)
	}
	if clock().Add(Lead).After(deadline) {
		return fault.New(fault.Unavailable, lang.T("保存に時間がかかり、公開日時に間に合いません。何も公表していません", "storing took so long that the effective time is too soon; nothing was published"),
			lang.T("もう一度実行するか、--effective にもっと先の日時を指定してください", "run again, or choose a later --effective"))
	}
	// The store may be slow: an entry that would stand in the log too late for
	// every replica to see in time must not be written at all.
	limited, cancel := context.WithTimeout(ctx, deadline.Sub(clock())-PollTime-clockSkew)
	defer cancel()
	err = r.store.Create(limited, entryName(e.Number), data)
	if err != nil {
		err = r.confirm(ctx, e, data, err)
	}
	if err == nil && clock().After(deadline) {
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
func (r *Repository) confirm(ctx context.Context, e Entry, ours []byte, cause error) error {
	theirs, err := r.store.Get(ctx, entryName(e.Number))
	switch {
	case err == nil && bytes.Equal(theirs, ours) && r.isDurable(ctx, e, ours, cause):
		return nil
	case err == nil && !bytes.Equal(theirs, ours):
		return fault.New(fault.Unavailable,
			lang.T(fmt.Sprintf("第%d回公表は、ほかの人が先に登録しました。何も公表していません", e.Number), fmt.Sprintf("somebody else published release %d first; nothing was published", e.Number)),
			lang.T("もう一度実行し、変更の一覧を確認してください", "run again and check the changes")).Because(cause)
	case errors.Is(err, store.ErrNotFound) && !errors.Is(cause, store.ErrExists):
		return fmt.Errorf("appending to the log: %w", cause)
	}
	return fault.New(fault.Unavailable,
		lang.T(fmt.Sprintf("第%d回公表が登録されたかどうか確認できません", e.Number), fmt.Sprintf("it is not certain whether release %d was published", e.Number)),
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
