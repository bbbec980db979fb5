package portal

import (
	"strings"
	"unicode"

	"hachinohe.example/opendata/internal/lang"
)

// block is one paragraph, or the items of a list.
type block struct {
	List       bool
	Paragraphs []paragraph
}

// paragraph is one statement in two languages, kept apart so that each is marked
// with its language. Either may be missing.
type paragraph struct {
	Ja, En []span
}

type span struct {
	Text string
	Code bool
}

// prose parses a description. It supports the part of CommonMark that the
// descriptions use: lists with hyphens, and code between backticks. A line is a
// paragraph, written as 「日本語 / English」 or in one language.
func prose(text string) []block {
	var blocks []block
	for _, line := range unwrap(text) {
		line, item := strings.CutPrefix(line, "- ")
		both := bilingual(line)
		p := paragraph{spans(both.Ja), spans(both.En)}
		if last := len(blocks) - 1; item && last >= 0 && blocks[last].List {
			blocks[last].Paragraphs = append(blocks[last].Paragraphs, p)
			continue
		}
		blocks = append(blocks, block{item, []paragraph{p}})
	}
	return blocks
}

// unwrap returns the lines that are not empty. English comments in the source code
// are wrapped, Japanese texts are not, so adjacent English lines are joined.
func unwrap(text string) []string {
	var lines []string
	english := false // the line before is
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		before := english
		english = line != "" && !japanese(line)
		switch {
		case line == "":
		case before && english && !strings.HasPrefix(line, "- "):
			lines[len(lines)-1] += " " + line
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// spans separates text and code. An unmatched backtick is text.
func spans(text string) []span {
	parts := strings.Split(text, "`")
	if even := len(parts) - 1; even%2 == 1 {
		parts = append(parts[:even-1], parts[even-1]+"`"+parts[even])
	}
	var list []span
	for i, part := range parts {
		if part != "" {
			list = append(list, span{part, i%2 == 1})
		}
	}
	return list
}

// bilingual splits at the first slash after which no character is Japanese: the
// texts themselves may contain slashes.
func bilingual(text string) lang.Text {
	if !japanese(text) {
		return lang.T("", text)
	}
	const slash = " / "
	for from := 0; ; {
		at := strings.Index(text[from:], slash)
		if at < 0 {
			return lang.T(text, "")
		}
		from += at + len(slash)
		if rest := text[from:]; !japanese(rest) {
			return lang.T(text[:from-len(slash)], rest)
		}
	}
}

func japanese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}
