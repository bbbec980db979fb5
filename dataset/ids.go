package dataset

import "strings"

// Shapes of the identifiers in built-in records.
const (
	recordIDPattern = `[a-z]+(-[0-9]+)+`
	areaCodePattern = `[0-9]{6}`
)

// RecordIDPattern is the regular expression of a built-in record's id: a letter
// prefix and numbers, such as i-072 or p-1-2.
func RecordIDPattern() string { return recordIDPattern }

// ValidAreaCode checks a 全国地方公共団体コード: six digits, of which the sixth
// is the check digit: the weights 6,5,4,3,2 over the first five, subtracted from
// 11, modulo 10 (総務省「全国地方公共団体コード」).
func ValidAreaCode(code string) bool {
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return false
	}
	sum := 0
	for i := range 5 {
		sum += int(code[i]-'0') * (6 - i)
	}
	return int(code[5]-'0') == (11-sum%11)%10
}
