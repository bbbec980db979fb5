package main_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestScripts runs every script against one server. A script is blocks of
// lines with an empty line between them:
//
//	# a sentence that names the case
//	GET /path?query                   the request, sent to the letter
//	Accept: text/csv                  its headers
//	< text                            its body
//	> 200                             the status that is expected
//	> Vary: Accept-Encoding, Accept   a header, or a pattern: > ETag: /^"[a-z]+"$/
//	> !Set-Cookie                     no such header
//	> body empty                      also: = text, contains text, lacks text,
//	                                  prefix-hex efbbbf, bytes 100
//	> body json results.0.number = 72 a value as it is written; results.# counts
//	> like GET                        the headers of the GET of the same path
//	> not ours                        answered by net/http, before our code
//	> save ETag as tag                {tag} stands for it from here on
//
// {x*900} stands for 900 times x. Every answer must also satisfy common.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/scripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	s := serve(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			saved := make(map[string]string)
			for block := range strings.SplitSeq(string(text), "\n\n") {
				if c := parseBlock(t, block, saved); c.method != "" {
					t.Run(c.name, func(t *testing.T) { c.run(t, s.addr, saved) })
				}
			}
		})
	}
}

// block is one request of a script and what is expected of its answer.
type block struct {
	name, method, target, body string
	headers, expected          []string
}

var repetition = regexp.MustCompile(`\{(.)\*(\d+)\}`)

func parseBlock(t *testing.T, text string, saved map[string]string) block {
	t.Helper()
	text = repetition.ReplaceAllStringFunc(text, func(s string) string {
		m := repetition.FindStringSubmatch(s)
		n, _ := strconv.Atoi(m[2])
		return strings.Repeat(m[1], n)
	})
	for name, value := range saved {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	var b block
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "# "):
			b.name = strings.TrimSpace(b.name + " " + line[2:])
		case strings.HasPrefix(line, "> "):
			b.expected = append(b.expected, line[2:])
		case strings.HasPrefix(line, "< "):
			b.body += line[2:]
		case b.method == "":
			b.method, b.target, _ = strings.Cut(line, " ")
		default:
			b.headers = append(b.headers, line)
		}
	}
	if b.method != "" && (b.name == "" || b.target == "" || len(b.expected) == 0) {
		t.Fatalf("a block needs a name, a request and an expectation:\n%s", text)
	}
	return b
}

// reply is an answer with its body as it came and decoded.
type reply struct {
	*http.Response
	raw, body []byte
}

// send writes the request itself: a client library would tidy it up.
func send(t *testing.T, addr, method, target string, headers []string, body string) reply {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if body != "" {
		headers = append(slices.Clone(headers), "Content-Length: "+strconv.Itoa(len(body)))
	}
	headers = append(slices.Clone(headers), "Host: opendata.test", "Connection: close")
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\n%s\r\n\r\n%s", method, target, strings.Join(headers, "\r\n"), body)
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("reading the body: %v", err)
	}
	return reply{Response: res, raw: raw, body: decoded(t, res.Header.Get("Content-Encoding"), raw)}
}

func decoded(t *testing.T, coding string, raw []byte) []byte {
	t.Helper()
	if len(raw) == 0 {
		return raw
	}
	var r io.Reader = bytes.NewReader(raw)
	var err error
	switch coding {
	case "gzip":
		r, err = gzip.NewReader(r)
	case "br":
		r = brotli.NewReader(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("decoding the body as %q: %v", coding, err)
	}
	return body
}

func (b block) run(t *testing.T, addr string, saved map[string]string) {
	t.Helper()
	got := send(t, addr, b.method, b.target, b.headers, b.body)
	if !slices.Contains(b.expected, "not ours") {
		common(t, b.method, got)
	}
	for _, e := range b.expected {
		if what := b.expect(t, addr, e, got, saved); what != "" {
			t.Errorf("%s %.200s\nwant %s\n got %.2000s", b.method, b.target, e, what)
		}
	}
}

// expect returns what was found instead of what is expected, nothing if they
// are the same.
func (b block) expect(t *testing.T, addr, e string, got reply, saved map[string]string) string {
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

func bodyIs(e string, got reply) string {
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
func common(t *testing.T, method string, got reply) {
	t.Helper()
	if got.Header.Get("X-Request-Id") == "" || got.Header.Get("X-Content-Type-Options") != "nosniff" ||
		got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Cache-Control") == "" {
		t.Errorf("headers that every answer bears are missing: %v", got.Header)
	}
	for _, name := range []string{"Server", "X-Powered-By", "Set-Cookie"} {
		if got.Header.Get(name) != "" {
			t.Errorf("the answer bears %s: %s", name, got.Header.Get(name))
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
			t.Errorf("a problem bears %s: %s", name, got.Header.Get(name))
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
