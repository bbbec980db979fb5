package release_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// build makes the release that is built into the program.
func build(t *testing.T) *release.Release {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// files are the published bytes of a dataset by the name of their golden file.
func files(t *testing.T, s *release.Set) map[string][]byte {
	t.Helper()
	written := func(f format.Format) []byte {
		var b bytes.Buffer
		if err := f.Write(t.Context(), &b, format.Subject{Shape: format.Whole(s.Table), Layout: f.Profiles[0].Layout}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	return map[string][]byte{
		s.CSVFile.Path:     s.CSVFile.Data(),
		s.SchemaFile.Path:  s.SchemaFile.Data(),
		s.File + ".ja.csv": written(format.CSV()),
		s.File + ".json":   bytes.TrimSuffix(written(format.JSON()), []byte("\n")),
	}
}

func TestTheEmbeddedReleaseHasThePublishedBytes(t *testing.T) {
	r := build(t)
	got := map[string][]byte{"manifest.json": r.Manifest}
	for i := range r.Sets {
		maps.Copy(got, files(t, &r.Sets[i]))
	}
	if *update {
		if err := os.RemoveAll("testdata/golden"); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll("testdata/golden", 0o750); err != nil {
			t.Fatal(err)
		}
		for name, data := range got {
			if err := os.WriteFile(filepath.Join("testdata/golden", name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	golden, err := os.ReadDir("testdata/golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range golden {
		want, err := os.ReadFile(filepath.Join("testdata/golden", file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got[file.Name()], want) {
			t.Errorf("%s differs from what is published", file.Name())
		}
		delete(got, file.Name())
	}
	for name := range got {
		t.Errorf("%s has no golden file", name)
	}
}

func TestTwoBuildsGiveTheSameBytes(t *testing.T) {
	want, zone, processors := build(t), time.Local, runtime.GOMAXPROCS(0)
	defer func() {
		time.Local = zone
		runtime.GOMAXPROCS(processors)
	}()
	for _, hours := range []int{-11, 0, 14} {
		time.Local = time.FixedZone("elsewhere", hours*60*60)
		for _, processors := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(processors)
			if got := build(t); got.Hash != want.Hash || !bytes.Equal(got.Manifest, want.Manifest) {
				t.Errorf("%d hours from UTC, %d processors: %s, want %s", hours, processors, got.Hash, want.Hash)
			}
		}
	}
}

func TestTheManifestListsEveryCanonicalFile(t *testing.T) {
	type file struct {
		Path   string `json:"path"`
		Bytes  int    `json:"bytes"`
		SHA256 string `json:"sha256"`
	}
	type manifest struct {
		Number    int    `json:"number"`
		Issued    string `json:"issued"`
		Effective string `json:"effective"`
		Note      string `json:"note"`
		Files     []file `json:"files"`
	}
	r := build(t)
	want := manifest{Number: 1, Issued: "2026-11-22T00:00:00+09:00", Effective: "2026-11-22T00:00:00+09:00", Note: "第2期八戸市デジタル推進計画（素案）の最初の公表"}
	for _, s := range r.Sets {
		for _, f := range []release.File{s.CSVFile, s.SchemaFile} {
			want.Files = append(want.Files, file{Path: f.Path, Bytes: len(f.Data()), SHA256: sha256Of(f.Data())})
		}
	}
	var got manifest
	if err := json.Unmarshal(r.Manifest, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if want := sha256Of(r.Manifest); r.Hash != want {
		t.Errorf("the release is %s, its manifest %s", r.Hash, want)
	}
}

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func TestSetFindsADataset(t *testing.T) {
	r := build(t)
	if s, ok := r.Set("goals"); !ok || s.ID != "goals" || s.Table.Len() != 3 {
		t.Errorf("got %v, %v", s, ok)
	}
	if s, ok := r.Set("dreams"); ok {
		t.Errorf("found %v", s)
	}
}

func TestBuildRefusesWhatWasNotChecked(t *testing.T) {
	d := dataset.BuiltIn()[0]
	_, err := release.Build(release.Embedded(), []dataset.Source{{Dataset: d, CSV: []byte("id\n")}})
	if err == nil || !strings.HasPrefix(err.Error(), "building dataset plans: ") {
		t.Errorf("got %v", err)
	}
}

func TestEveryCSVReadBackHasTheCellsOfTheTable(t *testing.T) {
	r := build(t)
	for i := range r.Sets {
		s := &r.Sets[i]
		t.Run(s.ID, func(t *testing.T) {
			ascii := [][]string{{}}
			japanese := [][]string{{}}
			var constants []string // come first
			for _, c := range s.Schema.Columns {
				if c.Constant != "" {
					constants = append(constants, c.Constant)
				}
				ascii[0], japanese[0] = append(ascii[0], c.Name), append(japanese[0], c.Title.Ja)
			}
			for _, row := range ledgertest.Cells(s) {
				row = append(slices.Clone(constants), row...)
				ascii, japanese = append(ascii, row), append(japanese, row)
			}
			readBack(t, s.CSVFile.Data(), ascii)
			readBack(t, bytes.TrimPrefix(files(t, s)[s.File+".ja.csv"], []byte("\ufeff")), japanese)
		})
	}
}

func readBack(t *testing.T, data []byte, want [][]string) {
	t.Helper()
	got, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryJSONReadBackHasTheValuesOfTheTable(t *testing.T) {
	r := build(t)
	for i := range r.Sets {
		s := &r.Sets[i]
		t.Run(s.ID, func(t *testing.T) {
			dec := json.NewDecoder(bytes.NewReader(files(t, s)[s.File+".json"]))
			dec.UseNumber()
			got := []map[string]any{}
			if err := dec.Decode(&got); err != nil {
				t.Fatal(err)
			}
			want := []map[string]any{}
			for _, row := range ledgertest.Cells(s) {
				object := make(map[string]any)
				for i, c := range s.Schema.Data() {
					object[c.Name] = jsonValue(c.Type, row[i])
				}
				want = append(want, object)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func jsonValue(kind dataset.Type, cell string) any {
	switch {
	case kind == dataset.ListType:
		items := []any{}
		for item := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' }) {
			items = append(items, item)
		}
		return items
	case cell == "":
		return nil
	case kind == dataset.Integer || kind == dataset.Number:
		return json.Number(cell)
	case kind == dataset.Boolean:
		return cell == "true"
	default:
		return cell
	}
}

func TestDecimalsStayExact(t *testing.T) {
	r := build(t)
	for _, row := range columnsOf(t, r, "observations", "indicator_id", "area_code", "period_start", "value") {
		if slices.Equal(row[:3], []string{"ind-2", dataset.CityCode, "2017-08-31"}) && row[3] != "10.0" {
			t.Errorf("the rate of 2017-08-31 is %q, must be 10.0", row[3])
		}
	}
	s, _ := r.Set("observations")
	if data := files(t, s)[s.File+".json"]; !bytes.Contains(data, []byte(`"value":10.0,`)) {
		t.Error("the JSON does not say 10.0")
	}
}

func TestPublishedFilesAreSourcesAgain(t *testing.T) {
	own := fstest.MapFS{"parks.csv": {Data: []byte("id,trees\np1,3\n")}, "parks.schema.json": {Data: []byte(`{"fields": [{"name": "id"}, {"name": "trees", "type": "integer"}], "primaryKey": "id"}`)}}
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		t.Fatal(err)
	}
	want, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".csv", ".ja.csv"} {
		published := make(fstest.MapFS)
		for i := range want.Sets {
			s := &want.Sets[i]
			if !s.Generated {
				published[s.File+".csv"] = &fstest.MapFile{Data: files(t, s)[strings.TrimSuffix(s.CSVFile.Path, ".csv")+name]}
			}
			if s.Record == nil {
				published[s.File+".schema.json"] = &fstest.MapFile{Data: s.SchemaFile.Data()}
			}
		}
		sources, err := source.Read(dataset.Embedded(), published)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := release.Build(release.Embedded(), sources); err != nil || got.Hash != want.Hash {
			t.Errorf("%s: another release came of it: %v", name, err)
		}
	}
}
