package ledger

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// Cancel cancels a pending release by appending an entry that says so.
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
		return Entry{}, fault.New(fault.Invalid, lang.T(fmt.Sprintf("第%d回公表は取り消せません。公開済みか、公開まで5秒を切っているか、存在しません", number),
			fmt.Sprintf("release %d cannot be cancelled: it is in effect, takes effect within 5 seconds, or does not exist", number)),
			lang.T("公開済みの内容は、訂正として新しく公表してください", "to change what is in effect, publish a correction"))
	}
	// What is pending after it was compared with it, and may rely on it.
	if newest, _ := h.Newest(); newest.Number != number {
		return Entry{}, fault.New(fault.Invalid, lang.T(fmt.Sprintf("第%d回公表が、第%d回公表のあとに予定されています", newest.Number, number), fmt.Sprintf("release %d is pending after release %d", newest.Number, number)),
			lang.T(fmt.Sprintf("先に opendata cancel %d で取り消してください", newest.Number), fmt.Sprintf("cancel that one first, with opendata cancel %d", newest.Number)))
	}
	head, _ := h.Head()
	m := release.Manifest{
		Format: release.ManifestFormat, Number: head.Number + 1, Kind: release.Cancelled, Issued: release.FormatInstant(now), Effective: release.FormatInstant(now),
		Note: note, Cancels: number, Previous: head.SHA256, CancelledPrevious: h.manifests[number-1].Previous, Attempt: rand.Text(),
	}
	data, err := m.Encode()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Number: m.Number, Kind: release.Cancelled, Effective: now, SHA256: release.Checksum(data), Cancels: number}
	return e, r.append(ctx, h, addition{e, data, pending[i].Effective, cancelling()}, clock)
}

// cancelIfWithdrawn cancels a release that has files that were withdrawn while it
// was being published. A publisher writes its entry and then looks for withdrawals;
// Withdraw writes why, then looks for entries, and removes bytes last. Whichever
// of the two writes later sees the other.
//
// A publisher that is killed before it has looked leaves its release in the
// log. If the withdrawal came first, the bytes may be gone: readers are told
// that this dataset was withdrawn and why, and get the others. Otherwise Withdraw
// has seen the release, names it and removes nothing.
func (r *Repository) cancelIfWithdrawn(ctx context.Context, rel *release.Release, clock func() time.Time) error {
	n := rel.Number
	refused, err := r.withdrawnOf(ctx, rel.Sets)
	switch {
	case err == nil && refused == nil:
		return nil
	case err != nil:
		return fault.New(fault.Unavailable,
			lang.T(fmt.Sprintf("第%d回公表は保存されましたが、その間に取り下げられた内容を含まないか確認できません", n), fmt.Sprintf("release %d is stored, but it is not certain that nothing in it was withdrawn meanwhile", n)),
			lang.T(fmt.Sprintf("保管場所が回復したら opendata verify で確認し、第%d回公表のファイルが取り下げ済みであれば opendata cancel %d で取り消してください", n, n),
				fmt.Sprintf("when the store is available again, run opendata verify; if a file of release %d is withdrawn, cancel the release with opendata cancel %d", n, n))).Because(err)
	}
	e, err := r.Cancel(ctx, n, "", clock)
	if err != nil {
		return refused.Restated(
			lang.Textf("第%d回公表は、登録中に取り下げられた内容を含みますが、取り消せませんでした", "release %d contains files that were withdrawn while it was being published, and could not be cancelled", n),
			lang.Textf("公開日時までに opendata cancel %d で取り消してください。公開後は、その内容を含まない訂正を公表してください",
				"cancel it with opendata cancel %d before it takes effect, or publish a correction without these files", n)).Because(err)
	}
	note := lang.Textf("verify --head 用に %d:%s を控えてください", "for verify --head, note down %d:%s", e.Number, e.SHA256)
	return refused.Restated(
		lang.Textf("第%d回公表は、登録中に取り下げられた内容を含むため、記録%dで取り消しました",
			"release %d contained files that were withdrawn while it was being published, and was cancelled by entry %d", n, e.Number),
		append(slices.Clone(refused.Fixes), note)...)
}
