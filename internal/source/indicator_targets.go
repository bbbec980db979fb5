package source

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// targets checks what the columns of an indicator's baseline and target say
// together: progress is computed from them without asking again.
func (r *reader) targets() {
	for _, c := range r.read {
		list, ok := c.records.(*[]dataset.Indicator)
		if !ok {
			continue
		}
		for row, indicator := range *list {
			t := target{file: &file{reader: r, checked: c}, line: c.lines[row], of: indicator}
			if !t.unreadable() {
				t.baseline()
				t.direction()
				t.limits()
				t.decimals()
			}
		}
	}
}

// target is the baseline and the target of one indicator.
type target struct {
	file *file
	line int
	of   dataset.Indicator
}

// unreadable reports whether a cell has a fault, so that nothing is known of what
// it was meant to be.
func (t target) unreadable() bool {
	return slices.ContainsFunc(t.file.columns, func(c dataset.Column) bool { return t.file.failed[cellAt{t.line, c.Name}] })
}

// fail reports a fault of the cell that a field of the record was read from.
func (t target) fail(field, ja, en string) {
	column := columnName(reflect.TypeFor[dataset.Indicator](), field)
	t.file.fail(t.line, t.file.cellStart(t.line, column), lang.T("列 "+t.file.titled(column)+": "+ja, "column "+column+": "+en))
}

func (t target) baseline() {
	if (t.of.Baseline == "") != (t.of.BaselineDate == "") {
		t.fail("BaselineDate", "基準値とその時点は、両方入力するか、両方空にしてください", "give both the baseline and its date, or neither")
	}
}

// direction holds a target to the direction that it is of: one value is to be
// reached or kept, a range has limits.
func (t target) direction() {
	limited := t.of.TargetLower != "" || t.of.TargetUpper != ""
	switch d := t.of.DesiredDirection; {
	case d == "" && (t.of.Target != "" || limited):
		t.fail("DesiredDirection", "目標値か目標の下限・上限がある指標では、望ましい方向を入力してください", "required where there is a target or a limit of it")
	case d == dataset.WithinRange && t.of.Target != "":
		t.fail("Target", "望ましい方向が range（範囲内）の指標では空にし、目標の下限（target_lower）と上限（target_upper）に入力してください", "must be empty where the direction is range: give target_lower and target_upper")
	case (d == dataset.Increase || d == dataset.Decrease) && limited:
		t.fail("TargetLower", "望ましい方向が "+string(d)+" の指標では下限と上限を空にし、目標値（target）に入力してください", "the limits must be empty where the direction is "+string(d)+": give target")
	case t.of.TargetFiscalYear != nil && t.of.Target == "" && !limited:
		t.fail("TargetFiscalYear", "目標値も目標の下限・上限もないため、空にしてください", "must be empty where there is neither a target nor a limit of it")
	}
}

// limits refuses limits between which no value is, and a value to be kept that is
// not between them.
func (t target) limits() {
	if above(t.of.TargetLower, t.of.TargetUpper) {
		t.fail("TargetLower", "下限が上限より大きくなっています。確かめてください", "the lower limit is above the upper one: check both")
	} else if t.of.DesiredDirection == dataset.Maintain && (above(t.of.TargetLower, t.of.Target) || above(t.of.Target, t.of.TargetUpper)) {
		t.fail("Target", "目標値が目標の下限と上限の間にありません。確かめてください", "the target is not between its limits: check them")
	}
}

// above reports whether a number is above another. One that is missing is not.
func above(a, b dataset.Decimal) bool {
	if a == "" || b == "" {
		return false
	}
	x, _ := dataset.Number.Parse(string(a))
	y, _ := dataset.Number.Parse(string(b))
	return dataset.Number.Compare(x, y) > 0
}

// decimals holds the numbers to the decimals of the indicator's values.
func (t target) decimals() {
	for _, n := range []struct {
		field string
		value dataset.Decimal
	}{{"Baseline", t.of.Baseline}, {"Target", t.of.Target}, {"TargetLower", t.of.TargetLower}, {"TargetUpper", t.of.TargetUpper}} {
		if _, fraction, _ := strings.Cut(string(n.value), "."); n.value != "" && len(fraction) != t.of.Decimals {
			t.fail(n.field, fmt.Sprintf("この指標の値は小数点以下 %d 桁です（小数点以下の桁数の列）。同じ桁数で入力してください", t.of.Decimals),
				"values of this indicator have "+decimalPlaces(t.of.Decimals)+" (column decimals): write as many")
		}
	}
}
