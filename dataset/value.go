package dataset

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/lang"
)

// The cell types of record fields. All are text in exactly the published
// notation, so that a record holds what the file says; Column.Parse turns a
// cell into a Value and is the only place that decides what a cell means.
type (
	// Date is a calendar day, YYYY-MM-DD.
	Date string
	// YearMonth is a calendar month, YYYY-MM.
	YearMonth string
	// Decimal is an exact decimal number such as 10.0.
	Decimal string
	// List is strings separated by ListSeparator.
	List string
)

// Value is one parsed cell. Dates are days since 1970-01-01, months are months
// since year 0, decimals are Int / 10^Scale, booleans are 0 and 1. Text is set for
// strings and lists only.
type Value struct {
	Missing bool
	Scale   uint8
	Int     int64
	Text    string
}

// Bounds of one cell, so that no source can hold what a reader cannot.
const (
	maxText     = 32767 // characters Excel shows in a cell
	maxDigits   = 18    // digits that always fit 64 bits
	maxDecimals = 9
)

var (
	integerPattern = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
	decimalPattern = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
)

// Parse reads one cell by the column's type. An empty cell is missing, never
// zero. The message says what would be right; it is empty when the cell is.
func (c Column) Parse(cell string) (Value, lang.Text) {
	if cell == "" {
		return Value{Missing: true}, lang.Text{}
	}
	switch c.Type {
	case Integer:
		return parseInteger(cell)
	case Number:
		return parseDecimal(cell)
	case Boolean:
		return parseBoolean(cell)
	case DateType:
		return parseDate(cell)
	case MonthType:
		return parseMonth(cell)
	case ListType:
		return parseList(cell)
	case String:
		return parseText(cell)
	}
	return Value{}, lang.T("未知の型です", "unknown column type")
}

func parseInteger(cell string) (Value, lang.Text) {
	if !integerPattern.MatchString(cell) {
		return Value{}, lang.T("整数ではありません。半角数字だけで書いてください（例 1234。桁区切り・単位・先頭の0は不可）",
			"not an integer: write digits only, such as 1234 (no separators, units or leading zeros)")
	}
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || len(strings.TrimLeft(cell, "-")) > maxDigits {
		return Value{}, lang.T("数が大きすぎます（18桁まで）", "number too large (at most 18 digits)")
	}
	return Value{Int: n}, lang.Text{}
}

func parseDecimal(cell string) (Value, lang.Text) {
	if !decimalPattern.MatchString(cell) {
		return Value{}, lang.T("数値ではありません。半角の十進数で書いてください（例 12.5。桁区切り・単位・指数は不可）",
			"not a number: write a plain decimal such as 12.5 (no separators, units or exponents)")
	}
	whole, fraction, _ := strings.Cut(cell, ".")
	digits := whole + fraction
	if len(strings.TrimLeft(digits, "-")) > maxDigits || len(fraction) > maxDecimals {
		return Value{}, lang.T("数の桁が多すぎます（全体で18桁、小数は9桁まで）", "too many digits (at most 18, of which 9 decimals)")
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Value{}, lang.T("数値ではありません", "not a number")
	}
	if n == 0 && cell[0] == '-' {
		return Value{}, lang.T("0 に符号 - は付けられません", "zero has no sign: leave out the -")
	}
	return Value{Int: n, Scale: uint8(len(fraction))}, lang.Text{} //nolint:gosec // at most maxDecimals, checked above
}

func parseBoolean(cell string) (Value, lang.Text) {
	switch cell {
	case "true":
		return Value{Int: 1}, lang.Text{}
	case "false":
		return Value{}, lang.Text{}
	}
	return Value{}, lang.T("true か false で書いてください", "write true or false")
}

const daySeconds = 24 * 60 * 60

func parseDate(cell string) (Value, lang.Text) {
	t, err := time.Parse(time.DateOnly, cell)
	if err != nil || len(cell) != len(time.DateOnly) {
		return Value{}, wrongDate(cell)
	}
	return Value{Int: floorDiv(t.Unix(), daySeconds)}, lang.Text{}
}

