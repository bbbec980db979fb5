package main_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
)

// TestScripts runs every script against one server. A script is blocks of
// lines with an empty line between them:
//
//	# a sentence that names the case
//	GET /path?query                   the request, sent to the letter but for
//	                                  what is not ASCII, which is percent-encoded
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
//	> save json a.b as name           the same for a text of the body
//
// {x*900} stands for 900 times x, {formats} and the like for what grown returns.
// Every answer must also satisfy common.
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
			saved := grown()
			for block := range strings.SplitSeq(string(text), "\n\n") {
				if c := parseBlock(t, block, saved); c.method != "" {
					t.Run(c.name, func(t *testing.T) { c.run(t, s.addr, saved) })
				}
			}
		})
	}
}

// grown is what a column or a format more changes in answers.
func grown() map[string]string {
	var columns []string
	files := 0
	for _, c := range dataset.SchemaOf[dataset.Initiative]().Data() {
		columns = append(columns, c.Name)
	}
	for _, f := range format.All().With(format.Files) {
		files += len(f.Profiles)
	}
	return map[string]string{
		"columns of initiatives": strings.Join(columns, ", "),
		"formats":                strings.Join(format.All().Names(), ", "),
		"number of files":        strconv.Itoa(files),
	}
}

// block is one request of a script and what is expected of its answer.
type block struct {
	name, method, target, body string
	headers, expected          []string
}

var foreign = regexp.MustCompile(`[^\x00-\x7f]+`)

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
			b.target = foreign.ReplaceAllStringFunc(b.target, url.PathEscape)
		default:
			b.headers = append(b.headers, line)
		}
	}
	if b.method != "" && (b.name == "" || b.target == "" || len(b.expected) == 0) {
		t.Fatalf("a block needs a name, a request and an expectation:\n%s", text)
	}
	return b
}

// received is a response with its body as it came and decoded.
type received struct {
	*http.Response
	raw, body []byte
}

// send writes the request itself: a client library would tidy it up.
func send(t *testing.T, addr, method, target string, headers []string, body string) received {
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
	return received{Response: res, raw: raw, body: decoded(t, res.Header.Get("Content-Encoding"), raw)}
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
