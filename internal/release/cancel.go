package release

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Cancel takes back a pending release by appending an entry that says so.
func (r *Repository) Cancel(ctx context.Context, number int, note string, clock func() time.Time) (Entry, error) {
	h, err := r.Extend(ctx, Empty())
	if err != nil {
		return Entry{}, err
	}
	if err := checkNote(note); err != nil {
		return Entry{}, err
	}
	now := clock().Truncate(time.Second)
	pending := h.Pending(now.Add(Lead))
	i := slices.IndexFunc(pending, func(e Entry) bool { return e.Number == number })
	if i < 0 {
		return Entry{}, fault.New(fault.Invalid, lang.T(fmt.Sprintf("公表 %d は取り消せません。発効済みか、発効まで5秒を切っているか、存在しません", number),
			fmt.Sprintf("release %d cannot be taken back: it is in effect, takes effect within 5 seconds, or does not exist", number)),
			lang.T("発効済みの内容は、訂正として新しく公表してください", "to change what is in effect, publish a correction"))
	}
	// What is pending after it was compared with it, and may rely on it.
	if newest, _ := h.Newest(); newest.Number != number {
		return Entry{}, fault.New(fault.Invalid, lang.T(fmt.Sprintf("公表 %d は、公表 %d のあとに予定されています", newest.Number, number), fmt.Sprintf("release %d is pending on top of release %d", newest.Number, number)),
			lang.T(fmt.Sprintf("先に opendata cancel %d で取り消してください", newest.Number), fmt.Sprintf("first take that back with opendata cancel %d", newest.Number)))
	}
	head, _ := h.Head()
	m := Manifest{
		Format: manifestFormat, Number: head.Number + 1, Kind: Cancelled, Issued: stamp(now), Effective: stamp(now),
		Note: note, Cancels: number, Previous: head.SHA256, CancelledPrevious: h.manifests[number-1].Previous, Attempt: rand.Text(),
	}
	data, err := m.encode()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Number: m.Number, Kind: Cancelled, Effective: now, SHA256: digest(data), Cancels: number}
	return e, r.append(ctx, h, e, data, pending[i].Effective, clock)
}

// lookAgain takes back a release that holds what was withdrawn while it was
// being published. A publisher writes its entry and then looks for withdrawals;
// Withdraw writes why, then looks for entries, and removes bytes last. Whichever
// of the two writes later sees the other.
//
// A publisher that is killed before it has looked leaves its release in the
// log. If the withdrawal came first, the bytes may be gone: readers are told
// that this dataset was withdrawn and why, and get the others. Otherwise Withdraw
// has seen the release, names it and removes nothing.
func (r *Repository) lookAgain(ctx context.Context, rel *Release, clock func() time.Time) error {
	err := r.refuseWithdrawn(ctx, rel.Sets)
	if err == nil {
		return nil
	}
	n := rel.Number
	refused, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return fault.New(fault.Unavailable,
			lang.T(fmt.Sprintf("公表 %d は保管されましたが、その間に取り下げられた内容を含まないか確かめられません", n), fmt.Sprintf("release %d is stored, but it is not certain that nothing in it was withdrawn meanwhile", n)),
			lang.T(fmt.Sprintf("保管場所が回復したら opendata verify で確かめ、公表 %d のファイルが取り下げ済みなら opendata cancel %d で取り消してください", n, n),
				fmt.Sprintf("when the store answers again, look at opendata verify; if a file of release %d is withdrawn, take it back with opendata cancel %d", n, n))).Because(err)
	}
	e, err := r.Cancel(ctx, n, "", clock)
	if err != nil {
		refused.Message = lang.T(fmt.Sprintf("公表 %d は、公表の間に取り下げられた内容を含みますが、取り消せませんでした", n),
			fmt.Sprintf("release %d holds what was withdrawn while it was being published, and could not be taken back", n))
		refused.Fixes = []lang.Text{lang.T(fmt.Sprintf("発効までに opendata cancel %d で取り消してください。発効後は、その内容を含まない訂正を公表してください", n),
			fmt.Sprintf("take it back with opendata cancel %d before it takes effect, or publish a correction without it", n))}
		return refused.Because(err)
	}
	refused.Message = lang.T(fmt.Sprintf("公表 %d は、公表の間に取り下げられた内容を含むため、記録 %d で取り消しました", n, e.Number),
		fmt.Sprintf("release %d held what was withdrawn while it was being published, and was taken back by entry %d", n, e.Number))
	refused.Fixes = append(refused.Fixes, lang.T(fmt.Sprintf("verify --head には %d:%s を控えてください", e.Number, e.SHA256), fmt.Sprintf("note down for verify --head: %d:%s", e.Number, e.SHA256)))
	return refused
}
