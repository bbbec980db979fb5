package release_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/release"
)

// shared is the folder next to the repository with the plan's text and figures.
const shared = "../../../shared"

// columnsOf returns the named columns of a dataset, row by row.
func columnsOf(t *testing.T, r *release.Release, id string, names ...string) [][]string {
	t.Helper()
	s, ok := r.Set(id)
	if !ok {
		t.Fatalf("no dataset %s", id)
	}
	rows := make([][]string, s.Table.Len())
	for row := range rows {
		for _, name := range names {
			rows[row] = append(rows[row], s.Table.Text(s.Table.Index(name), row))
		}
	}
	return rows
}

func TestThePlanHasItsCounts(t *testing.T) {
	r := build(t)
	got := make(map[string]int)
	for _, s := range r.Sets {
		got[s.ID] = s.Table.Len()
	}
	for _, row := range columnsOf(t, r, "initiatives", "mark") {
		got["initiatives "+row[0]]++
	}
	for _, row := range columnsOf(t, r, "initiatives", "number", "relisted_policy_ids") {
		if row[0] != "" {
			got["initiatives with a number"]++
		}
		if row[1] != "" {
			got["initiatives relisted"]++
		}
	}
	for _, row := range columnsOf(t, r, "observations", "indicator_id") {
		got["observations of "+row[0]]++
	}
	for _, row := range columnsOf(t, r, "policies", "goal_id", "kpi_status") {
		got["policies of "+row[0]+" "+row[1]]++
	}
	for _, row := range columnsOf(t, r, "visions", "status") {
		got["visions "+row[0]]++
	}
	for _, row := range columnsOf(t, r, "indicators", "kind") {
		got["indicators "+row[0]]++
	}
	for _, row := range columnsOf(t, r, "areas", "kind", "hachinohe_area") {
		got["areas "+row[0]]++
		if row[1] == "true" {
			got["municipalities of the Hachinohe area"]++
		}
	}
	want := map[string]int{
		"plans": 2, "plan_sections": 203, "visions": 3, "visions proposed": 3, "goals": 3,
		"policies": 11, "policies of g-1 in_preparation": 5, "policies of g-2 in_preparation": 4, "policies of g-3 in_preparation": 2,
		"initiatives": 106, "initiatives with a number": 79, "initiatives relisted": 2,
		"initiatives continued": 40, "initiatives revised": 16, "initiatives new": 23, "initiatives dropped": 27,
		"areas": 42, "areas municipality": 40, "areas prefecture": 1, "areas nation": 1, "municipalities of the Hachinohe area": 8,
		"indicators": 3, "indicators reference": 3, "initiative_progress": 0,
		"observations": 42 * 101, "observations of ind-1": 42 * 47, "observations of ind-2": 42 * 47, "observations of ind-3": 42 * 7,
		"bodies": 4, "related_plans": 8, "events": 9, "data_dictionary": len(columnsOf(t, r, "data_dictionary", "name")),
	}
	for _, s := range r.Sets {
		if s.Record == nil {
			delete(got, s.ID) // the city's own, not the plan's
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

func TestInitiative6IsRelistedAndNotASecondRecord(t *testing.T) {
	got := [][]string{}
	for _, row := range columnsOf(t, build(t), "initiatives", "id", "number", "title", "policy_id", "mark", "relisted_policy_ids") {
		if strings.Contains(row[2], "事業者向けオンライン申請") {
			got = append(got, row)
		}
	}
	want := [][]string{{"i-006", "6", "「はちのへスマート窓口」事業者向けオンライン申請の拡充", "p-1-1", "new", "p-3-2"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// printed is the plan's text, normalised: one string for each line of it.
type printed struct{ title, lines, chapter10 []string }

var (
	listMarker = regexp.MustCompile(`^(- )?(・ ?)?`)
	ownItem    = regexp.MustCompile(`^\s*(- |[0-9]+\.|\(削除\)\.)`)
)

// readPlan normalises the plan as the design says, and not otherwise: mark-up
// (#, **, ---, list markers) is removed, a line broken in two is joined, spaces
// around are trimmed. A line is broken in two where it ends with Markdown's
// line break (two spaces) and the next is not an item of its own.
func readPlan(t *testing.T) printed {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(shared, "source", "*.txt"))
	if err != nil || len(names) != 1 {
		t.Skip("the text of the plan is not next to the repository; only the counts are tested")
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	var p printed
	to, broken := &p.title, false
	for raw := range strings.SplitSeq(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") {
		joins := broken && !ownItem.MatchString(raw)
		broken = strings.HasSuffix(raw, "  ")
		line := strings.TrimSpace(strings.ReplaceAll(strings.TrimLeft(strings.TrimSpace(raw), "#"), "**", ""))
		line = listMarker.ReplaceAllString(line, "")
		switch {
		case line == "" || line == "---":
			continue
		case joins:
			(*to)[len(*to)-1] += line
			continue
		case line == "1. 策定の趣旨" || line == "11. これまでの取組":
			to = &p.lines
		case strings.HasPrefix(line, "10. 成果の測定"):
			to = &p.chapter10
		}
		*to = append(*to, line)
	}
	return p
}

func TestTheTextIsThePlansLetterByLetter(t *testing.T) {
	plan := readPlan(t)
	var got, chapter10 []string
	for _, row := range columnsOf(t, build(t), "plan_sections", "chapter", "text") {
		if row[0] == "10" {
			chapter10 = append(chapter10, row[1])
		} else {
			got = append(got, row[1])
		}
	}
	if want := plan.lines; !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("line %d: got %q, want %q", i, got[i], want[i])
			}
		}
		t.Fatalf("got %d lines, want %d", len(got), len(want))
	}
	if want := []string{"第2期八戸市デジタル推進計画 (素案)", "2025. 5"}; !slices.Equal(plan.title, want) {
		t.Errorf("the title page says %q, not %q", plan.title, want)
	}
	compareParts(t, parts(chapter10), parts(plan.chapter10))
}

// parts cuts chapter 10 at its heading, which is printed on each of its pages.
func parts(lines []string) [][]string {
	var out [][]string
	for _, line := range lines {
		if strings.HasPrefix(line, "10. ") {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], line)
	}
	return out
}

// compareParts wants each printed line of a page, which may be a fragment, to
// be a part of exactly one published row, and each row to have one.
func compareParts(t *testing.T, rows, printed [][]string) {
	t.Helper()
	if len(rows) != 3 || len(printed) != 3 {
		t.Fatalf("chapter 10 has %d pages of rows and %d printed ones, not 3", len(rows), len(printed))
	}
	for page := range rows {
		used := make(map[string]int)
		for _, line := range printed[page] {
			in := slices.DeleteFunc(slices.Clone(rows[page]), func(row string) bool { return !strings.Contains(row, line) })
			if len(in) != 1 {
				t.Errorf("%q is in %d rows: %q", line, len(in), in)
				continue
			}
			used[in[0]]++
		}
		for _, row := range rows[page] {
			if used[row] != 1 {
				t.Errorf("%q has %d printed lines", row, used[row])
			}
		}
	}
}

// planText is what the headings and items of the plan say, as rows of datasets.
type planText struct {
	visions, goals, policies, initiatives [][]string
}

var (
	goalHeading   = regexp.MustCompile(`^基本目標([0-9]) (.+)$`)
	policyHeading = regexp.MustCompile(`^施策([0-9]) (.+)$`)
	item          = regexp.MustCompile(`^([0-9]*)\.? ?(?:\((新規|改訂|削除)\)\.?)? ?(.+?)(?: ※.*再掲)?$`)
	chapter       = regexp.MustCompile(`^([0-9]+)\. (策定の趣旨|計画の位置付け|推進体制|計画期間|進行管理|目指す姿|基本目標|目標達成に向けて展開する施策|施策ごとの主な取組|これまでの取組)$`)
)

func readPlanText(lines []string) planText {
	var o planText
	in, goal, policy := "", "", ""
	for i, line := range lines {
		if m := chapter.FindStringSubmatch(line); m != nil {
			in = m[1]
		} else if m := goalHeading.FindStringSubmatch(line); m != nil {
			if goal = m[1]; in == "7" {
				o.goals = append(o.goals, []string{"g-" + goal, goal, m[2], lines[i+1]})
			}
		} else if m := policyHeading.FindStringSubmatch(line); m != nil {
			if policy = "p-" + goal + "-" + m[1]; in == "8" {
				o.policies = append(o.policies, []string{policy, "g-" + goal, m[1], m[2], lines[i+1]})
			}
		} else if in == "6" && i > 0 && !strings.HasSuffix(line, "。") && line != "<事務局案>" {
			o.visions = append(o.visions, []string{fmt.Sprintf("v-%d", len(o.visions)+1), line})
		} else if in == "9" {
			o.initiative(line, policy)
		}
	}
	slices.SortStableFunc(o.initiatives, func(a, b []string) int { return strings.Compare(b[0][:1], a[0][:1]) })
	return o
}

// initiative adds an item of chapter 9; one that is printed again only adds
// where.
func (o *planText) initiative(line, policy string) {
	m := item.FindStringSubmatch(line)
	mark := map[string]string{"新規": "new", "改訂": "revised", "削除": "dropped", "": "continued"}[m[2]]
	if strings.HasSuffix(line, "再掲") {
		i := slices.IndexFunc(o.initiatives, func(row []string) bool { return row[2] == m[3] && row[4] == mark })
		o.initiatives[i][5] = policy
		return
	}
	id := fmt.Sprintf("i-%03s", m[1])
	if mark == "dropped" {
		dropped := 1
		for _, row := range o.initiatives {
			if row[4] == mark {
				dropped++
			}
		}
		id = fmt.Sprintf("d-%02d", dropped)
	}
	o.initiatives = append(o.initiatives, []string{id, m[1], m[3], policy, mark, ""})
}

func TestTitlesAreThoseOfThePlan(t *testing.T) {
	want, r := readPlanText(readPlan(t).lines), build(t)
	for _, test := range []struct {
		name      string
		got, want [][]string
	}{
		{"visions", columnsOf(t, r, "visions", "id", "text"), want.visions},
		{"goals", columnsOf(t, r, "goals", "id", "number", "title", "description"), want.goals},
		{"policies", columnsOf(t, r, "policies", "id", "goal_id", "number", "title", "description"), want.policies},
		{"initiatives", columnsOf(t, r, "initiatives", "id", "number", "title", "policy_id", "mark", "relisted_policy_ids"), want.initiatives},
	} {
		t.Run(test.name, func(t *testing.T) {
			for i := range min(len(test.got), len(test.want)) {
				if !slices.Equal(test.got[i], test.want[i]) {
					t.Errorf("row %d: got %q, want %q", i+1, test.got[i], test.want[i])
				}
			}
			if len(test.got) != len(test.want) {
				t.Errorf("got %d rows, want %d", len(test.got), len(test.want))
			}
		})
	}
}
