package query_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/query"
)

// Every spelling of a query is printed in one form.
func TestCanonicalForm(t *testing.T) {
	for _, c := range []struct {
		name, dataset, raw string
		want               map[string]string
	}{
		{"nothing", "initiatives", "", map[string]string{}},
		{"defaults are left out", "initiatives", "limit=100&offset=0&fields=" + strings.ReplaceAll(columnsOf(t, "initiatives"), " ", ""), map[string]string{}},
		{"eq is the operator that is not written", "initiatives", "mark.eq=new", map[string]string{"mark": "new"}},
		{"listed values are in order, each once", "initiatives", "number.in=10,9,10", map[string]string{"number.in": "9,10"}},
		{"listed texts are quoted where they must be", "halls", `name.in="b",a,"x,y","say ""a"""`, map[string]string{"name.in": `a,b,"say ""a""","x,y"`}},
		{"numbers are written shortly", "halls", "fee=10.50&fee.in=2.0,2,1.10&fee.between=0.0,1.0", map[string]string{"fee": "10.5", "fee.in": "1.1,2", "fee.between": "0,1"}},
		{"a code is written as the list of codes has it", "halls", "grade=1&grade.in=2.00,1", map[string]string{"grade": "1.0", "grade.in": "1.0,2.0"}},
		{"several operators of one column", "initiatives", "number.ge=10&number.le=20&number.ne=15", map[string]string{"number.ge": "10", "number.le": "20", "number.ne": "15"}},
		{"a quotation mark that lists nothing is a letter", "halls", `name="a,b"`, map[string]string{"name": `"a,b"`}},
		{"a column named as an operator", "halls", "like=a&like.like=a*", map[string]string{"like": "a", "like.like": "a*"}},
		{"alternatives and their conditions are in order, each once", "initiatives", "or=number.le=10|mark.eq=revised|number.le=10,mark=new,number.le=10", map[string]string{"or": "mark=new,number.le=10|mark=revised|number.le=10"}},
		{"alternatives with quoted values", "initiatives", `or=title.contains="a,b|c"|mark.in="revised,new"`, map[string]string{"or": `mark.in="new,revised"|title.contains="a,b|c"`}},
		{"quotes within quotes", "halls", `or=name.in="""x,y"",z"|id=h-1`, map[string]string{"or": `id=h-1|name.in="""x,y"",z"`}},
		{"groups of alternatives are in order and numbered anew", "initiatives", "or.9=mark=new|number=2&or.4=number=2|mark=new&or.2=number=1|id=i-001", map[string]string{"or": "id=i-001|number=1", "or.2": "mark=new|number=2"}},
		{"one of one value is that value", "initiatives", `mark.in=new,new&number.not_in=2&or=mark.in=new|number.not_in="3,3"`, map[string]string{"mark": "new", "number.ne": "2", "or": "mark=new|number.ne=3"}},
		{"one of one value that has marks", "halls", `name.in="a,""b"""`, map[string]string{"name": `a,"b"`}},
		{"one of one value, twice", "initiatives", "mark=new&mark.in=new&number.ne=2&number.not_in=2", map[string]string{"mark": "new", "number.ne": "2"}},
		{"two items of a list", "halls", "uses=music&uses.in=sport", map[string]string{"uses": "music", "uses.in": "sport"}},
		{"two items referred to", "halls", "branches.id=h-2&branches.id.in=h-3", map[string]string{"branches.id": "h-2", "branches.id.in": "h-3"}},
		{"neither of two values", "initiatives", "mark.ne=new&mark.not_in=revised", map[string]string{"mark.ne": "new", "mark.not_in": "revised"}},
		{"one alternative is conditions", "initiatives", "or=mark=new,number.le=10&or.2=title.contains=a|title.contains=a", map[string]string{"mark": "new", "number.le": "10", "title.contains": "a"}},
		{"one alternative that is said already", "initiatives", "or=mark=new&mark=new", map[string]string{"mark": "new"}},
		{"one alternative of which the name is taken", "initiatives", "or=mark.ne=new,number=1&mark.ne=revised", map[string]string{"mark.ne": "revised", "or": "mark.ne=new,number=1"}},
		{"one alternative of two items", "halls", "or=uses=music,uses=sport", map[string]string{"or": "uses=music,uses=sport"}},
		{"two groups of one alternative of one name", "initiatives", "or=mark.ne=new&or.2=mark.ne=revised", map[string]string{"mark.ne": "new", "or": "mark.ne=revised"}},
		{"relations keep their path", "initiatives", "policy.goal_id.eq=g-3&policy.goal.title.contains=うみ", map[string]string{"policy.goal_id": "g-3", "policy.goal.title.contains": "うみ"}},
		{"a path to expand names all relations on it", "initiatives", "expand=policy.goal", map[string]string{"expand": "policy,policy.goal"}},
		{"a relation of one expanded dataset", "initiatives", "expand=goal,policy", map[string]string{"expand": "policy,policy.goal"}},
		{"relations are in the order of the columns", "initiatives", "expand=relisted_policies,policy", map[string]string{"expand": "policy,relisted_policies"}},
		{"counting is what groups are for", "observations", "group_by=indicator_id&aggregate=count", map[string]string{"group_by": "indicator_id"}},
		{"counting everything is said", "observations", "aggregate=count", map[string]string{"aggregate": "count"}},
		{"columns of the groups", "observations", "group_by=indicator_id,period_start.fiscal_year&aggregate=value.avg&fields=indicator_id,period_start_fiscal_year,value_avg&sort=-value_avg", map[string]string{
			"group_by": "indicator_id,period_start.fiscal_year", "aggregate": "value.avg", "sort": "-value_avg",
		}},
		{"spaces around names", "initiatives", "fields=id,%20title&sort=-number%20,%E3%80%80title&facets=mark,%20policy_id&expand=%20policy,%20goal", map[string]string{
			"fields": "id,title", "sort": "-number,title", "facets": "policy_id,mark", "expand": "policy,policy.goal",
		}},
		{"spaces around the names of groups", "observations", "group_by=indicator_id,%20period_start.year%20&aggregate=count,%20value.max", map[string]string{
			"group_by": "indicator_id,period_start.year", "aggregate": "count,value.max",
		}},
		{"spaces around values", "initiatives", "mark.in=new,%20revised&number.between=10,%2020&number=%2015&title=%20a&policy_id.not_in=p-1-1%20,%20%22p-1-2%22%20,p-1-3&number.is_null=%20false", map[string]string{
			"mark.in": "new,revised", "number.between": "10,20", "number": "15", "title": "a", "policy_id.not_in": "p-1-1,p-1-2,p-1-3", "number.is_null": "false",
		}},
		{"spaces in alternatives", "initiatives", `or=mark=new,%20number.le=%2010%20|%20title=%20"a"%20|%20mark.in=%20"revised,%20dropped"`, map[string]string{
			"or": `mark.in="dropped,revised"|mark=new,number.le=10|title=a`,
		}},
		{"spaces in what is looked for in texts", "initiatives", `title.contains=%20a&or=title.like=%20*|title.starts_with="b,%20"|title.starts_with=b%20`, map[string]string{
			"title.contains": " a", "or": `title.like= *|title.starts_with="b, "|title.starts_with=b `,
		}},
		{"spaces around the words", "initiatives", "q=%20デジタル%20", map[string]string{"q": "デジタル"}},
		{"words in another order", "initiatives", "q=データ%20オープン", map[string]string{"q": "オープン データ"}},
		{"columns and order are as they are given", "initiatives", "fields=title,id&sort=-number,title", map[string]string{"fields": "title,id", "sort": "-number,title"}},
		{"facets are in the order of the columns", "initiatives", "facets=mark,policy_id", map[string]string{"facets": "policy_id,mark"}},
		{"periods are conditions as columns are", "halls", `opened.fiscal_year.eq=2020&opened.month.in=2020-12&opened.quarter.in=2021-Q1,2020-Q4&or=opened.year.ge=2000|opened.year.lt=1980`, map[string]string{
			"opened.fiscal_year": "2020", "opened.month": "2020-12", "opened.quarter.in": "2020-Q4,2021-Q1", "or": "opened.year.ge=2000|opened.year.lt=1980",
		}},
		{"a cursor", "initiatives", "cursor=" + cursorOf("initiatives", "", 1), map[string]string{"cursor": cursorOf("initiatives", "", 1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := subject(t, c.dataset)
			q := parsed(t, s, c.raw)
			if !maps.Equal(q.Given, c.want) {
				t.Fatalf("got %q\nwant %q", q.Given, c.want)
			}
			same(t, s, q, inPages())
		})
	}
}

// same holds a query to the law that what it prints is the same query.
func same(tb testing.TB, s query.Subject, q query.Query, o query.Options) {
	tb.Helper()
	reread, err := parse(s, q.String(), o)
	if err != nil {
		tb.Fatalf("%s?%s, which is canonical: %v", s.Set.ID, q, err)
	}
	if a, b := meaning(tb, s, q), meaning(tb, s, reread); a != b {
		tb.Fatalf("%s?%s means\n%s\nand then\n%s", s.Set.ID, q, a, b)
	}
}

// Each condition keeps the rows that it says, and no others.
func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, dataset, raw string
		want               []string
	}{
		{"equal", "initiatives", "number=72", []string{"i-072"}},
		{"conditions hold together", "initiatives", "number.ge=70&number.lt=73", []string{"i-070", "i-071", "i-072"}},
		{"a range includes its ends", "initiatives", "number.between=70,72", []string{"i-070", "i-071", "i-072"}},
		{"an item of a list", "initiatives", "relisted_policy_ids=p-3-2&limit=1&sort=number", []string{"i-006"}},
		{"no value", "halls", "policy_id.is_null=true", []string{"h-2"}},
		{"a value", "halls", "policy_id.is_null=false", []string{"h-1", "h-3"}},
		{"either", "halls", "or=free=true|like=a", []string{"h-1", "h-2"}},
		{"either, where conditions hold together", "halls", "or=free=true,like=a|policy_id=p-3-2", []string{"h-3"}},
		{"both groups", "halls", "or=free=true|like=a&or.2=fee.ge=1000|fee.is_null=true", []string{"h-1"}},
		{"a quoted value with a mark that separates", "halls", `or=name="北部会館|分室"`, []string{"h-3"}},
		{"a listed value with a comma", "halls", `name.in="公会堂, 大ホール","南部「会館""A"""`, []string{"h-1", "h-2"}},
		{"a relation", "halls", "policy_record.title.contains=スマート窓口", []string{"h-1", "h-2"}},
		{"a relation by another column", "halls", "policy_id_record.number=2&policy_id_record.goal_id=g-1", []string{"h-1"}},
		{"two relations deep", "halls", "policy_id_record.goal.number=3", []string{"h-3"}},
		{"three relations deep", "halls", "policy_id_record.goal.plan.id=plan-2", []string{"h-1", "h-3"}},
		{"any item of a list refers", "halls", "branches.free=true", []string{"h-1", "h-3"}},
		{"a list of lists", "halls", "branches.branches.id=h-2", []string{"h-1"}},
		{"a relation by a number", "halls", "chapter.title=オープンデータの推進", []string{"h-1"}},
		{"a fiscal year begins in April", "halls", "opened.fiscal_year=1975", []string{"h-1"}},
		{"a fiscal year does not begin in January", "halls", "opened.fiscal_year=1974", nil},
		{"a month of a year", "halls", "opened.month=2020-12", []string{"h-3"}},
		{"years up to one", "halls", "opened.year.le=1975", []string{"h-1"}},
		{"quarters between two", "halls", "opened.quarter.between=1975-Q2,2020-Q3", []string{"h-1"}},
		{"none of some years, which no value is not", "halls", "opened.year.not_in=1974,1976", []string{"h-1", "h-3"}},
		{"no period", "halls", "opened.quarter.is_null=true", []string{"h-2"}},
		{"either of two periods", "halls", "or=opened.year=1975|opened.quarter=2020-Q4", []string{"h-1", "h-3"}},
		{"a period of what is referred to", "halls", "branches.opened.fiscal_year.ge=2020", []string{"h-1"}},
		{"a period two relations away", "halls", "policy_id_record.goal.plan.edition_month.year.ge=1", []string{"h-1", "h-3"}},
		{"nothing is referred to", "halls", "policy_record.title=ない", nil},
		{"what refers to nothing is not among what refers to another", "halls", "policy_id_record.id.ne=p-3-2", []string{"h-1"}},
		{"a relation among alternatives", "halls", "or=policy_id_record.goal.number=3|branches.id=h-3", []string{"h-1", "h-3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := subject(t, c.dataset)
			if got := keys(t, s, parsed(t, s, c.raw)); !slices.Equal(got, c.want) {
				t.Errorf("%s gives %q, want %q", c.raw, got, c.want)
			}
		})
	}
}

