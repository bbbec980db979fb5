package source

import (
	"bytes"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/malformed"
)

// mistaken reports a file that as a whole is no CSV in UTF-8 with commas, and what it
// is instead. Whatever else could be said about it would only follow from that.
func (f *file) mistaken() bool {
	data := f.text.data
	if at, what := malformed.Encoding(data); !what.Empty() {
		f.fail(bytes.Count(data[:at], []byte("\n"))+1, at-bytes.LastIndexByte(data[:at], '\n'), savedAgain(what))
		return true
	}
	wrong := f.mistakenLines()
	if !wrong.Empty() {
		f.fail(1, 1, wrong)
	}
	return !wrong.Empty()
}

// mistakenLines says how the lines of a text are not those of a CSV.
func (f *file) mistakenLines() lang.Text {
	data := f.text.data
	line, _, ended := bytes.Cut(data, []byte("\n"))
	first := strings.TrimSuffix(string(line), "\r")
	mark, sep := strings.CutPrefix(strings.ToLower(first), "sep=")
	switch {
	case strings.HasPrefix(first, "\ufeff"): // the one that Excel writes was removed
		return lang.T("ファイルの先頭に、目に見えない文字 BOM（U+FEFF）が2つあります。最初の見出しを入力し直して保存してください",
			"two byte order marks (U+FEFF), which are invisible, at the start of the file: type the first heading again and save the file")
	case !ended && strings.Contains(first, "\r"):
		return savedAgain(lang.T("改行が CR だけです（古い Mac の形式）", "the lines end with CR alone (as on old Macs)"))
	case sep && len(mark) <= 1:
		return lang.T("「"+first+"」は Excel だけが使う行です。この行を削除してください", "“"+first+"” is for Excel only: remove this line")
	case f.separatedBy(first, "\t"):
		return savedAgain(lang.T("コンマではなくタブで区切られています", "separated by tabs instead of commas"))
	case f.separatedBy(first, ";"):
		return savedAgain(lang.T("コンマではなくセミコロン（;）で区切られています", "separated by semicolons instead of commas"))
	}
	return lang.Text{}
}

// separatedBy reports whether a line of headings has another mark between them.
func (f *file) separatedBy(headings, mark string) bool {
	known := func(separator string) (n int) {
		for name := range strings.SplitSeq(headings, separator) {
			if _, ok := columnFor(f.dataset.Schema, strings.Trim(name, `" `)); ok {
				n++
			}
		}
		return n
	}
	return strings.Contains(headings, mark) && known(",") == 0 && known(mark) > 0
}

// savedAgain adds to what is wrong with a whole file how to save it.
func savedAgain(what lang.Text) lang.Text {
	return lang.T(what.Ja+"。「CSV UTF-8（コンマ区切り）」形式で保存してください", what.En+": save it as CSV UTF-8")
}
