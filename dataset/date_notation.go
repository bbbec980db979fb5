package dataset

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/lang"
)

// Days and months as people and spreadsheet programs write them, the year
// first. A midnight that a program appended says nothing.
var (
	writtenDay   = regexp.MustCompile(`^(令和|平成|昭和)?([0-9]{1,4}|元)[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})日?(?:[ T]0?0:00(?::00)?)?$`)
	writtenMonth = regexp.MustCompile(`^(令和|平成|昭和)?([0-9]{1,4}|元)[年/.-]([0-9]{1,2})月?$`)
)

// wrongDate says what is wrong with a cell that is not a day, and how the day
// is written if it can only be one.
func wrongDate(cell string) lang.Text {
	part := writtenDay.FindStringSubmatch(cell)
	if part == nil || len(western(part[1], part[2])) != 4 {
		return lang.T("日付ではありません。西暦の YYYY-MM-DD で入力してください（例 2026-04-01）",
			"not a date: write YYYY-MM-DD, such as 2026-04-01")
	}
	day := fmt.Sprintf("%s-%02s-%02s", western(part[1], part[2]), part[3], part[4])
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return lang.T("その日はありません。年月日を確かめてください（YYYY-MM-DD）", "there is no such day: check the date (YYYY-MM-DD)")
	}
	return lang.T("日付の書き方が違います。"+day+" と入力してください", "not in date notation: write "+day)
}

func wrongMonth(cell string) lang.Text {
	part := writtenMonth.FindStringSubmatch(cell)
	if part == nil || len(western(part[1], part[2])) != 4 {
		return lang.T("年月ではありません。西暦の YYYY-MM で入力してください（例 2025-05）",
			"not a month: write YYYY-MM, such as 2025-05")
	}
	month := fmt.Sprintf("%s-%02s", western(part[1], part[2]), part[3])
	if _, err := time.Parse("2006-01", month); err != nil {
		return lang.T("その月はありません。年月を確かめてください（YYYY-MM）", "there is no such month: check the month (YYYY-MM)")
	}
	return lang.T("年月の書き方が違います。"+month+" と入力してください", "not in month notation: write "+month)
}

// western returns the year of the Gregorian calendar; other than four digits if
// the cell does not say the century.
func western(era, year string) string {
	n, err := strconv.Atoi(year)
	if year == "元" {
		n, err = 1, nil
	}
	if before, ok := map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925}[era]; ok && err == nil {
		return strconv.Itoa(before + n)
	}
	return year
}
