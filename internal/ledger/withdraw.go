package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// refuseWithdrawn refuses sets of which any bytes were withdrawn before.
func (r *Repository) refuseWithdrawn(ctx context.Context, sets []release.Set) error {
	refused, err := r.withdrawnOf(ctx, sets)
	if err == nil && refused != nil {
		return refused
	}
	return err
}

// withdrawnOf returns a refusal that names the bytes of sets that were withdrawn,
// nil if none were; and an error if that cannot be found out.
func (r *Repository) withdrawnOf(ctx context.Context, sets []release.Set) (*fault.Error, error) {
	withdrawn, err := r.Withdrawn(ctx)
	if err != nil {
		return nil, err
	}
	refused := fault.New(fault.Invalid, lang.T("取り下げた内容は、再び公表できません", "withdrawn content cannot be published again"),
		lang.T("取り下げの対象になったレコードを元のデータから削除してください", "remove the records that were the reason for the withdrawal from the sources"))
	for _, s := range sets {
		for _, f := range []release.File{s.CSVFile, s.SchemaFile} {
			if withdrawn.Has(f) {
				refused.At(f.Path, lang.T("sha256 "+f.SHA256+" は取り下げられています", "the bytes with sha256 "+f.SHA256+" are withdrawn"))
			}
		}
	}
	if len(refused.Fields) == 0 {
		return nil, nil //nolint:nilnil // nothing to refuse, and that is known
	}
	return refused, nil
}

// Withdraw removes the bytes of one file of one release, in every release that
// has the same bytes. The hash, the path, the time and the note stay. What is
// current or pending cannot be withdrawn: a corrected release comes first.
func (r *Repository) Withdraw(ctx context.Context, number int, path, note string, now time.Time) (release.Withdrawal, error) {
	h, err := r.Extend(ctx, Empty())
	if err != nil {
		return release.Withdrawal{}, err
	}
	f, err := fileOf(h, number, path)
	if err != nil {
		return release.Withdrawal{}, err
	}
	if note == "" {
		return release.Withdrawal{}, fault.New(fault.Invalid, lang.T("取り下げの理由が指定されていません", "no reason for the withdrawal is given"), lang.T("--note で理由を指定してください", "give the reason with --note"))
	}
	if err := checkNote(note); err != nil {
		return release.Withdrawal{}, err
	}
	if in := inForce(h, f.SHA256, now); in > 0 {
		return release.Withdrawal{}, stillInForce(in, h.Entries()[in-1].Effective.After(now))
	}
	w, err := r.storeWithdrawal(ctx, release.Withdrawal{SHA256: f.SHA256, Path: f.Path, Withdrawn: release.FormatInstant(now), Note: note})
	if err != nil {
		return w, err
	}
	// First the withdrawal record, then another look at the log, then the removal: a
	// release with these bytes that was published meanwhile is either seen here,
	// or its publisher sees the record (cancelIfWithdrawn). If this ends before the
	// removal, the bytes are merely still there, and withdrawing again completes
	// it.
	if h, err = r.Extend(ctx, h); err != nil {
		return w, notRemoved(f, err)
	}
	if in := inForce(h, f.SHA256, now); in > 0 {
		return w, fault.New(fault.Unavailable,
			lang.T(fmt.Sprintf("同じ内容を含む第%d回公表が、いま登録されました。まだ何も削除していません", in), fmt.Sprintf("release %d, with these bytes, was published just now; nothing is removed yet", in)),
			lang.T(fmt.Sprintf("opendata cancel %d で取り消すか、この内容を含まない訂正を公表してから、もう一度取り下げてください", in), fmt.Sprintf("cancel it with opendata cancel %d, or publish a correction without these bytes, then withdraw again", in)))
	}
	if err := r.store.Delete(ctx, objectName(f.SHA256)); err != nil {
		return w, notRemoved(f, err)
	}
	return w, nil
}

// notRemoved says that a withdrawal is recorded and its bytes are still there.
func notRemoved(f release.File, cause error) error {
	return fault.New(fault.Internal, lang.T("取り下げは記録しましたが、"+f.Path+" の内容をまだ削除していません", "the withdrawal is recorded, but the bytes of "+f.Path+" are not removed yet"),
		lang.T("もう一度 opendata withdraw を実行してください", "run opendata withdraw again")).Because(cause)
}

// stillInForce refuses to withdraw what the release with that number, which is
// pending or current, has.
func stillInForce(number int, pending bool) error {
	if pending {
		return fault.New(fault.Invalid, lang.Textf("この内容は、公開予定の第%d回公表に含まれています", "release %d, which is pending, has these bytes", number),
			lang.Textf("先に opendata cancel %d で取り消してください", "cancel it first: opendata cancel %d", number))
	}
	return fault.New(fault.Invalid, lang.Textf("この内容は、公開中の第%d回公表に含まれています", "release %d, which is current, has these bytes", number),
		lang.T("先に、この内容を含まない訂正を公表してください（opendata publish --reason 訂正）", "publish a correction without these bytes first (opendata publish --reason correction)"))
}

// storeWithdrawal stores why bytes are gone, and returns what is stored: of two
// records the first stays.
func (r *Repository) storeWithdrawal(ctx context.Context, w release.Withdrawal) (release.Withdrawal, error) {
	data, err := encodeWithdrawal(w)
	if err != nil {
		return w, err
	}
	err = r.store.Create(ctx, withdrawnName(w.SHA256), data)
	if errors.Is(err, store.ErrExists) {
		return r.withdrawal(ctx, w.SHA256)
	}
	if err != nil {
		return w, fault.New(fault.Internal, lang.T(w.Path+" の取り下げを記録できません。何も削除していません", "cannot record the withdrawal of "+w.Path+"; nothing was removed")).Because(err)
	}
	return w, nil
}

func fileOf(h *History, number int, path string) (release.File, error) {
	if number >= 1 && number <= len(h.manifests) {
		for _, f := range h.manifests[number-1].Files {
			if f.Path == path {
				return f, nil
			}
		}
	}
	return release.File{}, fault.New(fault.NotFound, lang.T(fmt.Sprintf("第%d回公表に %s はありません", number, path), fmt.Sprintf("release %d has no %s", number, path)),
		lang.T("opendata releases で番号を確認してください", "run opendata releases for the numbers"))
}

// inForce returns the number of a release that is or will be current and has
// these bytes, 0 if there is none.
func inForce(h *History, sha256 string, now time.Time) int {
	live := h.Pending(now)
	if e, ok := h.At(now); ok {
		live = append(live, e)
	}
	for _, e := range live {
		for _, f := range h.manifests[e.Number-1].Files {
			if f.SHA256 == sha256 {
				return e.Number
			}
		}
	}
	return 0
}
