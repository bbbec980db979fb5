package dataset_test

import (
	"bytes"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture/municipalities"
)

// The check digit of a 法人番号 is 9 − (Σ Pn·Qn mod 9), P being the twelve
// other digits from the right and Q 1, 2, 1, 2, … (法人番号の指定等に関する省令).
func TestTheCorporateNumberHasItsCheckDigit(t *testing.T) {
	number, sum := dataset.CityCorporateNumber, 0
	if len(number) != 13 || number[1:] != "000020"+dataset.CityCode {
		t.Fatalf("%s is not 000020 and the area code, led by a check digit", number)
	}
	for n := 1; n <= 12; n++ {
		sum += int(number[13-n]-'0') * (2 - n%2)
	}
	if got, want := int(number[0]-'0'), 9-sum%9; got != want {
		t.Errorf("the check digit is %d, must be %d", got, want)
	}
}

func TestValidAreaCode(t *testing.T) {
	for _, test := range []struct {
		name, code string
		want       bool
	}{
		{"Hachinohe", dataset.CityCode, true},
		{"Sapporo", "011002", true},
		{"a sum that leaves 0, whose check digit is 1", "010201", true},
		{"a sum that leaves 1, whose check digit is 0", "011100", true},
		{"a wrong check digit", "022038", false},
		{"five digits", "02203", false},
		{"seven digits", "0220390", false},
		{"a letter", "02203a", false},
		{"full-width digits", "０２２０３９", false},
		{"nothing", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := dataset.ValidAreaCode(test.code); got != test.want {
				t.Errorf("%q: got %v, want %v", test.code, got, test.want)
			}
		})
	}
}

func TestTheCodesOfAllMunicipalitiesAreValid(t *testing.T) {
	data := municipalities.CSV(t)
	codes := make(map[string]bool)
	for line := range bytes.Lines(data[bytes.IndexByte(data, '\n')+1:]) {
		code, _, _ := bytes.Cut(line, []byte(","))
		codes[string(code)] = true
	}
	for code := range codes {
		if !dataset.ValidAreaCode(code) {
			t.Errorf("%s is refused", code)
		}
	}
	if len(codes) != 1741 {
		t.Errorf("%d municipalities, must be 1741", len(codes))
	}
}
