package siteverify_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// siteList is what a site lists, as JSON is read without knowing it.
type siteList map[string][]map[string]any

func (l siteList) copy(t *testing.T) siteList {
	t.Helper()
	var copied siteList
	if err := json.Unmarshal([]byte(asJSON(t, l)), &copied); err != nil {
		t.Fatal(err)
	}
	return copied
}

func listOf(t *testing.T, h http.Handler) siteList {
	t.Helper()
	var list struct {
		Results  []map[string]any `json:"results"`
		Calendar []map[string]any `json:"calendar"`
	}
	if err := json.Unmarshal(body(t, h, listPath), &list); err != nil {
		t.Fatal(err)
	}
	return siteList{"results": list.Results, "calendar": list.Calendar}
}

// otherValues are what a field could be changed to.
func otherValues(name string, value any) []any {
	switch v := value.(type) {
	case float64:
		return []any{v + 1, v - 1, float64(0), -v, "x"}
	case string:
		others := []any{v + "x", "", 1.0}
		switch name {
		case "state":
			others = append(others, "current", "superseded", "pending", "cancelled", "cancellation")
		case "effective", "issued":
			if at, err := time.Parse(time.RFC3339, v); err == nil {
				others = append(others, at.Add(time.Second).Format(time.RFC3339), at.UTC().Format(time.RFC3339), at.Add(48*time.Hour).Format(time.RFC3339))
			}
		case "sha256", "previous", "cancelled_previous":
			others = append(others, strings.Repeat("0a", 32))
		}
		return slices.DeleteFunc(others, func(o any) bool { return o == value })
	}
	return []any{strings.Repeat("0a", 32)}
}

// fields are all that a line of the list can have.
var fields = []string{"number", "state", "issued", "effective", "reason", "reason_label", "reason_label_en", "note", "sha256", "previous", "url", "manifest_url", "cancels", "cancelled_by"}

// What a list says of an entry is bound by manifests, by the rules of the log and
// by --head, except for when what nobody will see was to take effect.
func TestEveryFieldOfTheListOfASiteIsProven(t *testing.T) {
	if testing.Short() {
		t.Skip("verifies a site once for every field of its list")
	}
	t.Parallel()
	c := ledgertest.LongGoals(t, time.Now())
	head := c.Heads()[11]
	x := examine(t, c, &head)
	list := listOf(t, x.site)
	tried, missed := 0, make(map[string]bool)
	try := func(what string, changed siteList) {
		tried++
		report, err := x.verify(map[string]http.HandlerFunc{listPath: says(200, "application/json", asJSON(t, changed))})
		if err == nil && len(report.Findings) == 0 {
			missed[what] = true
		}
	}
	for part, lines := range list {
		for i, line := range lines {
			number := fmt.Sprint(line["number"])
			for _, name := range fields {
				value, there := line[name]
				if !there {
					value = 1.0
					if name != "cancels" && name != "cancelled_by" {
						value = "x"
					}
				}
				for _, other := range append(otherValues(name, value), value) {
					if there && other == value {
						continue
					}
					changed := list.copy(t)
					changed[part][i][name] = other
					if asJSON(t, changed[part][i]) == asJSON(t, line) || zero(other) && !there {
						continue
					}
					try(number+" "+name, changed)
				}
			}
			without := list.copy(t)
			without[part] = slices.Delete(without[part], i, i+1)
			try(number+" left out", without)
			twice := list.copy(t)
			twice[part] = slices.Insert(twice[part], i, twice[part][i])
			try(number+" twice", twice)
			moved := list.copy(t)
			other := map[string]string{"results": "calendar", "calendar": "results"}[part]
			moved[other] = append(moved[other], moved[part][i])
			slices.SortFunc(moved[other], func(a, b map[string]any) int { return cmp.Compare(numberOf(b), numberOf(a)) })
			moved[part] = slices.Delete(moved[part], i, i+1)
			try(number+" moved", moved)
		}
		reversed := list.copy(t)
		slices.Reverse(reversed[part])
		try(part+" reversed", reversed)
	}
	want := []string{"11 effective", "3 effective", "6 effective", "7 effective"}
	if got := slices.Sorted(maps.Keys(missed)); !slices.Equal(got, want) {
		t.Errorf("not found: %v, want %v", got, want)
	}
	t.Logf("%d corruptions of the list", tried)
}

