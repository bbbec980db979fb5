package table_test

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// A text is like a pattern where the same regular expression matches it.
func TestLikeAgreesWithRegularExpressions(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	text := func(letters string, most int) string {
		var b strings.Builder
		for range r.IntN(most) {
			b.WriteString(string([]rune(letters)[r.IntN(len([]rune(letters)))]))
		}
		return b.String()
	}
	found := 0
	for range 2000 {
		rows := make([][]string, 20)
		for i := range rows {
			rows[i] = []string{"x" + text(`ab八*?\`, 9)}
		}
		read, err := table.FromRows(dataset.Schema{Columns: []dataset.Column{{Name: "text", Type: dataset.String}}}, rows)
		if err != nil {
			t.Fatal(err)
		}
		pattern := []string{"?", "x", "*"}[r.IntN(3)] + text(`ab八**??\`, 8)
		plain := regexp.MustCompile(`(?s)\A` + expression(pattern) + `\z`)
		got, err := read.Select(t.Context(), table.Query{Filters: []table.Filter{{Op: table.Like, Values: []dataset.Value{{Text: pattern}}}}})
		if err != nil {
			t.Fatal(err)
		}
		want := [][]string{}
		for row := range read.Len() {
			if plain.MatchString(read.Text(0, row)) {
				want = append(want, []string{read.Text(0, row)})
			}
		}
		if shown := texts(read, got.Index); !reflect.DeepEqual(shown, want) {
			t.Fatalf("%q: got\n%q\nwant\n%q", pattern, shown, want)
		}
		found += len(want)
	}
	if found < 1000 {
		t.Errorf("%d texts are like their pattern", found)
	}
}

// expression writes a pattern as a regular expression.
func expression(pattern string) string {
	var b strings.Builder
	for rest := []rune(pattern); len(rest) > 0; rest = rest[1:] {
		switch {
		case rest[0] == '*':
			b.WriteString(".*")
		case rest[0] == '?':
			b.WriteString(".")
		case rest[0] == '\\' && len(rest) > 1:
			rest = rest[1:]
			b.WriteString(regexp.QuoteMeta(string(rest[0])))
		default:
			b.WriteString(regexp.QuoteMeta(string(rest[0])))
		}
	}
	return b.String()
}

// A text is found by the pattern that is made of it, and no other is.
func TestAPatternOfATextMatchesNothingElse(t *testing.T) {
	rows := [][]string{{`a*b`}, {`a?b`}, {`a\b`}, {`aab`}, {`a\*b`}, {`100%`}, {`100_`}, {`*`}, {`?`}, {`\`}}
	read, err := table.FromRows(dataset.Schema{Columns: []dataset.Column{{Name: "text", Type: dataset.String}}}, rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		got, err := read.Select(t.Context(), table.Query{Filters: []table.Filter{{Op: table.Like, Values: []dataset.Value{{Text: table.PatternOf(row[0])}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if shown := texts(read, got.Index); !reflect.DeepEqual(shown, [][]string{row}) {
			t.Errorf("%q finds %q", table.PatternOf(row[0]), shown)
		}
	}
}
