package param

import (
	"cmp"
	"slices"

	"hachinohe.example/opendata/internal/lang"
)

// Pattern is parameters whose names are too many to list, such as a name for
// every column and operator.
type Pattern interface {
	Match(name string) bool
	Shown() lang.Text // how they are told among the parameters that can be used
	Near() []string   // names that a mistyped one is compared with
}

// Repeater is a Pattern that knows how else to say what somebody says by giving
// one parameter several times. The message is empty if there is no other way.
type Repeater interface {
	Repeated(name string, texts []string) lang.Text
}

// Named is a parameter with its name.
type Named struct{ Name, Text string }

// Each hands out the parameters that match a pattern and that nobody asked for
// before, sorted by name.
func (v *Values) Each(p Pattern) []Named {
	v.patterns = append(v.patterns, p)
	var list []Named
	for name := range v.given {
		if v.Has(name) && !v.asked(name) && p.Match(name) {
			list = append(list, Named{Name: name})
		}
	}
	slices.SortFunc(list, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	for i, given := range list {
		texts := v.given[given.Name]
		list[i].Text = texts[0]
		if len(texts) > 1 {
			v.Fail(given.Name, repeated(p, given.Name, texts))
		}
		v.taken = append(v.taken, given.Name)
	}
	return list
}

// repeated says that a parameter is given several times, and what to write
// instead if its pattern knows.
func repeated(p Pattern, name string, texts []string) lang.Text {
	if r, ok := p.(Repeater); ok {
		if message := r.Repeated(name, texts); !message.Empty() {
			return message
		}
	}
	return once()
}

// onceAsList is once for a list.
func onceAsList() lang.Text {
	return lang.T("一度だけ指定してください。複数の項目はコンマで区切ります", "can be given only once; separate several items with commas")
}

func once() lang.Text {
	return lang.T("一度だけ指定してください", "can be given only once")
}
