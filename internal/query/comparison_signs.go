package query

import (
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// comparison takes a condition apart that is written with a sign, such as
// number>70; without a sign there is no operator. The sign of number>=70 is cut
// in two by the = of the parameter.
func comparison(name, text string) (column string, op table.Op, value string) {
	at := strings.IndexAny(name, "<>!")
	if at <= 0 {
		return name, nil, text
	}
	column, sign := strings.TrimSpace(name[:at]), name[at:]
	switch {
	case sign == "!":
		return column, table.Ne, text
	case sign == ">":
		return column, table.Ge, text
	case sign == "<":
		return column, table.Le, text
	case strings.HasPrefix(sign, "<>"):
		return column, table.Ne, sign[2:]
	case sign[0] == '>':
		return column, table.Gt, sign[1:]
	case sign[0] == '<':
		return column, table.Lt, sign[1:]
	}
	return name, nil, text
}

// comparisonSign says how a comparison is written here.
func (in *parser) comparisonSign(name, text string) lang.Text {
	column, op, value := comparison(name, text)
	if op == nil {
		return lang.Text{}
	}
	at, wrong := in.resolve(column)
	if !wrong.Empty() || at.rest != "" {
		return lang.Text{}
	}
	if _, wrong := in.operator(at, op.String()); !wrong.Empty() {
		return wrong
	}
	condition := column + "." + op.String()
	example, ok := param.Hint(condition, strings.TrimSpace(value))
	if !ok {
		example = condition
	}
	return lang.T("比較は記号ではなく、"+example+" のように指定してください", "write comparisons without signs: "+example)
}
