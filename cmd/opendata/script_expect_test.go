package main_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// expect returns what was found instead of what is expected, nothing if they
// are the same.
func (b block) expect(t *testing.T, addr, e string, got received, saved map[string]string) string {
	t.Helper()
	first, rest, _ := strings.Cut(e, " ")
	_, statusErr := strconv.Atoi(e)
	name, value, isHeader := strings.Cut(e, ": ")
	switch {
	case statusErr == nil:
		return unless(strconv.Itoa(got.StatusCode) == e, got.Status+"\n"+string(got.body))
	case e == "not ours":
		return ""
	case e == "like GET":
		want := lasting(send(t, addr, http.MethodGet, b.target, b.headers, "").Header)
		return unless(maps.EqualFunc(want, lasting(got.Header), slices.Equal), fmt.Sprint(lasting(got.Header), "\n GET ", want))
	case strings.HasPrefix(e, "save json "):
		path, variable, _ := strings.Cut(strings.TrimPrefix(e, "save json "), " as ")
		var text string
		err := json.Unmarshal([]byte(jsonAt(got.body, path)), &text)
		saved[variable] = text
		return unless(err == nil && text != "", jsonAt(got.body, path))
	case first == "save":
		header, variable, _ := strings.Cut(rest, " as ")
		saved[variable] = got.Header.Get(header)
		return unless(saved[variable] != "", "no header "+header)
	case first == "body":
		return bodyIs(rest, got)
	case strings.HasPrefix(e, "!"):
		return strings.Join(got.Header.Values(e[1:]), ", ")
	case isHeader && len(value) > 1 && strings.HasPrefix(value, "/") && strings.HasSuffix(value, "/"):
		found := strings.Join(got.Header.Values(name), ", ")
		return unless(regexp.MustCompile(value[1:len(value)-1]).MatchString(found), found+"(no match)")
	case isHeader:
		found := strings.Join(got.Header.Values(name), ", ")
		return unless(found == value, "“"+found+"”")
	}
	return "an expectation that nobody understands"
}

func bodyIs(e string, got received) string {
	verb, rest, _ := strings.Cut(e, " ")
	switch verb {
	case "empty":
		return string(got.raw)
	case "=":
		return unless(string(got.body) == rest+"\n", string(got.body))
	case "contains":
		return unless(bytes.Contains(got.body, []byte(rest)), string(got.body))
	case "lacks":
		return unless(!bytes.Contains(got.body, []byte(rest)), string(got.body))
	case "prefix-hex":
		start := hex.EncodeToString(got.body[:min(len(rest)/2, len(got.body))])
		return unless(start == rest, start)
	case "bytes":
		return unless(strconv.Itoa(len(got.raw)) == rest, strconv.Itoa(len(got.raw)))
	case "json":
		path, want, _ := strings.Cut(rest, " = ")
		found := jsonAt(got.body, path)
		return unless(found == want, found)
	}
	return "a test of the body that nobody understands"
}

func unless(ok bool, otherwise string) string {
	if ok {
		return ""
	}
	return otherwise
}

// jsonAt returns the value at a path as it is written, so that 10.0 is not 10.
func jsonAt(body []byte, path string) string {
	value := json.RawMessage(body)
	for step := range strings.SplitSeq(path, ".") {
		var object map[string]json.RawMessage
		var list []json.RawMessage
		index, indexErr := strconv.Atoi(step)
		switch {
		case json.Unmarshal(value, &object) == nil && object != nil:
			value = object[step]
		case json.Unmarshal(value, &list) != nil:
			return "neither object nor list at " + step
		case step == "#":
			return strconv.Itoa(len(list))
		case indexErr != nil || index >= len(list):
			return "no element " + step + " of " + strconv.Itoa(len(list))
		default:
			value = list[index]
		}
		if value == nil {
			return "nothing at " + step
		}
	}
	return string(value)
}

// lasting leaves out the headers that differ from answer to answer.
func lasting(h http.Header) http.Header {
	h = h.Clone()
	h.Del("Date")
	h.Del("X-Request-Id")
	return h
}

// common is what holds for every answer.
func common(t *testing.T, method string, got received) {
	t.Helper()
	if got.Header.Get("X-Request-Id") == "" || got.Header.Get("X-Content-Type-Options") != "nosniff" ||
		got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Cache-Control") == "" {
		t.Errorf("headers that every response has are missing: %v", got.Header)
	}
	for _, name := range []string{"Server", "X-Powered-By", "Set-Cookie"} {
		if got.Header.Get(name) != "" {
			t.Errorf("the response has %s: %s", name, got.Header.Get(name))
		}
	}
	if got.StatusCode < http.StatusBadRequest {
		return
	}
	if got.Header.Get("Content-Type") != "application/problem+json; charset=utf-8" {
		t.Errorf("a problem has the Content-Type %q", got.Header.Get("Content-Type"))
	}
	for _, name := range []string{"ETag", "Last-Modified", "Content-Encoding", "Content-Disposition"} {
		if got.Header.Get(name) != "" {
			t.Errorf("a problem has %s: %s", name, got.Header.Get(name))
		}
	}
	if method == http.MethodHead {
		return
	}
	var p struct {
		Type, Title, Detail string
		TitleEn             string `json:"title_en"`
		DetailEn            string `json:"detail_en"`
		RequestID           string `json:"request_id"`
		Status              int
	}
	if err := json.Unmarshal(got.body, &p); err != nil {
		t.Errorf("a problem is not JSON: %v\n%s", err, got.body)
	}
	if !strings.HasPrefix(p.Type, baseURL+"/docs#problem-") || p.Title == "" || p.TitleEn == "" || p.Detail == "" || p.DetailEn == "" ||
		p.Status != got.StatusCode || p.RequestID != got.Header.Get("X-Request-Id") {
		t.Errorf("a problem is incomplete: %s", got.body)
	}
}
