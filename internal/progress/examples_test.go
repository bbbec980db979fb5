package progress_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
)

// none is how the tables of docs/progress.md say that there is nothing.
const none = "–"

// example is a row of the tables: what is given, and what follows.
type example struct {
	name, about  string
	indicator    progress.Indicator
	observations []progress.Observation
	want         map[string]string // by heading
}

// examples reads the tables of docs/progress.md.
func examples(t *testing.T) []example {
	t.Helper()
	text, err := os.ReadFile("../../docs/progress.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]map[string]string) // by name, cells by heading
	var order, headings []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		cells[0] = strings.TrimPrefix(cells[0], "| ")
		cells[len(cells)-1] = strings.TrimSuffix(cells[len(cells)-1], " |")
		switch name := cells[0]; {
		case name == "例":
			headings = cells
		case len(name) < 2 || name[0] != 'e' || strings.Trim(name[1:], "0123456789") != "":
		case len(cells) != len(headings):
			t.Fatalf("%d cells, %d headings: %s", len(cells), len(headings), line)
		default:
			if rows[name] == nil {
				rows[name] = make(map[string]string)
				order = append(order, name)
			}
			for i, cell := range cells {
				rows[name][headings[i]] = cell
			}
		}
	}
	var list []example
	for _, name := range order {
		list = append(list, read(t, name, rows[name]))
	}
	if len(list) < 50 {
		t.Fatalf("only %d examples", len(list))
	}
	return list
}

func read(t *testing.T, name string, row map[string]string) example {
	t.Helper()
	e := example{name: name, about: row["内容 / Case"], want: row, indicator: progress.Indicator{
		ID: "ind-1", AreaCode: "022039", Record: "ind-1", Release: 3,
		Baseline: absent(), BaselineDate: absent(), Target: absent(), TargetLower: absent(), TargetUpper: absent(),
	}}
	in := &e.indicator
	if row["方向"] != none {
		in.Desired = dataset.Direction(row["方向"])
	}
	if row["基準"] != none {
		value, date, dated := strings.Cut(row["基準"], "@")
		in.Baseline = number(t, value)
		if dated {
			in.BaselineDate = dataset.Value{Int: day(t, date)}
		}
	}
	for word := range strings.FieldsSeq(row["目標"]) {
		word = strings.Trim(word, "()")
		lower, upper, limits := strings.Cut(word, "..")
		year, isYear := strings.CutPrefix(word, "FY")
		area, elsewhere := strings.CutPrefix(word, "@")
		switch {
		case word == none:
		case elsewhere:
			in.AreaCode = area
			*in = in.Elsewhere() // stands after the target, which it does not have there
		case isYear:
			in.TargetFiscalYear, _ = strconv.Atoi(year)
		case limits:
			in.TargetLower, in.TargetUpper = number(t, lower), number(t, upper)
		default:
			in.Target = number(t, word)
		}
	}
	for given := range strings.SplitSeq(row["観測値"], ", ") {
		e.observations = append(e.observations, observation(t, given))
	}
	return e
}

func observation(t *testing.T, given string) progress.Observation {
	t.Helper()
	period, value, _ := strings.Cut(given, "=")
	start, end, long := strings.Cut(period, "/")
	if !long {
		end = start
	}
	o := progress.Observation{Start: day(t, start), End: day(t, end), Value: absent(), Status: "A", Record: "ind-1 " + end, Release: 2}
	if last := value[len(value)-1]; last > '9' {
		o.Status, value = dataset.ObservationStatus(value[len(value)-1:]), value[:len(value)-1]
	}
	o.Value = number(t, value)
	return o
}

func absent() dataset.Value { return dataset.Value{Missing: true} }

func number(t *testing.T, cell string) dataset.Value {
	t.Helper()
	return parsed(t, dataset.Number, cell)
}

func day(t *testing.T, cell string) int64 {
	t.Helper()
	return parsed(t, dataset.DateType, cell).Int
}

func parsed(t *testing.T, as dataset.Type, cell string) dataset.Value {
	t.Helper()
	v, fault := dataset.Column{Type: as}.Parse(cell)
	if !fault.Empty() {
		t.Fatalf("%s: %s", cell, fault.En)
	}
	return v
}

// The worked examples of the documentation hold.
func TestWorkedExamples(t *testing.T) {
	for _, e := range examples(t) {
		got := said(progress.Of(&e.indicator, e.observations))
		var codes []string
		for _, w := range progress.Explain(&e.indicator, e.observations).Warnings {
			codes = append(codes, string(w.Code))
		}
		got["注意"] = or(strings.Join(codes, " "))
		for heading, cell := range got {
			if want := e.want[heading]; cell != want {
				t.Errorf("%s, %s: %s is %s, want %s", e.name, e.about, heading, cell, want)
			}
		}
	}
}

// Every reason, status and category occurs in an example, and the documentation
// explains every reason in the words of the answer.
func TestExamplesLeaveNothingOut(t *testing.T) {
	text, err := os.ReadFile("../../docs/progress.md")
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, e := range examples(t) {
		for _, cell := range e.want {
			cells = append(cells, strings.Fields(cell)...)
		}
	}
	var codes []string
	for _, c := range slices.Concat(progress.Status("").Codes(), progress.Category("").Codes()) {
		codes = append(codes, c.Value)
	}
	for _, reason := range progress.Reasons() {
		codes = append(codes, string(reason))
		m := reason.Message()
		if !strings.Contains(string(text), "| `"+string(reason)+"` | "+m.Ja+" | "+m.En+" |") {
			t.Errorf("docs/progress.md does not explain %s as the answer does", reason)
		}
	}
	for _, code := range codes {
		if !slices.Contains(cells, code) {
			t.Errorf("no example has %s", code)
		}
	}
}

// said is a result as the tables have it, by heading.
func said(r progress.Result) map[string]string {
	l, c, p := r.Linear, r.CAGR, r.Projection
	path := or(string(l.PathReason))
	if l.Reason == "" && l.PathReason == "" {
		path = joined(l.Elapsed, l.Path, l.Ahead)
	}
	return map[string]string{
		"status@1": strings.TrimSpace(string(r.Status) + " " + string(r.StatusReason)),
		"到達度 %":    either(l.Reason, joined(l.Share)),
		"経過 % / 直線上の値 / 直線との差":          path,
		"required_change@1":             either(r.RequiredChange.Reason, joined(r.RequiredChange.PerYear)),
		"cagr@1 観測 % / 必要 % / 比 % / 区分": either(c.Reason, joined(c.Observed, c.Required, c.Ratio)+" / "+string(c.Category)),
		"projection@1 推定 / 下限 / 上限":     either(p.Reason, joined(p.Value, p.Lower, p.Upper)),
	}
}

func either(reason progress.Reason, result string) string {
	if reason != "" {
		return string(reason)
	}
	return result
}

func or(text string) string {
	if text == "" {
		return none
	}
	return text
}

func joined(numbers ...dataset.Value) string {
	var cells []string
	for _, v := range numbers {
		cell := ""
		if !v.Missing {
			cell = string(dataset.Number.Append(nil, v))
		}
		cells = append(cells, or(cell))
	}
	return strings.Join(cells, " / ")
}
