package freshness

import (
	"context"
	"crypto/sha256"

	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// digestsOf sums up the rows of each indicator, so that two releases can be
// compared without keeping their rows. Digests are of the cells in their notation,
// under the names of their columns.
func digestsOf(ctx context.Context, values *release.Set) (map[string][sha256.Size]byte, error) {
	parent := values.Table.Index(plan.Observations().Parent)
	if parent < 0 {
		return nil, nil
	}
	digests, of, hash := make(map[string][sha256.Size]byte), "", sha256.New()
	end := func() {
		if of != "" {
			digests[of] = [sha256.Size]byte(hash.Sum(nil))
		}
	}
	var line []byte
	for row := range values.Table.Len() {
		if row%rowsPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if next := values.Table.Text(parent, row); next != of { // rows stand in the order of their key
			end()
			of = next
			hash.Reset()
		}
		line = line[:0]
		for i := range values.Table.Columns() {
			line = append(append(append(append(line, values.Table.Column(i).Name...), 0), values.Table.Text(i, row)...), 0)
		}
		hash.Write(append(line, '\n'))
	}
	end()
	return digests, nil
}

// rowsPerCheck is how many rows are read between two looks at whether the work is
// still wanted.
const rowsPerCheck = 1024
