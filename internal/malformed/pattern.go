package malformed

import (
	"errors"
	"regexp/syntax"

	"hachinohe.example/opendata/internal/lang"
)

// Pattern says what is wrong with a regular expression. It tells what is none from
// what is one elsewhere.
func Pattern(err error) lang.Text {
	e, ok := errors.AsType[*syntax.Error](err)
	if !ok {
		return lang.T("pattern が正規表現ではありません。修正してください", "pattern is not a regular expression: correct it")
	}
	if e.Code == syntax.ErrInvalidPerlOp || e.Code == syntax.ErrInvalidEscape {
		return lang.T("pattern の "+e.Expr+" には対応していません。先読み・後読みや後方参照のない、RE2 の正規表現にしてください",
			e.Expr+" in the pattern is not supported: use a regular expression of RE2, without look-around and back references")
	}
	fix, at := patternFix(e.Code), lang.Text{}
	if part := lang.Shorten(e.Expr); part != "" {
		at = lang.T("（"+part+"）", " ("+part+")")
	}
	return lang.T("pattern が正規表現ではありません"+at.Ja+"。"+fix.Ja, "pattern is not a regular expression"+at.En+": "+fix.En)
}

// patternFix says how to correct an expression.
func patternFix(code syntax.ErrorCode) lang.Text {
	switch code { //nolint:exhaustive // the default is for all that one cannot put in a word
	case syntax.ErrMissingBracket:
		return lang.T(`[ を ] で閉じてください。文字としての [ は、JSON では \\[ と書きます`, `close [ with ]; the character [ itself is \\[ in JSON`)
	case syntax.ErrMissingParen:
		return lang.T(`( を ) で閉じてください。文字としての ( は、JSON では \\( と書きます`, `close ( with ); the character ( itself is \\( in JSON`)
	case syntax.ErrUnexpectedParen:
		return lang.T(`対応する ( がない ) を削除してください。文字としての ) は、JSON では \\) と書きます`, `remove the ) that closes nothing; the character ) itself is \\) in JSON`)
	case syntax.ErrMissingRepeatArgument, syntax.ErrInvalidRepeatOp:
		return lang.T(`* + ? {} は、繰り返す文字の後に1つだけ書いてください。文字そのものは、JSON では \\* のように書きます`, `put one of * + ? {} behind what it repeats; the characters themselves are written as \\* in JSON`)
	case syntax.ErrInvalidRepeatSize:
		return lang.T("繰り返しの回数は、{2,5} のように小さい順で、1000までにしてください", "write numbers of repetitions in ascending order, at most 1000, such as {2,5}")
	case syntax.ErrInvalidCharRange:
		return lang.T("[ ] の中の範囲は、a-z のように文字コードの順にしてください", "write ranges in [ ] in the order of the characters, such as a-z")
	case syntax.ErrTrailingBackslash:
		return lang.T(`末尾の \ を削除してください。文字としての \ は、JSON では \\\\ と書きます`, `remove the \ at the end; the character \ itself is \\\\ in JSON`)
	}
	return lang.T("RE2 の正規表現に修正するか、pattern を削除してください", "correct it to a regular expression of RE2, or remove pattern")
}
