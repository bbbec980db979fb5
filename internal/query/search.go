package query

import (
	"fmt"

	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// text reads the words to search for.
func (in *parser) text() {
	if in.asks.Q != nil {
		in.search, in.Given["q"] = Words(in.Values, *in.asks.Q)
	}
}

// Words reads what q says: the words to search for, and all of them in one
// spelling.
func Words(p *param.Values, text string) (terms []string, canonical string) {
	terms = fold.Terms(text)
	switch {
	case len(terms) == 0:
		p.Fail("q", lang.T("検索語を指定してください（例 q=オープンデータ）", "search words are required, such as q=オープンデータ"))
	case len(terms) > fold.MaxTerms:
		p.Fail("q", lang.T(fmt.Sprintf(`語が多すぎます（%d語まで）。語を減らすか、続いた語を "…" で囲んで1語にしてください`, fold.MaxTerms),
			fmt.Sprintf(`too many words (at most %d): remove some, or enclose a phrase in "…" to search for it as one word`, fold.MaxTerms)))
	}
	return terms, fold.Canonical(text)
}
