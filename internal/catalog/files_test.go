package catalog_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/releasecache"
)

const (
	goals      = "022039_digital_goals"
	dictionary = "022039_digital_data_dictionary"
)

func file(t *testing.T, c catalog.Catalog, name string) catalog.File {
	t.Helper()
	f, _, ok := c.File(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	return f
}

func TestFilesAreFoundByTheirNameAlone(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	for _, name := range c.FileNames() {
		if f := file(t, c, name); f.Set.File+f.Format.Suffix() != name {
			t.Errorf("%s leads to %s%s", name, f.Set.File, f.Format.Suffix())
		}
	}
	for _, name := range []string{"", goals, "goals.csv", goals + ".txt", goals + ".csv.csv", "." + goals + ".csv", goals + "-bom.json", goals + "-bom-ja.csv", goals + "-.csv"} {
		if f, _, ok := c.File(name); ok {
			t.Errorf("%q leads to %s", name, f.Set.File)
		}
	}
}

// No two variants have one name, and the name leads to the variant.
func TestVariantsHaveNamesOfTheirOwn(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	for _, name := range c.FileNames() {
		f := file(t, c, name)
		seen := make(map[string]bool)
		for _, p := range f.Format.Profiles {
			own := f.Name(p.Layout)
			_, variant, ok := c.File(own)
			plain := p.Layout == f.Format.Plain()
			if seen[own] || !ok || plain != (own == name) || plain != (variant == nil) || !plain && *variant != p.Layout {
				t.Errorf("%s: %+v is %s, which leads to %+v", name, p.Layout, own, variant)
			}
			seen[own] = true
		}
	}
}

func TestAddressesOfVariants(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	f := file(t, c, goals+".csv")
	for _, v := range []struct {
		layout    format.Layout
		link      string
		canonical bool
	}{
		{f.Format.Profiles[0].Layout, "-ja-bom.csv", false},
		{f.Format.Plain(), ".csv?bom=false&header=ascii", true},
	} {
		if got, want := f.Link(v.layout), "/files/"+goals+v.link; got != want {
			t.Errorf("link %s, want %s", got, want)
		}
		if f.Canonical(v.layout) != v.canonical {
			t.Errorf("%+v: canonical is %v", v.layout, !v.canonical)
		}
	}
	if got := file(t, c, goals+".json"); got.Link(got.Format.Plain()) != "/files/"+goals+".json" || got.Canonical(got.Format.Plain()) {
		t.Errorf("JSON is at %s", got.Link(got.Format.Plain()))
	}
}

// What is said of a file is true of what is written.
func TestAChecksumIsThatOfTheFile(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	set, err := c.Release.Dataset("goals")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Offered(set) {
		for _, profile := range f.Format.Profiles {
			var body bytes.Buffer
			if err := c.WriteFile(t.Context(), &body, f, profile.Layout); err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(body.Bytes())
			want := catalog.Checksum{Bytes: body.Len(), SHA256: hex.EncodeToString(sum[:])}
			if got, err := c.Checksum(t.Context(), f, profile.Layout); err != nil || got != want {
				t.Errorf("%s: %+v %v, want %+v", f.Link(profile.Layout), got, err, want)
			}
		}
	}
}

// A workbook says which release it is of, so releases share its checksum with
// nobody; all other files are written once for all releases that have the rows.
func TestReleasesShareTheChecksumsOfFilesTheyShare(t *testing.T) {
	written := make(map[string]int)
	m := catalog.NewMaker(catalog.Config{
		BaseURL: base,
		Formats: watched(func(f format.Format) error {
			written[f.Name]++
			return nil
		}),
	})
	cache, now := published(t)
	sums := make(map[string][]catalog.Checksum)
	for _, number := range []int{1, 2, 2} {
		c := numbered(t, m, cache, number, now)
		for _, name := range []string{dictionary + ".csv", dictionary + ".json", dictionary + ".xlsx"} {
			f := file(t, c, name)
			sum, err := c.Checksum(t.Context(), f, f.Format.Profiles[0].Layout)
			if err != nil {
				t.Fatal(err)
			}
			sums[f.Format.Name] = append(sums[f.Format.Name], sum)
		}
		f := file(t, c, dictionary+".csv")
		if sum, err := c.Checksum(t.Context(), f, f.Format.Plain()); err != nil || sum.SHA256 != f.Set.CSVFile.SHA256 || sum.Bytes != f.Set.CSVFile.Bytes {
			t.Errorf("the canonical file of release %d: %+v %v", number, sum, err)
		}
	}
	if written["csv"] != 1 || written["json"] != 1 || written["xlsx"] != 2 {
		t.Errorf("written %v", written)
	}
	if s := sums["xlsx"]; s[0] == s[1] || s[1] != s[2] {
		t.Errorf("the workbooks are %v", s)
	}
}

// The headings of a file are those of its schema: the same rows under another
// schema are another file.
func TestAChecksumIsThatOfTheSchemaToo(t *testing.T) {
	lab := ledgertest.New(t, ledgertest.NewMemory())
	for n, title := range []string{"樹高", "高さ"} {
		schema := strings.Replace(ledgertest.TreesSchema, "樹高", title, 1)
		d, err := dataset.ParseTableSchema("trees", []byte(schema))
		if err != nil {
			t.Fatal(err)
		}
		lab.Publish(ledger.Proposal{
			Sources: []dataset.Source{{Dataset: d, CSV: []byte("id,height,kind\nt-1,1.5,松\n")}}, Reason: ledgertest.ReasonOf(n + 1),
		})
	}
	now := lab.Clock.Now()
	cache, err := releasecache.New(t.Context(), lab.Repo, now)
	if err != nil {
		t.Fatal(err)
	}
	m := newMaker()
	var sums []catalog.Checksum
	for number := 1; number <= 2; number++ {
		c := numbered(t, m, cache, number, now)
		f := file(t, c, "022039_trees.csv")
		sum, err := c.Checksum(t.Context(), f, f.Format.Profiles[0].Layout)
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, sum)
	}
	if sums[0] == sums[1] {
		t.Errorf("both are %v", sums[0])
	}
}

