package fold_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/fold"
)

func TestSpansMarkWhatWasFound(t *testing.T) {
	for _, c := range []struct{ name, text, term, want string }{
		{"a word in plain text", "八戸市の防災、防災訓練", "防災", "八戸市の[防災]、[防災]訓練"},
		{"half-width kana, of which a mark belongs to its kana", "ﾃﾞｼﾞﾀﾙ化", "ジ", "ﾃﾞ[ｼﾞ]ﾀﾙ化"},
		{"a kana apart from its voicing mark", "か\u3099く", "ガ", "[か\u3099]く"},
		{"no voiced kana where the plain one is asked for", "ガク", "カ", "ガク"},
		{"hiragana for katakana, full width for narrow", "おーぷん ＤＡＴＡ", "プン data", "おー[ぷん ＤＡＴＡ]"},
		{"one character that folds to several is marked whole", "㈱八戸", "株", "[㈱]八戸"},
		{"and also from its middle on", "㈱八戸", ")八", "[㈱八]戸"},
		{"two finds within one character are one mark", "㌧トン", "トン", "[㌧][トン]"},
		{"half-width Hangul, of which a vowel belongs to its consonant", "ﾡￂ", "가", "[ﾡￂ]"},
		{"finds do not overlap", "ああああ", "アアア", "[あああ]あ"},
		{"radicals", "⼋⼾市", "八戸", "[⼋⼾]市"},
		{"what is invisible within the word is marked with it", "葛\U000e0100飾", "葛", "[葛\U000e0100]飾"},
		{"what is invisible before the word is not", "\u200b葛飾", "葛", "\u200b[葛]飾"},
		{"bytes that are not UTF-8 around it", "\xff防災\xff", "防災", "\xff[防災]\xff"},
		{"a word that is not there", "八戸市", "青森", "八戸市"},
		{"the end of the text", "防災", "災", "防[災]"},
		{"an empty term is found nowhere", "防災", "", "防災"},
		{"an empty text holds nothing", "", "防災", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := marked(c.text, fold.Spans(c.text, c.term)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// marked puts the spans of a text in brackets.
func marked(text string, spans [][2]int) string {
	var b strings.Builder
	at := 0
	for _, span := range spans {
		b.WriteString(text[at:span[0]] + "[" + text[span[0]:span[1]] + "]")
		at = span[1]
	}
	return b.String() + text[at:]
}

// TestHardMixturesHold mixes what combines, decomposes, expands and disappears.
func TestHardMixturesHold(t *testing.T) {
	if testing.Short() {
		t.Skip("folds many mixtures of characters")
	}
	pool := []rune("aAカか\u3099\u309a\u0301\u0345\u0327\u034f\ufe00\u200d\u031b\u0344\u0f71\u0f80Ｗﾃﾞﾟ각ﾡￂÅǅẞİΆ\u0e33\u0f77ﷺ㌀①⻔⼾舘\u00a8゛\U0001d160\u0958\u11a8ᄀ")
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var b strings.Builder
		kinds := 1 + random.IntN(len(pool))
		for range 1 + random.IntN(80) {
			b.WriteRune(pool[random.IntN(kinds)])
		}
		text := b.String()
		holds(t, text)
		for _, r := range fold.Text(text) {
			marks(t, text, string(r))
		}
		if t.Failed() {
			return
		}
	}
}

func FuzzSpans(f *testing.F) {
	f.Add("ﾃﾞｼﾞﾀﾙ化とﾃﾞｰﾀ", "デ")
	f.Add("㈱八戸㈱", "(株")
	f.Add("か\ufe00\u3099\u200b", "ガ")
	f.Add("a\xff\u0301b", "\ufffd")
	f.Fuzz(func(t *testing.T, text, typed string) { marks(t, text, fold.Text(typed)) })
}

// marks checks what Spans promises for any text and folded term.
func marks(t *testing.T, text, term string) {
	t.Helper()
	spans := fold.Spans(text, term)
	at := 0
	for _, span := range spans {
		if span[0] < at || span[1] <= span[0] || span[1] > len(text) {
			t.Fatalf("%+q in %+q: %v is out of order or bounds", term, text, spans)
		}
		if !boundary(text, span[0]) || !boundary(text, span[1]) {
			t.Fatalf("%+q in %+q: %v splits a character", term, text, spans)
		}
		if found := fold.Text(text[span[0]:span[1]]); !strings.Contains(found, term) {
			t.Fatalf("%+q in %+q: %v marks %+q", term, text, spans, found)
		}
		at = span[1]
	}
	if found := term != "" && strings.Contains(fold.Text(text), term); found != (len(spans) > 0) {
		t.Fatalf("%+q in %+q: found is %t, marked are %v", term, text, found, spans)
	}
}

// boundary reports whether a character of text begins at a byte, or the text
// ends.
func boundary(text string, at int) bool {
	return at == len(text) || utf8.RuneStart(text[at]) || !utf8.ValidString(text)
}

// All spellings of a search have one canonical form, which means the same.
func TestCanonicalSearches(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{"ｵｰﾌﾟﾝﾃﾞｰﾀ", "オープンデータ"},
		{"  Wi-Fi　おーぷん  wi-fi ", "wi-fi オープン"},
		{"「公共 施設」 防災", "\"公共 施設\" 防災"},
		{"“public data”", "\"public data\""},
		{"「a\"b」", "「a\"b」"},
		{"データ オープン", "オープン データ"},
		{" ", ""},
	} {
		got := fold.Canonical(test.typed)
		if got != test.want || !slices.Equal(fold.Terms(got), fold.Terms(test.typed)) || fold.Canonical(got) != got {
			t.Errorf("%q: got %q, want %q, which means %q and %q", test.typed, got, test.want, fold.Terms(got), fold.Terms(test.typed))
		}
	}
}
