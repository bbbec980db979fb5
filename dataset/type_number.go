package dataset

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Number is exact decimal numbers: an integer and a number of decimals.
const Number numberType = "number"

// Decimal is a cell that is an exact decimal number such as 10.0.
type Decimal string

type numberType string

func (t numberType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[Decimal](), JSON: JSONNumber, Number: true, Decimals: true, Ordered: true}
}

var decimalPattern = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

func (numberType) Parse(cell string) (Value, lang.Text) {
	if !decimalPattern.MatchString(cell) {
		return Value{}, lang.T("数値ではありません。半角の十進数で入力してください（例 12.5。桁区切り・単位・指数は不可）",
			"not a number: write a plain decimal such as 12.5 (no separators, units or exponents)")
	}
	whole, fraction, _ := strings.Cut(cell, ".")
	digits := whole + fraction
	if len(strings.TrimLeft(digits, "-")) > MaxDigits || len(fraction) > MaxDecimals {
		return Value{}, lang.T("数の桁が多すぎます（全体で18桁、小数は9桁まで）", "too many digits (at most 18, of which 9 decimals)")
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Value{}, lang.T("数値ではありません", "not a number")
	}
	if n == 0 && cell[0] == '-' {
		return Value{}, lang.T("0 に符号 - は付けられません", "zero has no sign: remove the -")
	}
	return Value{Int: n, Scale: uint8(len(fraction))}, lang.Text{} //nolint:gosec // at most MaxDecimals, checked above
}

// Scan reads a cell without making a string of it.
func (numberType) Scan(cell []byte) (Value, bool) { return scanNumber(cell, true) }

func (numberType) Append(dst []byte, v Value) []byte { return appendDecimal(dst, v.Int, int(v.Scale)) }

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

// Compare never widens numbers of different scales past 64 bits: it compares
// whole parts first, then the fractions.
func (numberType) Compare(a, b Value) int {
	if a.Scale == b.Scale {
		return cmp.Compare(a.Int, b.Int)
	}
	pa, pb := Pow10(a.Scale), Pow10(b.Scale)
	if c := cmp.Compare(a.Int/pa, b.Int/pb); c != 0 {
		return c
	}
	// Fractions have at most 9 digits, so scaling both to 9 cannot overflow.
	fa := a.Int % pa * Pow10(MaxDecimals-a.Scale)
	fb := b.Int % pb * Pow10(MaxDecimals-b.Scale)
	return cmp.Compare(fa, fb)
}

// Pow10 returns the n-th power of ten, for n up to MaxDigits.
func Pow10(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
