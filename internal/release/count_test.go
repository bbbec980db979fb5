package release_test

import (
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/release"
)

func TestRecordsAreCountedAsTheyAreWrittenOut(t *testing.T) {
	before := only(t, told, "id,kind,part\na,pine,1\nb,pine,2\nc,pine,3\n")
	after := only(t, told, "id,kind,part\na,,2\nc,pine,4\nd,pine,5\n")
	records := release.Diff(before, after)[0].Records
	if got := records.Count(); got != (release.Count{Added: 1, Changed: 2, Removed: 1}) {
		t.Errorf("counts %+v", got)
	}
	all := 0
	for _, kind := range []release.ChangeKind{release.Added, release.Changed, release.Removed} {
		for c := range records.Of(kind) {
			if all++; c.Kind != kind {
				t.Errorf("%s is told as %s", c.Kind, kind)
			}
		}
	}
	if n := len(slices.Collect(records.All())); n != all {
		t.Errorf("%d records by kind, %d in all", all, n)
	}
	var columns []string
	for i := range records.Len() {
		columns = append(columns, records.Column(i))
	}
	if want := []string{"kind", "part", "part", "", ""}; !slices.Equal(columns, want) {
		t.Errorf("columns %q, want %q", columns, want)
	}
}

func TestADiffTellsPropertiesThatReadAlikeButAreOtherJSON(t *testing.T) {
	before := only(t, told, "id,kind,part\na,pine,1\n")
	after := only(t, strings.Replace(told, `["木", "緑"]`, `["木;緑"]`, 1), "id,kind,part\na,pine,1\n")
	changes := release.Diff(before, after)
	if len(changes) != 1 || len(changes[0].Properties) != 1 {
		t.Fatalf("got %+v", changes)
	}
	if p := changes[0].Properties[0]; p.Old != `["木","緑"]` || p.New != `["木;緑"]` {
		t.Errorf("got %+v", p)
	}
}