func numberOf(line map[string]any) float64 {
	number, _ := line["number"].(float64)
	return number
}

// zero says that a value is no different from none.
func zero(v any) bool { return v == "" || v == 0.0 }

// A manifest cannot be changed, not even by who changes the list to match: the
// entries after it, or --head, give it away.
func TestEveryFieldOfEveryManifestOfASiteIsProven(t *testing.T) {
	if testing.Short() {
		t.Skip("verifies a site once for every field of every manifest")
	}
	t.Parallel()
	c := ledgertest.LongGoals(t, time.Now())
	head := c.Heads()[10]
	x := examine(t, c, &head)
	list := listOf(t, x.site)
	plain, forged := 0, 0
	for number := range c.Heads() {
		path := fmt.Sprintf("/releases/%d/manifest.json", number)
		if slices.Contains([]int{3, 6, 7, 11}, number) {
			continue // not public
		}
		text := body(t, x.site, path)
		for _, changed := range changedManifests(t, text) {
			plain++
			if !x.finds(map[string]http.HandlerFunc{path: says(200, "application/json", changed)}) {
				t.Errorf("%s: not found:\n%s", path, changed)
			}
			forged++
			adapted := matching(t, list, number, changed)
			if !x.finds(map[string]http.HandlerFunc{path: says(200, "application/json", changed), listPath: says(200, "application/json", asJSON(t, adapted))}) {
				t.Errorf("%s: with a list to match, not found:\n%s", path, changed)
			}
		}
	}
	t.Logf("%d changed manifests, %d of them with a list to match", plain+forged, forged)
}

// changedManifests are a manifest with each field changed in turn, and with each
// file left out.
func changedManifests(t *testing.T, text []byte) []string {
	t.Helper()
	var head map[string]any
	var list struct {
		Files []map[string]any `json:"files"`
	}
	if err := errors.Join(json.Unmarshal(text, &head), json.Unmarshal(text, &list)); err != nil {
		t.Fatal(err)
	}
	delete(head, "files")
	var out []string
	for changed := range changedObjects(head) {
		changed["files"] = list.Files
		out = append(out, canonicalManifest(t, changed))
	}
	for i, file := range list.Files {
		with := maps.Clone(head)
		for changed := range changedObjects(file) {
			with["files"] = slices.Concat(list.Files[:i], []map[string]any{changed}, list.Files[i+1:])
			out = append(out, canonicalManifest(t, with))
		}
		with["files"] = slices.Delete(slices.Clone(list.Files), i, i+1)
		out = append(out, canonicalManifest(t, with))
	}
	return out
}

// changedObjects yields an object with each field changed in turn to every other
// value of its type.
func changedObjects(object map[string]any) iter.Seq[map[string]any] {
	return func(yield func(map[string]any) bool) {
		for name, value := range object {
			for _, other := range otherValues(name, value) {
				changed := maps.Clone(object)
				changed[name] = other
				if isNumber(value) == isNumber(other) && !yield(changed) {
					return
				}
			}
		}
	}
}

func isNumber(v any) bool {
	_, ok := v.(float64)
	return ok
}

// canonicalManifest writes a manifest in canonical form.
func canonicalManifest(t *testing.T, m map[string]any) string {
	t.Helper()
	var typed release.Manifest
	if err := json.Unmarshal([]byte(asJSON(t, m)), &typed); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(typed); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// matching is a list that tells of a changed manifest what it says.
func matching(t *testing.T, list siteList, number int, manifest string) siteList {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(manifest), &m); err != nil {
		t.Fatal(err)
	}
	changed := list.copy(t)
	for _, lines := range changed {
		for _, line := range lines {
			if numberOf(line) != float64(number) {
				continue
			}
			line["sha256"] = sha256Of([]byte(manifest))
			for name := range line {
				if value, ok := m[name]; ok {
					line[name] = value
				}
			}
		}
	}
	return changed
}