func parseMonth(cell string) (Value, lang.Text) {
	t, err := time.Parse("2006-01", cell)
	if err != nil {
		return Value{}, wrongMonth(cell)
	}
	return Value{Int: int64(t.Year())*12 + int64(t.Month()) - 1}, lang.Text{}
}

func parseList(cell string) (Value, lang.Text) {
	for item := range strings.SplitSeq(cell, ListSeparator) {
		if item == "" {
			return Value{}, lang.T("項目は空にせず、半角の ; で区切ってください（例 i-002;i-003）",
				"separate the items with ; and leave none empty, such as i-002;i-003")
		}
		if _, wrong := parseText(item); !wrong.Empty() {
			return Value{}, wrong
		}
	}
	return Value{Text: cell}, lang.Text{}
}

// parseText refuses what would make one cell mean different things to
// different readers: line breaks (L1-14; Unicode's own ones, too), layout spaces (L1-06), control
// characters, and a first character that spreadsheet programs run as a formula
// (CSV injection; internal/format/injection.go says where else it could come in).
func parseText(cell string) (Value, lang.Text) {
	if !utf8.ValidString(cell) {
		return Value{}, lang.T("UTF-8 ではない文字があります", "contains bytes that are not UTF-8")
	}
	if strings.ContainsFunc(cell, breaksLine) {
		return Value{}, lang.T("改行・タブなどの制御文字は使えません。1件を1行で書いてください",
			"line breaks, tabs and other control characters are not allowed: one record, one line")
	}
	if strings.TrimSpace(cell) != cell {
		return Value{}, lang.T("前後の空白を取り除いてください", "remove the spaces around the text")
	}
	if strings.ContainsRune("=+-@", rune(cell[0])) {
		return Value{}, lang.T("先頭の文字 = + - @ は表計算ソフトが数式として実行するため使えません",
			"text may not begin with = + - @: spreadsheet programs would run it as a formula")
	}
	if utf8.RuneCountInString(cell) > maxText {
		return Value{}, lang.T("文字数が多すぎます（32,767字まで）", "text too long (at most 32,767 characters)")
	}
	return Value{Text: cell}, lang.Text{}
}

func breaksLine(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) }

// Append writes the canonical notation of a value of type t to dst. A missing
// value writes nothing.
func (t Type) Append(dst []byte, v Value) []byte {
	if v.Missing {
		return dst
	}
	switch t {
	case Integer:
		return strconv.AppendInt(dst, v.Int, 10)
	case Number:
		return appendDecimal(dst, v.Int, int(v.Scale))
	case Boolean:
		return strconv.AppendBool(dst, v.Int != 0)
	case DateType:
		return time.Unix(v.Int*daySeconds, 0).UTC().AppendFormat(dst, time.DateOnly)
	case MonthType:
		dst = appendPadded(dst, floorDiv(v.Int, 12), 4)
		return appendPadded(append(dst, '-'), v.Int-floorDiv(v.Int, 12)*12+1, 2)
	case String, ListType:
		return append(dst, v.Text...)
	}
	return dst
}

func appendDecimal(dst []byte, n int64, scale int) []byte {
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	}
	start := len(dst)
	dst = strconv.AppendInt(dst, n, 10)
	if scale == 0 {
		return dst
	}
	for len(dst)-start <= scale { // below one
		dst = slices.Insert(dst, start, '0')
	}
	point := len(dst) - scale
	dst = append(dst, 0)
	for i := len(dst) - 1; i > point; i-- { // faster than a call for so few
		dst[i] = dst[i-1]
	}
	dst[point] = '.'
	return dst
}

func appendPadded(dst []byte, n int64, width int) []byte {
	var buf [20]byte
	digits := strconv.AppendInt(buf[:0], n, 10)
	for range width - len(digits) {
		dst = append(dst, '0')
	}
	return append(dst, digits...)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
