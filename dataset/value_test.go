package dataset_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
)

const rounds = 20000

// randomCells makes a right cell of each type, small numbers and short texts
// among them so that values coincide.
func randomCells(r *rand.Rand) map[dataset.Type]string {
	day := time.Date(1+r.IntN(9998), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(366))
	items := make([]string, 1+r.IntN(3))
	for i := range items {
		items[i] = randomText(r)
	}
	return map[dataset.Type]string{
		dataset.String: randomText(r), dataset.Integer: randomInteger(r), dataset.Number: randomDecimal(r),
		dataset.Boolean: strconv.FormatBool(r.IntN(2) == 0), dataset.DateType: day.Format(time.DateOnly),
		dataset.MonthType: day.Format("2006-01"), dataset.YearType: strconv.Itoa(1000 + r.IntN(9000)), dataset.ListType: strings.Join(items, ";"),
	}
}

func randomText(r *rand.Rand) string {
	alphabet := []rune("aAzé八戸市\",'\\<>&0\U0001f333")
	text := make([]rune, 1+r.IntN(4))
	for i := range text {
		text[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(text)
}

func randomInteger(r *rand.Rand) string {
	size := int64(1)
	for range r.IntN(19) {
		size *= 10
	}
	return strconv.FormatInt(r.Int64N(2*size-1)-(size-1), 10)
}

func randomDecimal(r *rand.Rand) string {
	digits, sign := strconv.FormatInt(r.Int64N(1_000_000_000_000>>r.IntN(40)), 10), ""
	scale := r.IntN(10)
	if scale > 0 {
		digits = strings.Repeat("0", max(0, scale+1-len(digits))) + digits
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if r.IntN(2) == 0 && strings.Trim(digits, "0.") != "" {
		sign = "-"
	}
	return sign + digits
}

func TestWhatAppendWritesIsWhatParseRead(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		for kind, cell := range randomCells(r) {
			v, wrong := dataset.Column{Type: kind}.Parse(cell)
			if got := string(kind.Append(nil, v)); !wrong.Empty() || v.Missing || got != cell {
				t.Fatalf("%s %q became %q (%v)", kind, cell, got, wrong)
			}
		}
	}
}

func TestAnEmptyCellIsMissingAndNeverZero(t *testing.T) {
	for _, kind := range dataset.Types() {
		v, wrong := dataset.Column{Type: kind}.Parse("")
		if want := (dataset.Value{Missing: true}); v != want || !wrong.Empty() {
			t.Errorf("%s: got %+v, want %+v", kind, v, want)
		}
	}
}

func TestCompareAgreesWithExactArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range rounds {
		a, b := randomDecimal(r), randomDecimal(r)
		if r.IntN(4) == 0 {
			b = a + "0" // equal, with another number of decimals
			if !strings.Contains(a, ".") {
				b = a + ".0"
			}
		}
		va, wrongA := dataset.Column{Type: dataset.Number}.Parse(a)
		vb, wrongB := dataset.Column{Type: dataset.Number}.Parse(b)
		if !wrongA.Empty() || !wrongB.Empty() {
			continue // ten decimals
		}
		ra, _ := new(big.Rat).SetString(a)
		rb, _ := new(big.Rat).SetString(b)
		if got, want := dataset.Number.Compare(va, vb), ra.Cmp(rb); got != want {
			t.Fatalf("comparing %s with %s: got %d, want %d", a, b, got, want)
		}
	}
}

// Two cells have one identity if and only if their values are equal, whatever the
// type; the identity is a cell of that value.
func TestEqualValuesHaveOneIdentity(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	equal := 0
	for range rounds {
		cells, others := randomCells(r), randomCells(r)
		if r.IntN(2) == 0 {
			cells[dataset.Number] = strconv.Itoa(r.IntN(3))
			others[dataset.Number] = strconv.Itoa(r.IntN(3)) + "." + strings.Repeat("0", 1+r.IntN(9))
		}
		for kind, a := range cells {
			c, b := dataset.Column{Type: kind}, others[kind]
			va, _ := c.Parse(a)
			vb, _ := c.Parse(b)
			one, other := c.Identity(a, va), c.Identity(b, vb)
			if (kind.Compare(va, vb) == 0) != (one == other) {
				t.Fatalf("%s: %q is %q, %q is %q", kind, a, one, b, other)
			}
			if v, wrong := c.Parse(one); !wrong.Empty() || kind.Compare(v, va) != 0 || c.Identity(one, v) != one {
				t.Fatalf("%s: %q is %q, which is %+v (%v)", kind, a, one, v, wrong)
			}
			if a != b && one == other {
				equal++
			}
		}
	}
	if equal == 0 {
		t.Error("no equal values in different notations")
	}
}

func TestTextCompareIsByCodePoint(t *testing.T) {
	sorted := []string{"A", "a", "é", "八", "戸", "\uff21", "\U0001f333"}
	for i, a := range sorted {
		for j, b := range sorted {
			got := dataset.String.Compare(dataset.Value{Text: a}, dataset.Value{Text: b})
			if (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("comparing %q with %q: got %d", a, b, got)
			}
		}
	}
}

func TestCellsThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		kind dataset.Type
		cell string
	}{
		{"an integer with a fraction", dataset.Integer, "1.0"},
		{"an integer with a plus sign", dataset.Integer, "+1"},
		{"an integer in full-width digits", dataset.Integer, "１"},
		{"an integer of nineteen digits", dataset.Integer, "1000000000000000000"},
		{"an integer zero with a sign", dataset.Integer, "-0"},
		{"a number without digits before the point", dataset.Number, ".5"},
		{"a number without digits after the point", dataset.Number, "5."},
		{"a number with an exponent", dataset.Number, "1e3"},
		{"a number with ten decimals", dataset.Number, "0.0000000001"},
		{"a number zero with a sign", dataset.Number, "-0.00"},
		{"infinity", dataset.Number, "Inf"},
		{"a boolean in capitals", dataset.Boolean, "True"},
		{"a boolean as a digit", dataset.Boolean, "1"},
		{"the 29th of February of a common year", dataset.DateType, "2026-02-29"},
		{"a date without leading zeros", dataset.DateType, "2026-4-1"},
		{"a date with a time", dataset.DateType, "2026-04-01T00:00:00Z"},
		{"a year of two digits", dataset.YearType, "26"},
		{"a year before JSON's", dataset.YearType, "0999"},
		{"a year of five digits", dataset.YearType, "10000"},
		{"a year with a sign", dataset.YearType, "+202"},
		{"a thirteenth month", dataset.MonthType, "2026-13"},
		{"a month with a day", dataset.MonthType, "2026-04-01"},
		{"a list with an empty item", dataset.ListType, "a;;b"},
		{"a list that ends with its separator", dataset.ListType, "a;"},
		{"a list with a space after the separator", dataset.ListType, "a; b"},
		{"a text with a line break", dataset.String, "a\nb"},
		{"a text with Unicode's line separator", dataset.String, "a\u2028b"},
		{"a text with Unicode's paragraph separator", dataset.String, "a\u2029b"},
		{"a text with a full-width space before it", dataset.String, "\u3000a"},
		{"a text that is a formula", dataset.String, "=1+1"},
		{"a text that begins with a plus sign", dataset.String, "+1"},
		{"a text that begins with a minus sign", dataset.String, "-1"},
		{"a text that begins with an at sign", dataset.String, "@a"},
		{"an item of a list that is a formula", dataset.ListType, "a;=1"},
		{"a number of nineteen digits", dataset.Number, "1234567890123456.789"},
		{"a text that is not UTF-8", dataset.String, "\x94\xaa"},
		{"a text of 32,768 characters", dataset.String, strings.Repeat("八", 32768)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if v, wrong := (dataset.Column{Type: test.kind}).Parse(test.cell); wrong.Ja == "" || wrong.En == "" {
				t.Errorf("accepted as %+v (%v)", v, wrong)
			}
		})
	}
}

