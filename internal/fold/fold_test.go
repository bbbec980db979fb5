package fold_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hachinohe.example/opendata/internal/fold"
)

func TestTextsThatPeopleRegardAsTheSameFoldToOne(t *testing.T) {
	for _, c := range []struct {
		name  string
		want  string
		texts []string
	}{
		{"plain text stays as it is", "八戸市デジタル推進計画 2026", nil},
		{"nothing folds to nothing", "", []string{"\u200b", "\ufe0f"}},
		{"half-width kana, hiragana and katakana", "オープンデータ", []string{"ｵｰﾌﾟﾝﾃﾞｰﾀ", "おーぷんでーた", "オーフ\u309aンテ\u3099ータ"}},
		{"hiragana whose katakana alone has a voiced form", "ヷヸヹヺ", []string{"わ\u3099ゐ\u3099ゑ\u3099を\u3099", "ヷヸヹヺ"}},
		{"iteration marks of kana; the one of kanji stays", "ヽヾ々", []string{"ゝゞ々", "ゝゝ\u3099々"}},
		{"full-width letters, hyphens and case", "wi-fi", []string{"Wi-Fi", "Ｗｉ－Ｆｉ", "WI‐FI", "wi–fi", "Wi−Fi"}},
		{"digits and the separators of a telephone number", "0178-43-2111", []string{"０１７８－４３－２１１１", "0178‐43‐2111"}},
		{"circled numbers, abbreviations and eras", "1(株)平成", []string{"①㈱㍻", "１（株）平成"}},
		{"wave dashes of either code table", "9時~17時", []string{"9時〜17時", "９時～１７時"}},
		{"quotation marks", `"hachinohe's"`, []string{"“Hachinohe’s”", "＂HACHINOHE＇S＂"}},
		{"the full-width space", "八戸 市", []string{"八戸　市", "八戸\u00a0市"}},
		{"Kangxi radicals out of a PDF file", "八戸", []string{"⼋⼾", "八戶", "⼋戸"}},
		{"radicals of the supplement", "西白山", []string{"⻄⽩⼭"}},
		{"simplified radicals that stand for Japanese kanji", "専門 自動車 群馬 意見 長", []string{"専⻔ ⾃動⻋ 群⻢ 意⻅ ⻑", "專⾨ 自動⾞ 群⾺ 意⾒ ⻓"}},
		{"a radical whose kanji has an old form", "麦黄亀青黒", []string{"⻨⻩⻲⻘⿊", "⿆⿈⻳⾭黑", "麥黃龜靑⿊"}},
		{"old kanji", "国学体広", []string{"國學體廣"}},
		{"three old kanji with one new form", "弁護士 花弁 弁償", []string{"辯護士 花瓣 辨償"}},
		{"compatibility ideographs", "福祉神社", []string{"\ufa1b\ufa4d\ufa19\ufa4c"}},
		{"names of people", "高崎 渡辺 浜沢 島 吉野", []string{"髙﨑 渡邊 濱澤 嶋 𠮷野", "髙嵜 渡邉 濵澤 嶌 吉野"}},
		{"the morning market, whose quay people write either way", "館鼻岸壁朝市", []string{"舘鼻岸壁朝市"}},
		{"a variation selector", "葛飾区 辺", []string{"葛\U000e0100飾区 邊\U000e0101"}},
		{"a variation selector between a kana and its mark", "ガ", []string{"か\ufe00\u3099"}},
		{"zero-width characters, soft hyphens and byte order marks", "デジタル", []string{"\ufeffデ\u200bジ\u2060タ\u00adル"}},
		{"small ke and ka of counters and places", "八ケ岳 1カ月", []string{"八ヶ岳 １ヵ月", "八ケ岳 1か月"}},
		{"accents put together or apart", "café", []string{"CAFÉ", "cafe\u0301"}},
		{"bytes that are not UTF-8", "\ufffd\ufffda", []string{"\xff\xe3A", "\ufffd\xc0a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, text := range append(c.texts, c.want) {
				if got := fold.Text(text); got != c.want {
					t.Errorf("%q folds to %q, want %q", text, got, c.want)
				}
			}
		})
	}
}