func TestOnlyWhatCanHoldAllRowsIsOffered(t *testing.T) {
	formats := format.List{format.JSON(), format.CSV(), format.TSV(), format.XLSX()}
	for i := range formats {
		if formats[i].Document {
			formats[i].MaxRows = 3
		}
	}
	c := catalog.NewMaker(catalog.Config{Formats: formats}).Of(ledgertest.EmbeddedRelease(t))
	for id, want := range map[string]string{"goals": ".csv .json .tsv .xlsx", "policies": ".csv .json .tsv"} { // 3 and 11 rows
		set, err := c.Release.Dataset(id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range c.Offered(set) {
			got = append(got, f.Format.Suffix())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", id, got, want)
		}
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	cache, now := published(t)
	m := newMaker()
	first, second := numbered(t, m, cache, 1, now), numbered(t, m, cache, 2, now)
	for _, c := range []struct {
		catalog catalog.Catalog
		name    string
		kind    fault.Kind
		says    string
	}{
		{first, "022039_trees.csv", fault.Gone, "a name in it"},
		{first, "022039_trees.xlsx", fault.Gone, "a name in it"},
		{second, "trees.csv", fault.NotFound, "022039_trees.csv"},
		{second, "022039_trees.cvs", fault.NotFound, "022039_trees.csv"},
		{second, "nothing", fault.NotFound, "include: 022039_trees.csv"},
	} {
		err := c.catalog.NoFile(c.name)
		var said strings.Builder
		if e, ok := errors.AsType[*fault.Error](err); ok {
			said.WriteString(e.Message.En)
			for _, fix := range e.Fixes {
				said.WriteString(" " + fix.En)
			}
		}
		if fault.KindOf(err) != c.kind || !strings.Contains(said.String(), c.says) {
			t.Errorf("%s: %v %s", c.name, fault.KindOf(err), said.String())
		}
	}
}
