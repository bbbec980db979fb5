package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/store"
)

// Withdrawal says why published bytes are gone. It is the one exception to
// "published bytes stay", and only the law is a reason for it.
type Withdrawal struct {
	SHA256    string `json:"sha256"`
	Path      string `json:"path"`
	Withdrawn string `json:"withdrawn"` // when
	Note      string `json:"note"`      // why, without repeating what must not stay
}

// tombstone is how a withdrawal is stored. Nothing else holds its sha256, so it
// carries one itself.
type tombstone struct {
	Withdrawal
	Check string `json:"check"` // sha256 of the tombstone without it
}

func (w Withdrawal) encode() ([]byte, error) {
	var data []byte
	t := tombstone{Withdrawal: w}
	for range 2 { // without the check, then with it
		var err error
		if data, err = json.MarshalIndent(t, "", "  "); err != nil {
			return nil, fmt.Errorf("writing why %s is withdrawn: %w", w.Path, err)
		}
		t.Check = digest(data)
	}
	return append(data, '\n'), nil
}

func (r *Repository) withdrawal(ctx context.Context, sha256 string) (Withdrawal, error) {
	data, err := r.store.Get(ctx, withdrawnName(sha256))
	if err != nil {
		return Withdrawal{}, err
	}
	var t tombstone
	if err := strictJSON(data, &t); err != nil {
		return Withdrawal{}, fmt.Errorf("reading why %s was withdrawn: %w", sha256, err)
	}
	again, err := t.encode()
	if err != nil {
		return Withdrawal{}, err
	}
	if t.SHA256 != sha256 || !bytes.Equal(again, data) {
		return Withdrawal{}, fmt.Errorf("%s is damaged or tells of other bytes", withdrawnName(sha256))
	}
	return t.Withdrawal, nil
}

// refuseWithdrawn refuses sets of which the law took any bytes away before.
func (r *Repository) refuseWithdrawn(ctx context.Context, sets []Set) error {
	names, err := r.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return fmt.Errorf("listing what was withdrawn: %w", err)
	}
	refused := fault.New(fault.Invalid, lang.T("取り下げた内容は、再び公表できません", "what was withdrawn cannot be published again"),
		lang.T("取り下げの対象になった記録を原本から取り除いてください", "take the records it was withdrawn for out of the sources"))
	for _, s := range sets {
		for _, f := range []File{s.CSVFile, s.SchemaFile} {
			if _, ok := slices.BinarySearch(names, withdrawnName(f.SHA256)); ok {
				refused.At(f.Path, lang.T("sha256 "+f.SHA256+" は取り下げられています", "the bytes with sha256 "+f.SHA256+" were withdrawn"))
			}
		}
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// Withdraw removes the bytes of one file of one release, in every release that
// has the same bytes. The hash, the path, the time and the note stay. What is
// current or pending cannot be withdrawn: a corrected release comes first.
func (r *Repository) Withdraw(ctx context.Context, number int, path, note string, now time.Time) (Withdrawal, error) {
	h, err := r.Extend(ctx, Empty())
	if err != nil {
		return Withdrawal{}, err
	}
	f, err := fileOf(h, number, path)
	if err != nil {
		return Withdrawal{}, err
	}
	if note == "" {
		return Withdrawal{}, fault.New(fault.Invalid, lang.T("取り下げの理由を書いてください", "say why it is withdrawn"), lang.T("--note に理由を書いてください", "give the reason with --note"))
	}
	if err := checkNote(note); err != nil {
		return Withdrawal{}, err
	}
	if in := inForce(h, f.SHA256, now); in > 0 {
		return Withdrawal{}, fault.New(fault.Invalid,
			lang.T(fmt.Sprintf("この内容は公表 %d で現在または予定のデータです", in), fmt.Sprintf("release %d, current or pending, has these bytes", in)),
			lang.T("先に、この内容を含まない訂正を公表してください", "publish a correction without them first"))
	}
	w, err := r.explain(ctx, Withdrawal{SHA256: f.SHA256, Path: f.Path, Withdrawn: stamp(now), Note: note})
	if err != nil {
		return w, err
	}
	// First the explanation, then another look at the log, then the removal: a
	// release with these bytes that was published meanwhile is either seen here,
	// or its publisher sees the explanation (lookAgain). If this ends before the
	// removal, the bytes are merely still there, and withdrawing again completes
	// it.
	if h, err = r.Extend(ctx, h); err != nil {
		return w, fmt.Errorf("nothing is removed yet, withdraw again: %w", err)
	}
	if in := inForce(h, f.SHA256, now); in > 0 {
		return w, fault.New(fault.Unavailable,
			lang.T(fmt.Sprintf("同じ内容を含む公表 %d が、いま保管されました。まだ何も削除していません", in), fmt.Sprintf("release %d, with these bytes, was published just now; nothing is removed yet", in)),
			lang.T(fmt.Sprintf("opendata cancel %d で取り消すか、この内容を含まない訂正を公表してから、もう一度取り下げてください", in), fmt.Sprintf("take it back with opendata cancel %d, or publish a correction without them, then withdraw again", in)))
	}
	if err := r.store.Delete(ctx, objectName(f.SHA256)); err != nil {
		return w, fmt.Errorf("removing what was withdrawn: %w", err)
	}
	return w, nil
}

// explain stores why bytes are gone, and returns what stands there: of two
// explanations the first stays.
func (r *Repository) explain(ctx context.Context, w Withdrawal) (Withdrawal, error) {
	data, err := w.encode()
	if err != nil {
		return w, err
	}
	err = r.store.Create(ctx, withdrawnName(w.SHA256), data)
	if errors.Is(err, store.ErrExists) {
		return r.withdrawal(ctx, w.SHA256)
	}
	if err != nil {
		return w, fmt.Errorf("storing why %s is withdrawn: %w", w.Path, err)
	}
	return w, nil
}

func fileOf(h *History, number int, path string) (File, error) {
	if number >= 1 && number <= len(h.manifests) {
		for _, f := range h.manifests[number-1].Files {
			if f.Path == path {
				return f, nil
			}
		}
	}
	return File{}, fault.New(fault.NotFound, lang.T(fmt.Sprintf("公表 %d に %s はありません", number, path), fmt.Sprintf("release %d has no %s", number, path)),
		lang.T("opendata releases で公表の番号を確かめてください", "see opendata releases for the numbers"))
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