// The same words in the same place always mean the same thing: no relation
// has the name of a column or of a parameter.
func TestRelationNames(t *testing.T) {
	r, err := built()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range r.Sets {
		for _, relation := range query.Relations(query.Subject{Set: &r.Sets[i], In: r}) {
			line := r.Sets[i].ID + "." + r.Sets[i].Table.Column(relation.Column).Name + " " + relation.Name
			if relation.Many {
				line += "[]"
			}
			got = append(got, line+" "+relation.Target.ID+"."+relation.Target.Table.Column(relation.TargetColumn).Name)
		}
	}
	golden(t, "relations_of_datasets", strings.Join(got, "\n")+"\n")
}

// A condition along a relation keeps the rows from which the relation leads to
// a row that satisfies it.
func TestConditionsAndExpansionFollowTheSameRelations(t *testing.T) {
	in := subject(t, "goals").In
	followed := 0
	for i := range in.Sets {
		s := query.Subject{Set: &in.Sets[i], In: in}
		from := s.Set.Table
		for _, r := range query.Relations(s) {
			for target := range r.Target.Table.Len() {
				key := r.Target.Table.Text(r.TargetColumn, target)
				if key == "" {
					continue
				}
				var want []string
				for row := range from.Len() {
					if slices.Contains(r.Rows(from, row), target) {
						want = append(want, from.Text(0, row))
					}
				}
				raw := r.Name + "." + r.Target.Table.Column(r.TargetColumn).Name + "=" + key + "&limit=1000"
				if got := keys(t, s, parsed(t, s, raw)); !slices.Equal(got, want) {
					t.Errorf("%s?%s gives %q, want %q", s.Set.ID, raw, got, want)
				}
				followed += len(want)
			}
		}
	}
	if followed == 0 {
		t.Error("nothing refers to anything")
	}
}

func TestExpandedRows(t *testing.T) {
	s := subject(t, "halls")
	q := parsed(t, s, "expand=policy_record.goal,branches")
	policy, branches := q.Expand[0], q.Expand[1]
	goals := policy.Below[0]
	for _, c := range []struct {
		name     string
		relation query.Relation
		from     query.Subject
		row      int
		want     []string
	}{
		{"one row", policy, s, 0, []string{"p-1-1"}},
		{"no row", policy, s, 2, nil},
		{"several rows, in the order of the list", branches, s, 0, []string{"h-2", "h-3"}},
		{"an empty list", branches, s, 1, nil},
		{"from a row referred to", goals, subject(t, "policies"), 10, []string{"g-3"}},
	} {
		var got []string
		for _, row := range c.relation.Rows(c.from.Set.Table, c.row) {
			got = append(got, c.relation.Target.Table.Text(0, row))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
