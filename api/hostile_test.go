package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/param"
)

// hostile is requests that try to cost much or to confuse, with the status that
// they deserve.
func hostile(cursor string) map[string]struct {
	target string
	status int
} {
	const path, records = "/api/v1/initiatives?", "/api/v1/datasets/data_dictionary/records?"
	numbers := make([]string, 1000)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i)
	}
	var many, either strings.Builder
	for i := range 9 {
		fmt.Fprintf(&either, "&or.%d=", i+1)
		for j := range 5 {
			fmt.Fprintf(&either, "number.ge=%d|", i*j)
		}
		either.WriteString("title.contains=市")
	}
	for i, op := range []string{"ne", "lt", "le", "gt", "ge", "contains", "starts_with", "like", "is_null", "eq"} {
		for _, column := range []string{"title", "title_en", "source", "id", "policy_id"} {
			value := strconv.Itoa(i)
			if op == "is_null" {
				value = "false"
			}
			fmt.Fprintf(&many, "&%s.%s=%s", column, op, value)
		}
	}
	long := strings.Repeat("a", 8<<10-2-20)
	return map[string]struct {
		target string
		status int
	}{
		"a cursor of another dataset":                 {"/api/v1/goals?cursor=" + cursor, http.StatusBadRequest},
		"a cursor of another query":                   {path + "mark=new&cursor=" + cursor, http.StatusBadRequest},
		"a cursor with an offset":                     {path + "sort=-number&offset=1&cursor=" + cursor, http.StatusBadRequest},
		"a cursor of a release that is not":           {path + "cursor=" + param.Cursor{Release: 1<<32 - 1}.String(), http.StatusNotFound},
		"a cursor of no release":                      {path + "cursor=" + param.Cursor{Row: 1<<32 - 1}.String(), http.StatusNotFound},
		"a cursor that is none":                       {path + "cursor=" + long, http.StatusBadRequest},
		"a cursor where there are no pages":           {"/api/v1/plan?cursor=" + cursor, http.StatusBadRequest},
		"an offset behind everything":                 {path + "offset=1000000000", http.StatusOK},
		"an offset that no number holds":              {path + "offset=99999999999999999999999", http.StatusBadRequest},
		"a page of everything as CSV":                 {"/api/v1/initiatives.csv?limit=1000000000", http.StatusOK},
		"a limit behind an offset, together too much": {"/api/v1/initiatives.csv?limit=1000000000&offset=1000000000&sort=title", http.StatusOK},
		"a thousand values":                           {path + "number.in=" + strings.Join(numbers, ","), http.StatusOK},
		"a thousand values along three relations":     {"/api/v1/initiatives?policy.goal.number.in=" + strings.Join(numbers, ","), http.StatusOK},
		"more values than may be":                     {path + "number.in=" + strings.Join(numbers, ",") + ",1000", http.StatusBadRequest},
		"nine groups of six alternatives":             {path + either.String()[1:], http.StatusBadRequest},
		"groups of alternatives":                      {path + strings.NewReplacer("or.1=", "or=").Replace(either.String()[1:strings.Index(either.String(), "&or.8=")]), http.StatusOK},
		"fifty conditions":                            {path + many.String()[1:], http.StatusOK},
		"fifty-one conditions":                        {path + many.String()[1:] + "&number=1", http.StatusBadRequest},
		"8 KiB to search for":                         {records + "q=" + long, http.StatusOK},
		"many words":                                  {records + "q=" + strings.Repeat("a+", 4000), http.StatusOK},
		"a long pattern":                              {records + "meaning.like=" + strings.Repeat("*a", 4000), http.StatusBadRequest},
		"a pattern of nothing but stars":              {records + "meaning.like=" + strings.Repeat("*", 8000), http.StatusBadRequest},
		"a pattern of anything and something":         {records + "meaning.like=" + strings.Repeat("*%3F", 2000), http.StatusBadRequest},
		"a pattern of question marks":                 {records + "meaning.like=" + strings.Repeat("?", 8000), http.StatusBadRequest},
		"the longest pattern":                         {records + "meaning.like=" + strings.Repeat("*%3F", 99), http.StatusOK},
		"columns without end":                         {path + "fields=" + strings.Repeat("id,", 2600), http.StatusBadRequest},
		"an order without end":                        {path + "sort=" + strings.Repeat("-", 8000), http.StatusBadRequest},
		"groups without end":                          {path + "aggregate=" + strings.Repeat("count,", 1300), http.StatusBadRequest},
		"relations without end":                       {path + "expand=" + strings.Repeat("policy.", 1100), http.StatusBadRequest},
		"a condition along relations without end":     {path + strings.Repeat("policy.", 1100) + "id=x", http.StatusBadRequest},
		"quotation marks without end":                 {path + "number.in=" + strings.Repeat("%22", 2600), http.StatusBadRequest},
		"alternatives without end":                    {path + "or=" + strings.Repeat("|", 8000), http.StatusBadRequest},
		"parameters without end":                      {path + strings.Repeat("x&", 4000), http.StatusBadRequest},
		"unknown parameters without end":              {path + unknown(), http.StatusBadRequest},
		"more than a query string may be":             {path + "q=" + long + long, http.StatusBadRequest},
	}
}

// unknown is as many different parameters as fit, each near to none.
func unknown() string {
	var b strings.Builder
	for i := 0; b.Len() < 8000; i++ {
		fmt.Fprintf(&b, "%x=&", i)
	}
	return b.String()
}

// Hostile requests are answered at once, with what they deserve.
func TestHostileRequestsCostLittle(t *testing.T) {
	const most = 100 * time.Millisecond
	h := service(t)
	cursor := cursorOf(t, ask(t, h, "/api/v1/initiatives?sort=-number"))
	for name, c := range hostile(cursor) {
		t.Run(name, func(t *testing.T) {
			target := strings.ReplaceAll(c.target, "市", url.QueryEscape("市"))
			fastest := time.Hour
			for range 3 { // other processes may be in the way
				fresh, err := api.New(ticking(), fixed(t, embedded(t)))
				if err != nil {
					t.Fatal(err)
				}
				begin := time.Now()
				w := ask(t, fresh, target)
				fastest = min(fastest, time.Since(begin))
				if w.Code != c.status {
					t.Fatalf("%d, want %d: %.500s", w.Code, c.status, w.Body)
				}
				if fastest < most {
					break
				}
			}
			t.Log(fastest)
			if fastest > most {
				t.Errorf("it takes %v", fastest)
			}
		})
	}
}
