package query

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

const (
	maxGroups    = 9
	alternatives = "or"
	separators   = ",|" // of conditions, of alternatives
)

// group is alternatives, of which one must hold, and how they are printed.
type group struct {
	conditions [][]condition
	printed    string
}

// alternatives reads or=…, or.2=… to or.9=…. Every group must hold, so their
// order says nothing; nor does that of alternatives, or of their conditions.
func (in *parser) alternatives() (groups []group) {
	for _, given := range in.Each(groupNamed{}) {
		name := given.Name
		if !groupNumbered(name) {
			in.Fail(name, lang.T("or の番号は or.2 から or.9 までです（1つ目は or）", "groups of OR conditions are named or, and or.2 to or.9"))
			continue
		}
		g, wrong := in.group(given.Text)
		if !wrong.Empty() {
			in.Fail(name, wrong)
			continue
		}
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(a.printed, b.printed) })
	return slices.CompactFunc(groups, func(a, b group) bool { return a.printed == b.printed })
}

// groupNumbered reports whether a group has one of the names that groups have.
func groupNumbered(name string) bool {
	number, numbered := strings.CutPrefix(name, alternatives+".")
	n, err := strconv.Atoi(number)
	return name == alternatives || numbered && err == nil && n >= 2 && n <= maxGroups && strconv.Itoa(n) == number
}

// groupNamed is the parameters that are groups of alternatives.
type groupNamed struct{}

func (groupNamed) Match(name string) bool {
	return name == alternatives || strings.HasPrefix(name, alternatives+".")
}

func (groupNamed) Shown() lang.Text { return lang.T(alternatives, alternatives) }

func (groupNamed) Near() []string { return []string{alternatives} }

// alternative is conditions that hold together.
type alternative struct {
	conditions []condition
	printed    string
}

// group reads alternatives, separated by |.
func (in *parser) group(text string) (group, lang.Text) {
	var list []alternative
	for {
		a, rest, wrong := in.alternative(text)
		if !wrong.Empty() {
			return group{}, wrong
		}
		list = append(list, a)
		if rest == "" {
			break
		}
		text = rest[1:]
	}
	slices.SortFunc(list, func(a, b alternative) int { return cmp.Compare(a.printed, b.printed) })
	list = slices.CompactFunc(list, func(a, b alternative) bool { return a.printed == b.printed })
	var g group
	var printed []string
	for _, a := range list {
		g.conditions = append(g.conditions, a.conditions)
		printed = append(printed, a.printed)
	}
	g.printed = strings.Join(printed, "|")
	return g, lang.Text{}
}

// alternative reads conditions, separated by commas, up to the next |.
func (in *parser) alternative(text string) (alternative, string, lang.Text) {
	var a alternative
	for {
		c, rest, wrong := in.member(text)
		if !wrong.Empty() {
			return a, "", wrong
		}
		a.conditions = append(a.conditions, c.simplified())
		if rest == "" || rest[0] == '|' {
			text = rest
			break
		}
		text = rest[1:]
	}
	slices.SortFunc(a.conditions, func(x, y condition) int { return cmp.Compare(x.printed(), y.printed()) })
	a.conditions = slices.CompactFunc(a.conditions, func(x, y condition) bool { return x.printed() == y.printed() })
	var printed []string
	for i, c := range a.conditions {
		if i > 0 {
			if wrong := in.contradiction(a.conditions[i-1], c); !wrong.Empty() {
				return a, "", wrong
			}
		}
		printed = append(printed, c.printed())
	}
	a.printed = strings.Join(printed, ",")
	return a, text, lang.Text{}
}

// printed writes a condition as one of several.
func (c condition) printed() string { return c.name + "=" + param.Quote(c.value, separators) }

// member reads the condition at the beginning of text.
func (in *parser) member(text string) (condition, string, lang.Text) {
	end := strings.IndexAny(text, "="+separators)
	if end < 0 || text[end] != '=' {
		if end < 0 {
			end = len(text)
		}
		return condition{}, "", in.unequal(lang.Shorten(strings.TrimSpace(text[:end])))
	}
	name := strings.TrimSpace(text[:end])
	value, rest, ok := param.Cut(text[end+1:], separators)
	if !ok {
		return condition{}, "", param.Misquoted()
	}
	c, wrong := in.condition(name, value)
	if !wrong.Empty() {
		return c, "", lang.T(lang.Shorten(name)+": "+wrong.Ja, lang.Shorten(name)+": "+wrong.En)
	}
	return c, rest, wrong
}

// unequal says how a condition is written, with values of the subject.
func (in *parser) unequal(said string) lang.Text {
	ja, en := "条件「"+said+"」に = がありません。", "the condition “"+said+"” has no =: "
	if said == "" {
		ja, en = "条件が指定されていません。", "a condition is missing: "
	}
	ja += `列名.演算子=値 の形で指定し、コンマや | を含む値は " で囲んでください`
	en += `write column.operator=value, and enclose a value with a comma or | in "`
	if t := in.Set.Table; t.Len() > 0 {
		names := columnNames(in.Set)
		if example, ok := param.Hint(alternatives, names[0]+".in="+param.Quote(resolved{set: in.Set}.rangeFrom(0), separators)+"|"+names[len(names)-1]+".is_null=true"); ok {
			ja, en = ja+"（例 "+example+"）", en+", such as "+example
		}
	}
	return lang.T(ja, en)
}
