package query_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// said is a request that is wrong, and how.
type said struct{ name, dataset, raw string }

// unpaged is what is wrong where an answer holds nothing but rows, and all of
// them.
const unpaged = "unpaged"

// Everything that a query can have wrong, with the whole of what is said
// about it.
func messages() map[string][]said {
	many := strings.TrimSuffix(strings.Repeat("number.ge=1,", 51), ",")
	values := "1" + strings.Repeat(",1", 1000)
	return map[string][]said{
		"conditions": {
			{"a column that is mistyped", "initiatives", "titel=x"},
			{"a column with an operator that is mistyped", "initiatives", "titel.contains=x"},
			{"a column that resembles none", "initiatives", "department.eq=x"},
			{"a parameter that resembles nothing", "initiatives", "department=x"},
			{"a parameter that is mistyped", "initiatives", "limt=10"},
			{"a parameter given twice", "initiatives", "mark=new&mark=revised"},
			{"a column given twice with its operator", "initiatives", "policy.title.eq=a,b&policy.title.eq=c"},
			{"a column given twice with one value", "initiatives", "mark=new&mark=new"},
			{"an operator given twice that takes one value", "initiatives", "number.ge=1&number.ge=2"},
			{"the same condition in two spellings", "initiatives", "mark=new&mark.eq=revised"},
			{"an operator that is mistyped", "initiatives", "title.contain=x"},
			{"an operator that resembles none", "initiatives", "number.matches=1"},
			{"an operator that is left out", "initiatives", "number.=1"},
			{"an operator that does not fit the type", "initiatives", "number.contains=7"},
			{"a range of a list", "initiatives", "relisted_policy_ids.lt=p-1-1"},
			{"nothing to compare with", "initiatives", "title="},
			{"no code", "initiatives", "mark="},
			{"a value of spaces", "initiatives", "title=%20%E3%80%80"},
			{"an empty code in a list", "initiatives", "mark.in=new,"},
			{"a text for a number", "initiatives", "number.ge=many"},
			{"a full-width number", "initiatives", "number=７２"},
			{"a number of too many digits", "halls", "fee=123456789012345678.9"},
			{"a number of too many decimals", "halls", "fee=0.1234567890"},
			{"an integer of too many digits", "initiatives", "number.le=1234567890123456789"},
			{"a text for a number with decimals", "halls", "fee.gt=1e3"},
			{"a zero with a sign", "halls", "fee=-0"},
			{"a day that does not exist", "events", "period_start=2021-02-29"},
			{"a month that does not exist", "plans", "edition_month=2025-13"},
			{"a month in Japanese", "plans", "edition_month=令和7年5月"},
			{"a date in Japanese", "events", "period_start.ge=令和3年5月1日"},
			{"a month for a date", "events", "period_start=2021-05"},
			{"something else for a month", "plans", "edition_month=2025"},
			{"something else for a boolean", "halls", "free=yes"},
			{"a code that is mistyped", "initiatives", "mark=nwe"},
			{"the meaning of a code", "initiatives", "mark=新規"},
			{"a code that resembles none", "initiatives", "mark.in=new,abandoned"},
			{"a list as a cell has it", "indicators", "initiative_ids=i-002%3Bi-003"},
			{"a coded list as a cell has it", "halls", "uses.ne=music%3Bsport"},
			{"a number that is no code", "halls", "grade=1.5"},
			{"a code of a list", "halls", "uses=musik"},
			{"a range of which the ends are swapped", "initiatives", "number.between=20,10"},
			{"a range with one end", "initiatives", "number.between=10"},
			{"a range with three ends", "initiatives", "number.between=1,2,3"},
			{"an empty value in a list", "initiatives", "number.in=1,,3"},
			{"a quotation mark that nothing closes", "initiatives", `title.in="a,b`},
			{"a quotation mark within a value", "initiatives", `title.in=a"b`},
			{"something behind a quotation mark", "initiatives", `title.in="a"b`},
			{"neither true nor false", "initiatives", "number.is_null=yes"},
			{"too many values", "initiatives", "number.in=" + values},
			{"a pattern that is too long", "initiatives", "title.like=" + strings.Repeat("a", 201)},
			{"too many conditions", "initiatives", "or=" + many},
			{"more faults than are listed", "initiatives", "fields=" + strings.Repeat("x,", 1000)},
			{"a dataset without rows has no example", "initiative_progress", "fiscal_year=x"},
			{"more than one thing", "initiatives", "number=x&mark=y&sort=z&fields=id,id&limit=0"},
		},
		"common_mistakes": {
			{"an operator of another language", "initiatives", "number.gte=70"},
			{"another", "initiatives", "mark.neq=new"},
			{"one that does not fit the type here either", "initiatives", "number.ilike=7"},
			{"a period as a condition", "observations", "period_start.fiscal_year=2021"},
			{"a period of months as a condition", "plans", "edition_month.fiscal_year=2025"},
			{"a range", "initiatives", "number.range=70,75"},
			{"codes behind an operator that takes one", "initiatives", "mark=new,revised"},
			{"codes to leave out behind an operator that takes one", "initiatives", "mark.ne=new,revised"},
			{"numbers behind an operator that takes one", "initiatives", "number=70,75"},
			{"codes, one of which is wrong", "initiatives", "mark=new,revise"},
			{"numbers along a relation", "initiatives", "policy.number.eq=1,2"},
			{"a heading of the files as a condition", "initiatives", "区分=new"},
			{"a heading with an operator", "initiatives", "取組番号.ge=70"},
			{"a heading among the fields", "initiatives", "fields=取組番号,title"},
			{"a heading to group by", "initiatives", "group_by=区分"},
			{"a column along a relation among the fields", "initiatives", "fields=id,policy.title"},
			{"a column along a relation to sort by", "initiatives", "sort=-policy.number"},
			{"a relation among the fields", "initiatives", "fields=id,policy"},
			{"a relation to sort by", "initiatives", "sort=-policy"},
			{"a column along a relation to group by", "initiatives", "group_by=policy.title"},
			{"a relation to group by", "initiatives", "group_by=policy"},
			{"distinct values along a relation", "initiatives", "distinct=policy.title"},
			{"an aggregate along a relation", "initiatives", "aggregate=policy.number.max"},
			{"a facet along a relation", "initiatives", "facets=policy.title"},
			{"a page by its number", "initiatives", "page=2&per_page=20"},
			{"other names of parameters", "initiatives", "search=x&order_by=number&order=desc&select=id"},
			{"a comparison with a sign", "initiatives", "number>70"},
			{"a comparison with two signs", "initiatives", "number>=70"},
			{"a number with a point behind a sign", "observations", "value<7.5"},
			{"the other signs", "initiatives", "number<=70&mark!=new&title<>x"},
			{"a sign that does not fit the type", "initiatives", "relisted_policy_ids>p-1-1"},
			{"a sign along a relation", "initiatives", "policy.number>1"},
			{"a sign in an alternative", "initiatives", "or=number>=70|mark=new"},
			{"a sign behind no column", "initiatives", "depth>70"},
			{"a word for the order", "initiatives", "sort=number desc,title:asc"},
			{"a word for the order of groups", "initiatives", "group_by=mark&sort=count DESC"},
			{"another word behind a column", "initiatives", "sort=number backwards"},
			{"a relation that begins one step too far", "initiatives", "goal.title=x"},
			{"a column that begins one step too far", "initiatives", "goal_id=g-1"},
			{"a column that begins one step too far, among others", "initiatives", "mark=new&goal_id=g-1&limit=0"},
			{"a column of what is referred to", "observations", "unit.eq=人"},
			{"a function before its column", "observations", "aggregate=avg.value"},
			{"functions of other languages", "observations", "aggregate=value.mean,value.average,value.total,value.minimum,value.Maximum"},
			{"a function of another language that does not fit the type", "observations", "aggregate=label.mean"},
			{"a function of another language before its column", "observations", "aggregate=mean(value),total"},
			{"a function with brackets", "observations", "aggregate=sum(value)"},
			{"a function alone", "observations", "aggregate=avg"},
			{"a period alone", "observations", "group_by=fiscal_year"},
			{"a period where there is no date", "initiatives", "group_by=fiscal_year"},
		},
		"relations": {
			{"a relation without a column", "initiatives", "policy=p-1-1"},
			{"a relation with an operator", "initiatives", "policy.eq=p-1-1"},
			{"a relation below a relation", "initiatives", "policy.goal=g-1"},
			{"a relation below a relation, with an operator", "initiatives", "policy.goal.eq=g-1"},
			{"a relation below two relations", "halls", "policy_id_record.goal.plan=plan-2"},
			{"a relation that begins one step too far", "initiatives", "goal=g-1"},
			{"a relation that begins one step too far, with an operator", "initiatives", "goal.eq=g-1"},
			{"a column that is mistyped of a relation that begins one step too far", "initiatives", "goal.titel=x"},
			{"a column of a relation that is mistyped", "initiatives", "policy.goalid=g-3"},
			{"a relation that is mistyped", "initiatives", "polcy.goal_id=g-3"},
			{"a value of a relation", "initiatives", "policy.number=first"},
			{"an operator of a relation's column", "initiatives", "policy.number.like=1*"},
			{"more than three relations", "halls", "branches.branches.branches.branches.id=h-1"},
			{"a relation to expand that is mistyped", "initiatives", "expand=polcy"},
			{"a column to expand", "initiatives", "expand=policy_id"},
			{"a relation below that is mistyped", "initiatives", "expand=policy.gaol"},
			{"a relation below of what is not expanded", "initiatives", "expand=goal"},
			{"a relation below of two that are expanded", "initiatives", "expand=policy,relisted_policies,goal"},
			{"a relation twice", "initiatives", "expand=policy.goal,policy.goal"},
			{"more than three relations deep", "halls", "expand=branches.branches.branches.branches"},
			{"more than five relations", "halls", "expand=policy_record.goal.plan,policy_id_record,branches,chapter"},
			{"more than five relations named", "halls", "expand=a,b,c,d,e,f"},
			{"a dataset that refers to nothing", "plans", "expand=goal"},
			{"groups of relations", "initiatives", "expand=policy&group_by=mark"},
		},
		"or_conditions": {
			{"a condition without a value", "initiatives", "or=mark"},
			{"an unquoted comma", "initiatives", "or=mark.in=new,revised|number.le=10"},
			{"nothing", "initiatives", "or="},
			{"an empty alternative", "initiatives", "or=mark=new|"},
			{"two values of one column in one alternative", "initiatives", "or=mark=new,mark=revised"},
			{"the same among other conditions", "initiatives", "or=title=a|mark.eq=new,number.le=10,mark.in=revised"},
			{"two values that must be quoted", "halls", `or=name="a,b",name="c|d"`},
			{"two values of one column along relations", "initiatives", "or=policy.goal.number=1,policy.goal.number=2|number=1"},
			{"two values of one column, one of them behind in", "initiatives", "mark=new&mark.in=revised"},
			{"an alternative of spaces", "initiatives", "or=mark=new|%20%20"},
			{"a condition that is wrong", "initiatives", "or=mark=new|number.le=ten"},
			{"an unknown column", "initiatives", "or=mark=new|nmber.le=10"},
			{"a quotation mark that nothing closes", "initiatives", `or=title="a|number=1`},
			{"the first group by number", "initiatives", "or.1=mark=new"},
			{"the tenth group", "initiatives", "or.10=mark=new"},
			{"a group without a number", "initiatives", "or.x=mark=new"},
		},
		"columns": {
			{"a field that is mistyped", "initiatives", "fields=id,tilte"},
			{"a field given twice", "initiatives", "fields=id,title,id"},
			{"no field", "initiatives", "fields="},
			{"a field of spaces", "initiatives", "fields=id,%20"},
			{"a space within a name", "initiatives", "fields=id,title en"},
			{"a field too few", "initiatives", "fields=id,"},
			{"a column to sort by that is mistyped", "initiatives", "sort=-nunber"},
			{"a column to sort by given twice", "initiatives", "sort=number,-number"},
			{"no column to sort by", "initiatives", "sort="},
			{"a search for nothing", "initiatives", "q="},
			{"a search for spaces", "initiatives", "q=%20%E3%80%80"},
			{"a search for more than ten words", "initiatives", "q=マ イ ナ ポ ー タ ル 活 用 行 ここにない語"},
		},
		"groups": {
			{"a column that is mistyped", "initiatives", "group_by=polcy_id"},
			{"a period that is mistyped", "observations", "group_by=period_start.fiscalyear"},
			{"a period that resembles none", "observations", "group_by=period_start.decade"},
			{"a period of a text", "observations", "group_by=label.year"},
			{"a function that is mistyped", "observations", "group_by=indicator_id&aggregate=value.agv"},
			{"a function that resembles none", "observations", "aggregate=value.middle"},
			{"a function of a text", "observations", "aggregate=label.sum"},
			{"a column without a function", "observations", "aggregate=value"},
			{"an aggregate of an unknown column", "observations", "aggregate=vale.sum"},
			{"nothing to group by", "observations", "group_by="},
			{"the same column twice", "observations", "group_by=indicator_id,indicator_id"},
			{"the same aggregate twice", "observations", "aggregate=count,count"},
			{"a group and an aggregate of one name", "halls", "group_by=fee_max&aggregate=fee.max"},
			{"a column that the groups lack", "observations", "group_by=indicator_id&aggregate=value.avg&sort=-value"},
			{"fields that the groups lack", "observations", "group_by=indicator_id&fields=label"},
			{"groups that are wrong, whose columns are not known", "observations", "group_by=indicatorid&fields=label&sort=x"},
			{"distinct values of groups", "observations", "group_by=indicator_id&distinct=area_code"},
			{"distinct values with an aggregate", "observations", "distinct=area_code&aggregate=count"},
			{"distinct values of an unknown column", "observations", "distinct=area"},
			{"distinct values twice", "observations", "distinct=area_code,area_code"},
			{"an unknown facet", "initiatives", "facets=makr"},
			{"a facet twice", "initiatives", "facets=mark,mark"},
			{"too many facets", "halls", "facets=id,name,policy,policy_id,branch_ids,grade,uses,opened,fee,free,like"},
			{"a list to group by", "indicators", "group_by=initiative_ids,unit"},
			{"distinct lists", "indicators", "distinct=initiative_ids"},
			{"a facet of lists", "indicators", "facets=unit,initiative_ids"},
			{"a list without items", "halls", "facets=branch_ids&distinct=uses"},
			{"facets of groups", "initiatives", "facets=mark&group_by=policy_id"},
		},
		"pages": {
			{"no rows", "initiatives", "limit=0"},
			{"too many rows", "initiatives", "limit=1001"},
			{"no number", "initiatives", "limit=all"},
			{"a negative offset", "initiatives", "offset=-1"},
			{"what is no cursor", "initiatives", "cursor=next"},
			{"no cursor", "initiatives", "cursor="},
			{"a cursor with an offset", "initiatives", "cursor=" + cursorOf("initiatives", "", 1) + "&offset=10"},
			{"a cursor of another query", "initiatives", "mark=new&cursor=" + cursorOf("initiatives", "", 1)},
			{"a cursor of another dataset", "goals", "cursor=" + cursorOf("initiatives", "", 1)},
			{"a cursor of another release", "initiatives", "cursor=" + cursorOf("initiatives", "", 2)},
		},
		unpaged: {
			{"facets", "initiatives", "facets=mark"},
			{"rows that are referred to", "initiatives", "expand=policy"},
			{"no rows", "initiatives", "limit=0"},
			{"more rows than there can be", "initiatives", "limit=1000000001"},
		},
	}
}

