package release

import (
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Dataset returns a dataset of the release, or says that it was withdrawn or which
// datasets exist.
func (r *Release) Dataset(id string) (*Set, error) {
	if set, ok := r.Set(id); ok {
		return set, nil
	}
	if w, ok := r.Withdrawn(id); ok {
		return nil, Gone(w)
	}
	return nil, fault.NotFoundAmong(lang.T("そのデータセットはありません", "no such dataset"), id, r.IDs())
}

// IDs lists the datasets of the release.
func (r *Release) IDs() []string {
	ids := make([]string, 0, len(r.Sets))
	for i := range r.Sets {
		ids = append(ids, r.Sets[i].ID)
	}
	return ids
}

// Gone says that published bytes were withdrawn, when and why.
func Gone(w Withdrawal) error {
	return fault.New(fault.Gone,
		lang.T(w.Path+" は "+w.Withdrawn+" に取り下げました。理由: "+w.Note, w.Path+" was withdrawn on "+w.Withdrawn+". Reason: "+w.Note),
		lang.T("as_of と release を指定せずに、最新の公表を利用してください", "use the current release: remove as_of and release"))
}

// Identity names what a release is made of now: its hash, and the bytes that were
// withdrawn since.
func (r *Release) Identity() string {
	if len(r.Losses) == 0 { // nearly all
		return r.Hash
	}
	names := []string{r.Hash}
	for _, l := range r.Losses {
		names = append(names, l.File.SHA256)
	}
	return strings.Join(names, "-")
}
