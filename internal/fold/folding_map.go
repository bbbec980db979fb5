package fold

import "unicode"

// toKatakana is the distance from a hiragana to its katakana.
const toKatakana = 'ア' - 'あ'

// alone returns the folded form of r if it needs no normalisation: r is common in
// Japanese texts, has no decomposition except that of a kana with its voicing
// mark, and begins a segment.
func alone(r rune) (folded rune, ok bool) {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r, true
	case 'ぁ' <= r && r <= 'ゖ', 'ァ' <= r && r <= 'ー':
		return kana(r), true
	case 0x4E00 <= r && r <= 0x9FFF:
		return kanji(r), true
	case '、' <= r && r <= '】':
		return r, true
	case '！' <= r && r <= '～': // the full-width forms of ASCII
		return alone(r - '！' + '!')
	}
	return r, false
}

// letter returns the folded form of one character after decomposition.
func letter(r rune) rune {
	switch {
	case r < 0x80 || 0x3000 <= r && r <= 0x9FFF && r != '〜':
		folded, _ := alone(kana(r))
		return folded
	case firstRadical <= r && r <= lastRadical:
		return radical(r)
	}
	switch r {
	// Hyphens and dashes: editors replace a - by any of them. The prolonged sound
	// mark ー and the kanji 一 are other characters and stay different.
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	case '〜': // the wave dash of JIS, which Windows maps to ～, which is ~ in NFKC
		return '~'
	case '‘', '’':
		return '\''
	case '“', '”':
		return '"'
	case '﨑': // in the compatibility block, but without a decomposition
		return '崎'
	case '𠮷':
		return '吉'
	case '𠮟': // the form of the 常用漢字表, which most fonts and keyboards lack
		return '叱'
	}
	return unicode.ToLower(r)
}

// kana returns the katakana of a hiragana. The small ヶ and ヵ of 八ヶ岳 and
// 一ヵ月 are abbreviated kanji, not sounds: people write them in either size.
func kana(r rune) rune {
	switch {
	case 'ぁ' <= r && r <= 'ゖ', r == 'ゝ', r == 'ゞ':
		r += toKatakana
	}
	switch r {
	case 'ヵ':
		return 'カ'
	case 'ヶ':
		return 'ケ'
	}
	return r
}

// invisible reports whether r is not displayed and is removed: variation
// selectors (葛 with and without one is one word), zero-width spaces and
// joiners, soft hyphens, directional marks, byte order marks.
func invisible(r rune) bool {
	switch {
	case 0xFE00 <= r && r <= 0xFE0F, 0xE0100 <= r && r <= 0xE01EF, // variation selectors
		0x200B <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x206F,
		r == 0xAD, r == 0xFEFF:
		return true
	}
	return false
}
