package config

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

const (
	maxNumber = 99_999_999 // of a release
	maxNote   = 1000       // characters
	minReason = 2          // characters of a part of a name
	lastYear  = 2100       // later ones are typing mistakes
)

// releaseNumber is the name of an operand that is the number of a release.
func releaseNumber() lang.Text { return lang.T("番号", "N") }

func releaseOperand(name lang.Text, to *string) operand {
	return operand{name, lang.T("公表の番号を、3 のように指定してください（opendata releases で一覧を表示できます）", "specify a release number, like 3 (opendata releases lists them)"), to}
}

// numberOf reads the number of a release. That it is missing is reported
// elsewhere.
func numberOf(place, text string, wrong *fault.Error) int {
	n, err := strconv.Atoi(text)
	if text != "" && (err != nil || n < 1 || n > maxNumber) {
		wrong.At(place, lang.T("「"+text+"」は公表の番号ではありません。3 のように指定してください", "“"+text+"” is not a release number: specify a number like 3"))
	}
	return n
}

// reasonOf reads a reason: its code, its name in either language, or a part of
// exactly one Japanese name, such as 訂正.
func reasonOf(text string, wrong *fault.Error) release.Reason {
	var like []release.Reason
	for _, r := range release.Reasons() {
		if text == string(r.Reason) || text == r.Label.Ja || strings.EqualFold(text, r.Label.En) {
			return r.Reason
		}
		if utf8.RuneCountInString(text) >= minReason && strings.Contains(r.Label.Ja, text) {
			like = append(like, r.Reason)
		}
	}
	if len(like) == 1 {
		return like[0]
	}
	wrong.At("--reason", refusedReason(text, like))
	return ""
}

// refusedReason says why a text names no reason, and which reasons there are; of
// a text that is part of several names, those.
func refusedReason(text string, like []release.Reason) lang.Text {
	names := reasonNames(like)
	switch {
	case text == "":
		return lang.T("次のいずれかを指定してください: "+names.Ja, "specify one of "+names.En)
	case len(like) > 0:
		return lang.T("「"+text+"」は複数の理由に当てはまります。次のいずれかを指定してください: "+names.Ja, "“"+text+"” is part of several names: specify one of "+names.En)
	}
	text = lang.Shorten(text)
	return lang.T("「"+text+"」という理由はありません。次のいずれかを指定してください: "+names.Ja, "there is no reason “"+text+"”: specify one of "+names.En)
}

// reasonNames are the names of some reasons, or of all, with their codes.
func reasonNames(some []release.Reason) lang.Text {
	var ja, en []string
	for _, r := range release.Reasons() {
		if len(some) > 0 && !slices.Contains(some, r.Reason) {
			continue
		}
		ja = append(ja, r.Label.Ja+"（"+string(r.Reason)+"）")
		en = append(en, string(r.Reason)+" ("+r.Label.En+")")
	}
	return lang.T(strings.Join(ja, "、"), strings.Join(en, ", "))
}

func reasonUsage() lang.Text {
	names := reasonNames(nil)
	return lang.T("公表の理由: "+names.Ja+"。「訂正」のような名前の一部でも指定できます", "reason: "+names.En)
}

func checkNote(note string, wrong *fault.Error) {
	control := strings.ContainsFunc(note, func(r rune) bool { return unicode.IsControl(r) })
	if !utf8.ValidString(note) || control || utf8.RuneCountInString(note) > maxNote {
		wrong.At("--note", lang.T("1行、1000文字以内で指定してください", "specify one line of at most 1000 characters"))
	}
}

// instantOf reads an instant; without a zone it means Japan Standard Time.
func instantOf(place, text string, wrong *fault.Error) time.Time {
	if text == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		t, err := time.ParseInLocation(layout, text, release.Japan())
		if err != nil {
			continue
		}
		switch t = t.In(release.Japan()); {
		case t.Year() > lastYear:
			wrong.At(place, lang.Textf("「%s」は%d年より後です。年を確認してください", "“%s” is after the year %d: check the year", text, lastYear))
		case t.Nanosecond() != 0:
			wrong.At(place, lang.Textf("「%s」には秒の端数があります。秒までを指定してください", "“%s” has a fraction of a second: specify whole seconds", text))
		}
		return t
	}
	wrong.At(place, lang.T("「"+text+"」は使えません。2026-12-01T09:00（日本時間）か 2026-12-01T09:00:00+09:00 のように指定してください", "“"+text+"” is not a date and time: specify 2026-12-01T09:00 (Japan time) or 2026-12-01T09:00:00+09:00"))
	return time.Time{}
}

// headOf reads the end of a log as it was noted down: its number and the sha256
// of its manifest.
func headOf(text string, wrong *fault.Error) *ledger.Head {
	if text == "" {
		return nil
	}
	number, sum, _ := strings.Cut(text, ":")
	n, err := strconv.Atoi(number)
	raw, hexErr := hex.DecodeString(sum)
	if err != nil || hexErr != nil || n < 1 || n > maxNumber || len(raw) != 32 || strings.ToLower(sum) != sum {
		wrong.At("--head", lang.T("「"+text+"」は使えません。公表のときに表示された 3:（64桁の16進数）を指定してください", "“"+text+"” cannot be used: specify what publish printed, 3:(64 hexadecimal digits)"))
		return nil
	}
	return &ledger.Head{Number: n, SHA256: sum}
}
