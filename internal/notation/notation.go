// Package notation says how days, months and years that people and spreadsheet
// programs write in other ways are written here.
//
// It promises a message for every text, in both languages, with the right notation
// if only one day, month or year can be meant. It refuses to repair, and does not
// know cells or columns. dataset, param and query import it.
package notation

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/lang"
)

// Days and months as people and spreadsheet programs write them, the year
// first. A midnight that a program appended says nothing.
var (
	writtenDay   = regexp.MustCompile(`^(令和|平成|昭和|[RHS])?([0-9]{1,4}|元)[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})日?(?:[ T]0?0:00(?::00)?)?$`)
	writtenYear  = regexp.MustCompile(`^(令和|平成|昭和|[RHS])?([0-9]{1,4}|元)(?:年度?)?$`)
	writtenMonth = regexp.MustCompile(`^(令和|平成|昭和|[RHS])?([0-9]{1,4}|元)[年/.-]([0-9]{1,2})月?$`)
)

// Rewritten returns a day, month or year that a text can only mean as it is written
// here, empty if it means none.
func Rewritten(text string) string {
	if part := writtenDay.FindStringSubmatch(text); part != nil && len(western(part[1], part[2])) == 4 {
		return fmt.Sprintf("%s-%02s-%02s", western(part[1], part[2]), part[3], part[4])
	}
	if part := writtenMonth.FindStringSubmatch(text); part != nil && len(western(part[1], part[2])) == 4 {
		return fmt.Sprintf("%s-%02s", western(part[1], part[2]), part[3])
	}
	if part := writtenYear.FindStringSubmatch(text); part != nil && len(western(part[1], part[2])) == 4 {
		return western(part[1], part[2])
	}
	return ""
}

// FiscalYear returns the first and the last day of a year that a text calls fiscal
// (2021年度, 令和3年度), empty for another text.
func FiscalYear(text string) (first, last string) {
	year, err := time.Parse("2006", Rewritten(text))
	if err != nil || !strings.HasSuffix(text, "年度") {
		return "", ""
	}
	april := time.Date(year.Year(), time.April, 1, 0, 0, 0, 0, time.UTC)
	return april.Format(time.DateOnly), april.AddDate(1, 0, -1).Format(time.DateOnly)
}

// DaysOfMonth returns the first and the last day of a month, empty for another text.
func DaysOfMonth(text string) (first, last string) {
	month, err := time.Parse("2006-01", Rewritten(text))
	if err != nil {
		return "", ""
	}
	return month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
}

// Day says what is wrong with a text that is not a day as YYYY-MM-DD, and how the
// day is written if it can only be one.
func Day(text string) lang.Text {
	day := Rewritten(text)
	if len(day) != len(time.DateOnly) {
		return lang.T("日付ではありません。西暦の YYYY-MM-DD で入力してください（例 2026-04-01）",
			"not a date: write YYYY-MM-DD, such as 2026-04-01")
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return lang.T("その日はありません。年月日を確かめてください（YYYY-MM-DD）", "there is no such day: check the date (YYYY-MM-DD)")
	}
	return lang.T("日付の書き方が違います。"+day+" と入力してください", "not in date notation: write "+day)
}

// Month says what is wrong with a text that is not a month as YYYY-MM.
func Month(text string) lang.Text {
	month := Rewritten(text)
	if len(month) != len("2006-01") {
		return lang.T("年月ではありません。西暦の YYYY-MM で入力してください（例 2025-05）",
			"not a month: write YYYY-MM, such as 2025-05")
	}
	if _, err := time.Parse("2006-01", month); err != nil {
		return lang.T("その月はありません。年月を確かめてください（YYYY-MM）", "there is no such month: check the month (YYYY-MM)")
	}
	return lang.T("年月の書き方が違います。"+month+" と入力してください", "not in month notation: write "+month)
}

// Year says what is wrong with a text that is not a year of four digits.
func Year(text string) lang.Text {
	part := writtenYear.FindStringSubmatch(text)
	if part == nil {
		return lang.T("年ではありません。西暦の4桁で入力してください（例 2026）", "not a year: write four digits, such as 2026")
	}
	switch year := western(part[1], part[2]); {
	case len(year) == 4 && year[0] != '0':
		return lang.T("年の書き方が違います。"+year+" と入力してください", "not in year notation: write "+year)
	case len(year) == 2:
		return lang.T("年は西暦の4桁で入力してください。20"+year+" 年のことであれば 20"+year+" です", "a year has four digits: write 20"+year+" if that is meant")
	}
	return lang.T("年は1000から9999までの4桁です。それより前の年がある列の型は string にしてください",
		"a year has four digits, from 1000 to 9999: for earlier ones, make the type of the column string")
}

// western returns the year of the Gregorian calendar; other than four digits if
// the text does not say the century.
func western(era, year string) string {
	n, err := strconv.Atoi(year)
	if year == "元" {
		n, err = 1, nil
	}
	if before, ok := map[string]int{"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}[era]; ok && err == nil {
		return strconv.Itoa(before + n)
	}
	return year
}
