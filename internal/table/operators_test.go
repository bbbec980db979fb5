package table_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// two returns two values of a type, in order.
func two(kind dataset.Type) []string {
	switch kind {
	case dataset.Integer:
		return []string{"-3", "12"}
	case dataset.Number:
		return []string{"-0.5", "2.50"}
	case dataset.Boolean:
		return []string{"false", "true"}
	case dataset.DateType:
		return []string{"2026-03-31", "2026-04-01"}
	case dataset.MonthType:
		return []string{"2026-03", "2026-04"}
	case dataset.YearType:
		return []string{"2025", "2026"}
	case dataset.ListType, dataset.String:
	}
	return []string{"「八戸」の港", "市場"}
}

// An operator that is registered is whole: it says what it asks, has a type that
// it can be asked of, and its example finds rows of each of them, but not where
// there is nothing for it to find.
func TestRegisteredOperatorsAreWhole(t *testing.T) {
	for _, op := range table.Ops() {
		d := op.Definition()
		if d.Name != op || d.Meaning.Ja == "" || d.Meaning.En == "" {
			t.Errorf("%s is defined as %q: %v", op, d.Name, d.Meaning)
		}
		if !slices.ContainsFunc(dataset.Types(), op.Applies) {
			t.Errorf("%s applies to no type", op)
		}
		for _, kind := range dataset.Types() {
			if op.Applies(kind) {
				asExampled(t, op, kind)
			}
		}
	}
	for i, op := range table.Ops() {
		if slices.Contains(table.Ops()[:i], op) || table.Named(table.Ops(), op.String()) != op {
			t.Errorf("%s is registered twice", op)
		}
	}
	if op := table.Named(table.Ops(), "no_such_operator"); op != nil {
		t.Errorf("%s was never registered", op)
	}
}

// asExampled asks tables of one row and of two what the example of an operator
// asks.
func asExampled(t *testing.T, op table.Op, kind dataset.Type) {
	t.Helper()
	schema := dataset.Schema{Columns: []dataset.Column{{Name: "c", Type: kind}}}
	for n := 1; n <= 2; n++ {
		cells := two(kind)[:n]
		var rows [][]string
		for _, cell := range cells {
			rows = append(rows, []string{cell})
		}
		read, err := table.FromRows(schema, rows)
		if err != nil {
			t.Fatal(err)
		}
		operands := op.Definition().Example(cells)
		if operands == nil && n == 1 {
			continue
		}
		filters := parsed(schema, []condition{{column: 0, op: op, operands: operands}})
		if got, err := read.Select(t.Context(), table.Query{Filters: filters}); err != nil || got.Count == 0 {
			t.Errorf("%s %q finds none of %q (%s): %v", op, operands, cells, kind, err)
		}
	}
}

// Looking up what an operator is leaves nothing behind: every condition does.
func TestDefinitionsAreFree(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _ = table.IsNull.Definition() }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