func TestTextsThatMeanDifferentThingsStayApart(t *testing.T) {
	for _, c := range []struct{ name, a, b string }{
		{"a voiced sound", "ハ", "パ"},
		{"a small tsu", "はつか", "はっか"},
		{"a long vowel", "ビル", "ビール"},
		{"the sound mark and the number one", "ー", "一"},
		{"the sound mark and a hyphen", "データ", "デ-タ"},
		{"the two kanji that both read サイ in names", "斎藤", "斉藤"},
		{"kanji that look alike", "土", "士"},
		{"kanji and kana that look alike", "口ハ", "ロハ"},
		{"words that differ in meaning alone", "行政", "行性"},
		{"an accent", "e", "é"},
	} {
		if fold.Text(c.a) == fold.Text(c.b) {
			t.Errorf("%s: %s and %s both fold to %s", c.name, c.a, c.b, fold.Text(c.a))
		}
	}
}

func TestFoldedTextIsNotCopied(t *testing.T) {
	text := "八戸市デジタル推進計画、2026年"
	if n := testing.AllocsPerRun(100, func() { fold.Text(text) }); n != 0 {
		t.Errorf("folding a folded text allocates %v times", n)
	}
}

// TestEveryCharacter holds the promises for every character of Unicode: alone, with a mark
// that may combine, and after a kana.
func TestEveryCharacter(t *testing.T) {
	if testing.Short() {
		t.Skip("folds every character of Unicode")
	}
	for r := range rune(unicode.MaxRune + 1) {
		if !assigned(r) {
			continue
		}
		for _, text := range []string{string(r), string(r) + "\u3099", string(r) + "\u0301", "か" + string(r), "A\u0345" + string(r)} {
			holds(t, text)
		}
	}
}

// assigned leaves out what Unicode gives no meaning, nine tenths of all.
func assigned(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf)
}

// holds checks what Text promises for any text.
func holds(t *testing.T, text string) {
	t.Helper()
	once := fold.Text(text)
	if twice := fold.Text(once); twice != once {
		t.Errorf("%+q folds to %+q, and that to %+q", text, once, twice)
	}
	if !utf8.ValidString(once) || len(once) > 11*len(text) {
		t.Errorf("%+q folds to %+q, which is too long or not UTF-8", text, once)
	}
	if composed := norm.NFKC.String(text); utf8.ValidString(text) && fold.Text(composed) != once {
		t.Errorf("%+q folds to %+q, its NFKC to %+q", text, once, fold.Text(composed))
	}
}

func TestTablesAreInOrderAndLeadToNoOtherEntry(t *testing.T) {
	old, folded := []rune(fold.KanjiOld), []rune(fold.KanjiNew)
	if len(old) != 397 || len(folded) != len(old) || len(fold.KanjiOld)+len(fold.KanjiNew) != 6*len(old) {
		t.Fatalf("%d characters in %d bytes fold to %d in %d", len(old), len(fold.KanjiOld), len(folded), len(fold.KanjiNew))
	}
	for i, r := range old {
		if i > 0 && old[i-1] >= r {
			t.Errorf("%c is before %c", old[i-1], r)
		}
		if strings.ContainsRune(fold.KanjiOld, folded[i]) {
			t.Errorf("%c folds to %c, which folds on", r, folded[i])
		}
		if got := fold.Text(string(r)); got != string(folded[i]) {
			t.Errorf("%c folds to %s, want %c", r, got, folded[i])
		}
	}
	if n := len([]rune(fold.Radicals)); n != 0x2EF3-0x2E80+1 || len(fold.Radicals) != 3*n {
		t.Errorf("there are %d radicals in %d bytes", n, len(fold.Radicals))
	}
}

func FuzzText(f *testing.F) {
	for _, text := range []string{"", "Ｗｉ－Ｆｉ", "ｶﾞ", "か\ufe00\u3099", "\xff", "ﷺ", "⼋⼾", strings.Repeat("\u0301\u3099", 40), "각\u11a8"} {
		f.Add(text)
	}
	f.Fuzz(holds)
}

func BenchmarkText(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"folded already", "八戸市行政手続電子化推進計画令和八年度版"},
		{"kanji and hiragana", "市民の暮らしを便利にする行政手続の電子化"},
		{"katakana", "オープンデータカタログサイトリヨウシャス"},
		{"full width", "Ｗｉ－Ｆｉ（公衆無線ＬＡＮ）の整備箇所数"},
		{"half-width kana", "ﾃﾞｼﾞﾀﾙﾃﾞﾊﾞｲｽﾘﾖｳｼｬｽｳ2"},
		{"ascii", "Open data, Hachinohe"},
	} {
		b.Run(c.name, func(b *testing.B) {
			if n := utf8.RuneCountInString(c.text); n != 20 {
				b.Fatalf("the text has %d characters", n)
			}
			for b.Loop() {
				fold.Text(c.text)
			}
		})
	}
}
