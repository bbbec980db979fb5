package dataset

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/malformed"
)

// Checker checks the cells of one column. It is made once per file, because
// patterns and bounds are compiled once.
type Checker struct {
	column  Column
	list    bool
	pattern *regexp.Regexp
	minimum *Value
	maximum *Value
	codes   map[string]bool // by identity
	seen    map[string]bool // by identity
}

// NewChecker compiles the column's rules. The message is not empty when the
// rules themselves are wrong.
func NewChecker(c Column) (*Checker, lang.Text) {
	k := &Checker{column: c, list: c.Type.Definition().Items != nil}
	if c.Rules.Pattern != "" {
		_, alone := regexp.Compile(c.Rules.Pattern) // or "a)|(b" would pass, and match a part of the cell
		re, err := regexp.Compile("^(?:" + c.Rules.Pattern + ")$")
		if err := cmp.Or(alone, err); err != nil {
			return nil, malformed.Pattern(err)
		}
		k.pattern = re
	}
	for _, bound := range []struct {
		text string
		to   **Value
	}{{c.Rules.Minimum, &k.minimum}, {c.Rules.Maximum, &k.maximum}} {
		if bound.text == "" {
			continue
		}
		v, wrong := c.Parse(bound.text)
		if !wrong.Empty() {
			return nil, lang.T("minimum または maximum: "+wrong.Ja, "minimum or maximum: "+wrong.En)
		}
		*bound.to = &v
	}
	if len(c.Codes) > 0 {
		k.codes = c.identities(c.Codes)
	}
	if c.Rules.Unique {
		k.seen = make(map[string]bool)
	}
	return k, lang.Text{}
}

// codeIdentity is what a code of the column is compared by.
func (c Column) codeIdentity(code string) string {
	item := Column{Type: ItemType(c.Type)}
	v, _ := item.Parse(code)
	return item.Identity(code, v)
}

// identities are what codes of the column are compared by.
func (c Column) identities(codes []Code) map[string]bool {
	set := make(map[string]bool, len(codes))
	for _, code := range codes {
		set[c.codeIdentity(code.Value)] = true
	}
	return set
}

// crossed reports whether the limits leave no value between them.
func (k *Checker) crossed() bool {
	r := k.column.Rules
	return k.minimum != nil && k.maximum != nil && k.column.Type.Compare(*k.minimum, *k.maximum) > 0 ||
		r.MaxLength > 0 && r.MinLength > r.MaxLength
}

// Check parses a cell and applies every rule. The message is empty when the
// cell is right.
func (k *Checker) Check(cell string) (Value, lang.Text) {
	v, wrong := k.column.Parse(cell)
	if !wrong.Empty() {
		return v, wrong
	}
	if v.Missing {
		if k.column.Rules.Required {
			return v, lang.T("必須の項目が空です", "required, but empty")
		}
		return v, lang.Text{}
	}
	return v, k.rules(cell, v)
}

func (k *Checker) rules(cell string, v Value) lang.Text {
	c, r := k.column, k.column.Rules
	length := utf8.RuneCountInString(cell)
	switch {
	case k.codes != nil && !k.coded(cell, v):
		return c.WrongCode(cell)
	case k.pattern != nil && !k.pattern.MatchString(cell):
		return lang.T("形式が違います（"+r.Pattern+"）", "does not match the pattern "+r.Pattern)
	case k.minimum != nil && c.Type.Compare(v, *k.minimum) < 0:
		return lang.T(r.Minimum+" 以上にしてください", "must be at least "+r.Minimum)
	case k.maximum != nil && c.Type.Compare(v, *k.maximum) > 0:
		return lang.T(r.Maximum+" 以下にしてください", "must be at most "+r.Maximum)
	case r.MinLength > 0 && length < r.MinLength:
		return lang.T("文字数が足りません", "too short")
	case r.MaxLength > 0 && length > r.MaxLength:
		return lang.T("文字数が多すぎます", "too long")
	}
	if k.list {
		if wrong := repeated(cell); !wrong.Empty() {
			return wrong
		}
	}
	return k.unique(cell, v)
}

func (k *Checker) coded(cell string, v Value) bool {
	if !k.list {
		return k.codes[k.column.Identity(cell, v)]
	}
	for item := range strings.SplitSeq(cell, ListSeparator) {
		if !k.codes[item] {
			return false
		}
	}
	return true
}

// repeated refuses a list that has an item twice: it says nothing more, and the
// record would count twice wherever items are counted.
func repeated(cell string) lang.Text {
	items := strings.Split(cell, ListSeparator)
	slices.Sort(items)
	for i := range items[1:] {
		if items[i] == items[i+1] {
			return lang.T("項目「"+items[i]+"」が2度あります。1つにしてください", "the item “"+items[i]+"” is given twice: give it once")
		}
	}
	return lang.Text{}
}

// unique notes the value of a cell, unless an earlier row has it.
func (k *Checker) unique(cell string, v Value) lang.Text {
	if k.seen == nil {
		return lang.Text{}
	}
	same := k.column.Identity(cell, v)
	if k.seen[same] {
		return lang.T("同じ値が前の行にあります", "the same value is in an earlier row")
	}
	k.seen[strings.Clone(same)] = true // a slice of the record would keep its whole line in memory
	return lang.Text{}
}

// WrongCode says which values are permitted instead of a cell, with their
// meaning; if the cell is a meaning, which value has it.
func (c Column) WrongCode(cell string) lang.Text {
	var ja, en []string
	for _, code := range c.Codes {
		value, label := code.Value, code.Label
		if value != cell && (label.Ja == cell || label.En == cell) {
			return lang.T("「"+cell+"」のコードは "+value+" です。"+value+" と入力してください", "the code of “"+cell+"” is "+value+": write "+value)
		}
		inJa, inEn := value, value
		if label.Ja != "" && label.Ja != value {
			inJa += "（" + label.Ja + "）"
		}
		if label.En != "" && label.En != value {
			inEn += " (" + label.En + ")"
		}
		ja, en = append(ja, inJa), append(en, inEn)
	}
	return lang.T("次のいずれかのコードを入力してください: "+strings.Join(ja, ", "), "write one of the codes: "+strings.Join(en, ", "))
}