func cursorOf(id, raw string, number int) string {
	r, err := built()
	if err != nil {
		return err.Error()
	}
	set, _ := r.Set(id)
	q, _ := parse(query.Subject{Set: set, In: r}, raw, inPages())
	return q.Cursor(number, 9)
}

func TestMessages(t *testing.T) {
	fixes := make(map[string]string) // what can be asked of a dataset is the same whatever is wrong
	for file, cases := range messages() {
		o := inPages()
		if file == unpaged {
			o = query.Options{}
		}
		var b strings.Builder
		for _, c := range cases {
			_, err := parse(subject(t, c.dataset), c.raw, o)
			wrong, ok := errors.AsType[*fault.Error](err)
			if !ok || wrong.Kind != fault.Invalid || len(wrong.Fields) == 0 {
				t.Errorf("%s: %s?%s is not refused: %v", c.name, c.dataset, c.raw, err)
				continue
			}
			raw := c.raw
			if len(raw) > 100 {
				raw = raw[:100] + "…"
			}
			fmt.Fprintf(&b, "# %s\n%s?%s\n", c.name, c.dataset, raw)
			for _, f := range wrong.Fields {
				fmt.Fprintf(&b, "  %s\n    %s\n    %s\n", f.Place, f.Message.Ja, f.Message.En)
			}
			b.WriteByte('\n')
			fix := told(wrong)
			if before, known := fixes[c.dataset]; known && fix != before {
				t.Errorf("%s: %s?%s is told\n%s, others\n%s", c.name, c.dataset, c.raw, fix, before)
			}
			fixes[c.dataset] = fix
		}
		golden(t, file, b.String())
	}
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(fixes)) {
		fmt.Fprintf(&b, "# %s\n%s\n", id, fixes[id])
	}
	golden(t, "fixes", b.String())
}

// told is what an error says of the whole request, and how to mend it.
func told(wrong *fault.Error) string {
	var b strings.Builder
	for _, text := range append([]lang.Text{wrong.Message}, wrong.Fixes...) {
		fmt.Fprintf(&b, "%s\n%s\n", text.Ja, text.En)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", path, got)
	}
}
