package freshness

import (
	"context"
	"crypto/sha256"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// Changes is in which release each dataset and indicator changed last.
type Changes struct {
	datasets, indicators map[string]*Point
}

// changesUpTo goes through the releases up to one. What was withdrawn is passed
// over, as if that release had not had it.
func (m *Maker) changesUpTo(ctx context.Context, rel *release.Release, now time.Time) (*Changes, error) {
	key := strings.Join(append(m.releases.Withdrawals(), rel.Identity()), "\n")
	return m.changes.Compute(key, func() (*Changes, error) {
		return m.admit(ctx, func(ctx context.Context) (*Changes, error) { return m.collect(ctx, rel, now) })
	})
}

func (m *Maker) collect(ctx context.Context, rel *release.Release, now time.Time) (*Changes, error) {
	history := m.releases.History()
	c := &Changes{datasets: make(map[string]*Point), indicators: make(map[string]*Point)}
	files := make(map[string]string) // sha256 of the rows and the schema of each dataset
	var digests map[string][sha256.Size]byte
	for _, e := range ledger.UpTo(history.Released(now), rel.Number) {
		manifest, _ := history.Manifest(e.Number)
		at := &Point{Number: e.Number, Effective: release.FormatInstant(e.Effective)}
		rows := files[plan.ValuesID]
		for _, f := range manifest.Files {
			csv, schema, ok := history.Files(e.Number, f.Dataset)
			if sums := csv.SHA256 + schema.SHA256; ok && files[f.Dataset] != sums && !m.releases.Lost(csv, schema) {
				files[f.Dataset], c.datasets[f.Dataset] = sums, at
			}
		}
		if files[plan.ValuesID] == rows {
			continue
		}
		values, ok, err := m.releases.Dataset(ctx, e.Number, plan.ValuesID, now)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		newer, err := digestsOf(ctx, values)
		if err != nil {
			return nil, err
		}
		c.compare(digests, newer, at)
		digests = newer
	}
	return c, nil
}

// compare notes which indicators have other rows than in the release before.
func (c *Changes) compare(older, newer map[string][sha256.Size]byte, at *Point) {
	for id, digest := range newer {
		if before, ok := older[id]; !ok || before != digest {
			c.indicators[id] = at
		}
	}
	for id := range older {
		if _, ok := newer[id]; !ok {
			c.indicators[id] = at
		}
	}
}