// What is refused one step further on is accepted here.
func TestCellsThatAreJustAccepted(t *testing.T) {
	for _, test := range []struct {
		name string
		kind dataset.Type
		cell string
	}{
		{"an integer of eighteen digits", dataset.Integer, "-999999999999999999"},
		{"a number of eighteen digits", dataset.Number, "-123456789012345.678"},
		{"a number with nine decimals", dataset.Number, "-0.000000001"},
		{"the 29th of February of a leap year", dataset.DateType, "2024-02-29"},
		{"a twelfth month", dataset.MonthType, "2026-12"},
		{"a text of 32,767 characters", dataset.String, strings.Repeat("八", 32767)},
		{"a text with signs inside", dataset.String, "a=+-@"},
		{"a list of one item", dataset.ListType, "a"},
	} {
		if v, wrong := (dataset.Column{Type: test.kind}).Parse(test.cell); !wrong.Empty() || string(test.kind.Append(nil, v)) != test.cell {
			t.Errorf("%s: %s", test.name, wrong.En)
		}
	}
}

func FuzzColumnParse(f *testing.F) {
	for _, cell := range []string{"", "0", "-0", "10.0", "2026-04-01", "2025-05", "true", "a;b", ";", "=1", "八戸市", "\xff", "-123456789.123456789"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, kind := range dataset.Types() {
			v, wrong := dataset.Column{Type: kind}.Parse(cell)
			if !wrong.Empty() {
				continue
			}
			if v.Missing {
				if cell != "" {
					t.Errorf("%s %q is missing", kind, cell)
				}
				continue
			}
			if got := string(kind.Append(nil, v)); got != cell {
				t.Errorf("%s %q became %q", kind, cell, got)
			}
			if kind.Compare(v, v) != 0 {
				t.Errorf("%s %q is not equal to itself", kind, cell)
			}
		}
	})
}
