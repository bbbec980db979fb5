package ledger_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// What the publisher left out stays as it was published.
func TestWhatIsLeftOutIsNotChanged(t *testing.T) {
	for _, c := range []struct {
		name    string
		builtIn []string
		number  int
		places  []string
	}{
		{"a changed dataset that the folder has", nil, 2, nil},
		{"a changed dataset that the folder lacks", []string{"benches", "trees"}, 2, []string{"022039_trees.csv"}},
		{"another dataset that the folder lacks", []string{"benches"}, 2, nil},
	} {
		l := ledgertest.New(t, ledgertest.NewMemory())
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, BuiltIn: []string{"trees"}})
		_, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, c.number), Reason: release.Correction, BuiltIn: c.builtIn})
		if c.places == nil {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		refusal, ok := errors.AsType[*fault.Error](err)
		if !ok || refusal.Kind != fault.Invalid || !reflect.DeepEqual(placesOf(refusal), c.places) || !strings.Contains(refusal.Message.En, "from their content in release 1 to the built-in content") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
