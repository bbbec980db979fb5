package fold_test

import (
	"reflect"
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/fold"
)

func TestTerms(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		want        []string
	}{
		{"nothing", "", nil},
		{"nothing but spaces and marks", " 　\t\"\"「」", nil},
		{"one word", "防災", []string{"防災"}},
		{"words, at any kind of space", "防災　ＤＸ\tオープン データ", []string{"dx", "オープン", "データ", "防災"}},
		{"the same word written differently", "デジタル でじたる ﾃﾞｼﾞﾀﾙ", []string{"デジタル"}},
		{"a quotation", `"open  data" 八戸`, []string{"open  data", "八戸"}},
		{"the same words in another order", `八戸 "open  data"`, []string{"open  data", "八戸"}},
		{"a quotation in Japanese brackets", "「行政 手続」の｢電子化｣", []string{"ノ", "行政 手続", "電子化"}},
		{"typographic and full-width marks, mixed", "“a b” ＂c d＂ \"e f”", []string{"a b", "c d", "e f"}},
		{"a quotation in the middle of a word ends the word", `ab"c d"ef`, []string{"ab", "c d", "ef"}},
		{"spaces at the edges of a quotation are no part of it", `" a b "`, []string{"a b"}},
		{"a mark that nothing closes", `"防災 訓練`, []string{"訓練", "防災"}},
		{"a bracket that nothing opened", "防災」 訓練", []string{"訓練", "防災"}},
		{"invisible characters alone are no term", "\u200b 防災", []string{"防災"}},
		{"more than ten are one too many", "1 2 3 4 5 6 7 8 9 a b c", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b"}},
		{"bytes that are not UTF-8", "\xff 防災", []string{"防災", "\ufffd"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := fold.Terms(c.typed); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzTerms(f *testing.F) {
	f.Add(`"open data" 「行政 手続」 ﾃﾞｼﾞﾀﾙ`)
	f.Fuzz(func(t *testing.T, typed string) {
		terms := fold.Terms(typed)
		seen := make(map[string]bool)
		for _, term := range terms {
			if term == "" || fold.Text(term) != term || seen[term] {
				t.Fatalf("%+q gives %+q", typed, terms)
			}
			seen[term] = true
		}
		if len(terms) > fold.MaxTerms+1 || !slices.IsSorted(terms) {
			t.Fatalf("%+q gives %d terms, %+q", typed, len(terms), terms)
		}
	})
}
