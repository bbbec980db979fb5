package main_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fixture/municipalities"
)

// A city's own dataset is a CSV and a Table Schema and no code.
const (
	sheltersSchema = `{
  "title": "避難所一覧", "title_en": "Evacuation shelters", "description": "市が指定する避難所。", "keywords": ["防災"], "category": "司法・安全・環境",
  "fields": [
    {"name": "id", "title": "ID"},
    {"name": "name", "title": "名称", "title_en": "Name", "description": "避難所の名称"},
    {"name": "capacity", "title": "定員", "type": "integer", "unit": "人"},
    {"name": "height", "title": "標高", "type": "number", "unit": "m"},
    {"name": "opened", "title": "開設日", "type": "date"}
  ],
  "primaryKey": "id"
}`
	sheltersCSV = "ID,名称,定員,標高,開設日\ns-2,体育館,,-1.50,\ns-1,市民センター,120,10.0,2026-04-01\n"
)

func TestACitysOwnDatasetGetsEverything(t *testing.T) {
	s := serve(t, "--source", folder(t, map[string]string{"shelters.csv": sheltersCSV, "shelters.schema.json": sheltersSchema, "README.md": "a note"}))
	cases := []struct{ name, path, at, want string }{
		{"it is in the catalogue", "/api/v1/datasets", "metadata.resultset.count", strconv.Itoa(builtIn + 1)},
		{"it is described", "/api/v1/datasets/shelters", "results.0.title", `"避難所一覧"`},
		{"its columns are described", "/api/v1/datasets/shelters", "results.0.columns.2.unit", `"人"`},
		{"its rows are counted", "/api/v1/datasets/shelters", "results.0.records", "2"},
		{"its rows are answered, in the order of the key", "/api/v1/datasets/shelters/records", "results.0", `{"id":"s-1","name":"市民センター","capacity":120,"height":10.0,"opened":"2026-04-01"}`},
		{"what is missing is null, never zero", "/api/v1/datasets/shelters/records", "results.1", `{"id":"s-2","name":"体育館","capacity":null,"height":-1.50,"opened":null}`},
		{"its columns are filters", "/api/v1/datasets/shelters/records?height=-1.5", "metadata.resultset.count", "1"},
		{"its columns sort", "/api/v1/datasets/shelters/records?sort=height", "results.0.id", `"s-2"`},
		{"it has a schema", "/api/v1/datasets/shelters/schema", "fields.2.unit", `"人"`},
		{"it has a JSON file", "/files/022039_shelters.json", "0.name", `"市民センター"`},
		{"it is in the data dictionary", "/api/v1/datasets/data_dictionary/records?dataset_id=shelters&name=height", "results.0.title", `"標高"`},
		{"the built-in datasets are still there", "/api/v1/initiatives/72", "results.0.title", `"オープンデータの推進"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := jsonAt([]byte(s.get(t, c.path)), c.at); got != c.want {
				t.Errorf("%s at %s: %s", c.path, c.at, got)
			}
		})
	}
	want := "\ufeffID,名称,定員,標高,開設日\r\ns-1,市民センター,120,10.0,2026-04-01\r\ns-2,体育館,,-1.50,\r\n"
	if got := s.get(t, "/files/022039_shelters.csv"); got != want {
		t.Errorf("the file is %q", got)
	}
}

func TestTheMetadataOfAFileIsTrue(t *testing.T) {
	s := serve(t)
	for i := range builtIn {
		catalogue := []byte(s.get(t, "/api/v1/datasets"))
		for j := range 5 {
			at := fmt.Sprintf("results.%d.files.%d.", i, j)
			url, err := strconv.Unquote(jsonAt(catalogue, at+"url"))
			if err != nil {
				t.Fatal(err)
			}
			body := s.get(t, strings.TrimPrefix(url, baseURL))
			sum := sha256.Sum256([]byte(body))
			if jsonAt(catalogue, at+"sha256") != strconv.Quote(hex.EncodeToString(sum[:])) || jsonAt(catalogue, at+"bytes") != strconv.Itoa(len(body)) {
				t.Errorf("%s is not what the catalogue says", url)
			}
		}
	}
}

// The largest real file at hand: as big as anything the city will publish.
func TestAllMunicipalities(t *testing.T) {
	data := municipalities.CSV(t)
	s := serve(t, "--source", folder(t, map[string]string{"cards.csv": string(data), "cards.schema.json": string(municipalities.Descriptor)}))
	if got := jsonAt([]byte(s.get(t, "/api/v1/datasets/cards/records?limit=1")), "metadata.resultset.count"); got != "81791" {
		t.Errorf("count %s", got)
	}
	hachinohe := []byte(s.get(t, "/api/v1/datasets/cards/records?municipality_code=022039&limit=1"))
	if got := jsonAt(hachinohe, "metadata.resultset.count"); got != "47" {
		t.Errorf("Hachinohe has %s rows", got)
	}
	if got := jsonAt(hachinohe, "results.0.cards_issued"); got != "20979" {
		t.Errorf("the first value is %s", got)
	}
	records, err := csv.NewReader(strings.NewReader(s.get(t, "/api/v1/datasets/cards/records.csv"))).ReadAll()
	if err != nil || len(records) != 81792 {
		t.Errorf("the CSV has %d lines, %v", len(records), err)
	}
}

// The guide adds that file with two copies, and what it asks of it is answered,
// with rows.
func TestTheGuideAddsALargeFile(t *testing.T) {
	files := map[string]string{"mynumber_cards_all_municipalities.csv": string(municipalities.CSV(t))}
	guide, err := os.ReadFile("../../docs/guides/add-a-dataset.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(guide), `<a id="large"></a>`)
	section, _, _ = strings.Cut(section, "<a id=")
	added := make(map[string]string)
	for _, copied := range regexp.MustCompile(`(?m)^cp (\S+) bigdata/(\S+)$`).FindAllStringSubmatch(section, -1) {
		text, ok := files[copied[1]]
		if !ok {
			data, err := os.ReadFile("../../" + copied[1])
			if err != nil {
				t.Fatal(err)
			}
			text = string(data)
		}
		added[copied[2]] = text
	}
	s := serve(t, "--source", folder(t, added))
	targets := regexp.MustCompile(`(?m)^(/api/v1/\S+)\?(\S+)$`).FindAllStringSubmatch(section, -1)
	if len(added) != 2 || len(targets) < 5 {
		t.Fatalf("%d copies, %d queries", len(added), len(targets))
	}
	for _, target := range targets {
		query, err := url.ParseQuery(target[2])
		if err != nil {
			t.Fatal(err)
		}
		if body := s.get(t, target[1]+"?"+query.Encode()); strings.Count(body, "\n") < 2 || strings.Contains(body, "\"count\":0,") {
			t.Errorf("%s finds nothing: %s", target[0], body)
		}
	}
}

// bigDataset makes a dataset whose file is larger than what a socket buffers.
func bigDataset(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,text\n")
	filler := strings.Repeat("八", 300)
	for i := range 20_000 {
		fmt.Fprintf(&b, "r-%05d,%s\n", i, filler)
	}
	return folder(t, map[string]string{
		"big.csv":         b.String(),
		"big.schema.json": `{"title": "大きい", "fields": [{"name": "id"}, {"name": "text"}], "primaryKey": "id"}`,
	})
}

func TestShutdownFinishesAnOpenDownload(t *testing.T) {
	s := serve(t, "--source", bigDataset(t))
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /files/022039_big.csv HTTP/1.1\r\nHost: opendata.test\r\nConnection: close\r\n\r\n")
	slow := bufio.NewReaderSize(conn, 4096)
	res, err := http.ReadResponse(slow, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	begun := make([]byte, 10_000)
	if _, err := io.ReadFull(res.Body, begun); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refused := false
	for range 200 {
		other, err := net.Dial("tcp", s.addr)
		if refused = err != nil; refused {
			break
		}
		other.Close()
		time.Sleep(10 * time.Millisecond)
	}
	if !refused {
		t.Error("new connections are still taken after SIGTERM")
	}
	rest, err := io.ReadAll(res.Body)
	if got := int64(len(begun) + len(rest)); err != nil || got != res.ContentLength || got < 18_000_000 {
		t.Errorf("got %d bytes of %d, %v", got, res.ContentLength, err)
	}
	if !strings.HasSuffix(string(rest), "八\r\n") {
		t.Error("the end of the file is missing")
	}
	s.stop(t)
}

func TestTheServerSaysWhereToLook(t *testing.T) {
	s := serve(t)
	s.get(t, "/api/v1/initiatives/72")
	s.stop(t)
	for _, want := range []string{"八戸市オープンデータ / Hachinohe City open data", "公表 / release 1, データセット / datasets " + strconv.Itoa(builtIn), baseURL + "/docs"} {
		if !strings.Contains(s.stdout.String(), want) {
			t.Errorf("the greeting lacks %q: %s", want, s.stdout)
		}
	}
	if !strings.Contains(s.stderr.String(), `"uri":"/api/v1/initiatives/72","status":200`) {
		t.Errorf("the last lines of the log are missing: %s", s.stderr)
	}
}

func TestWhatStopsTheStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cases := []struct {
		name string
		args []string
		exit int
		says []string
	}{
		{"wrong settings, all at once", []string{"serve", "--addr", "here", "--base-url", "city.example", "--log-format", "xml"}, 2, []string{
			"設定に誤りがあります / the settings are not right",
			"--addr / OPENDATA_ADDR: 「here」は使えません", "“here” is not an address",
			"--base-url / OPENDATA_BASE_URL: 「city.example」は使えません", "“city.example” is not a base URL",
			"--log-format / OPENDATA_LOG_FORMAT: 「xml」は使えません", "“xml” is not a log format",
		}},
		{"a flag that does not exist", []string{"serve", "--port", "80"}, 2, []string{"設定に誤りがあります", "flag provided but not defined: -port"}},
		{"a port that is taken", []string{"serve", "--addr", taken.Addr().String()}, 1, []string{"ポートを開けません", "cannot listen; give another port with --addr"}},
		{"a folder that does not exist", []string{"serve", "--source", "nowhere"}, 1, []string{"フォルダーを開けません / cannot open the source folder", "nowhere"}},
		{"sources with faults", []string{"serve", "--source", folder(t, map[string]string{"x.csv": "a\n1\n"})}, 1, []string{"データに誤りが 1 件あります。何も公表していません / 1 error found; nothing was published", "x.csv"}},
		{"no verb", nil, 2, []string{"使い方 / usage", "opendata serve"}},
		{"a verb that does not exist", []string{"sevre"}, 2, []string{"使い方 / usage"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := run(t, c.args...)
			if got.exit != c.exit || got.stdout != "" {
				t.Errorf("exit %d, stdout %q", got.exit, got.stdout)
			}
			for _, want := range c.says {
				if !strings.Contains(got.stderr, want) {
					t.Errorf("stderr lacks %q:\n%s", want, got.stderr)
				}
			}
		})
	}
}

func TestHelpIsNoError(t *testing.T) {
	got := run(t, "serve", "--help")
	if got.exit != 0 || !strings.Contains(got.stdout, "OPENDATA_BASE_URL") || got.stderr != "" {
		t.Errorf("got %+v", got)
	}
}

func TestCheck(t *testing.T) {
	faults := folder(t, map[string]string{
		"goals.csv":            "id,plan_id,number,title,title_en,description,description_en,source\ng-1,plan-9,one,題,Title,説明,Text,出典\n",
		"shelters.csv":         "id,capacity\ns-1,many\ns-1,5\n\n",
		"shelters.schema.json": `{"title": "避難所", "fields": [{"name": "id"}, {"name": "capacity", "type": "integer"}], "primaryKey": "id"}`,
		"notes.docx":           "x",
	})
	t.Run("a folder with faults: every fault with its place, in both languages", func(t *testing.T) {
		got := run(t, "check", faults)
		if got.exit != 1 || got.stdout != "" {
			t.Errorf("exit %d, stdout %q", got.exit, got.stdout)
		}
		for _, want := range []string{
			"goals.csv:2:12: 列 number", "goals.csv:2:5: 列 plan_id", "shelters.csv:2:5: 列 capacity", "shelters.csv:3:1: 主キー s-1 が前の行と重複しています / duplicate key s-1",
			"shelters.csv:4:1: 空の行があります", "notes.docx: 対応していない種類のファイルです", "unsupported file type", "not an integer",
		} {
			if !strings.Contains(got.stderr, want) {
				t.Errorf("stderr lacks %q:\n%s", want, got.stderr)
			}
		}
	})
	t.Run("a folder without faults: every dataset with its rows", func(t *testing.T) {
		got := run(t, "check", folder(t, map[string]string{"shelters.csv": sheltersCSV, "shelters.schema.json": sheltersSchema}))
		if got.exit != 0 || got.stderr != "" || !strings.Contains(got.stdout, "initiatives                   106 行 / rows\n") ||
			!strings.Contains(got.stdout, "shelters                        2 行 / rows\n") || !strings.HasSuffix(got.stdout, "誤りはありません / no faults\n") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("the built-in sources", func(t *testing.T) {
		if got := run(t, "check"); got.exit != 0 || !strings.HasSuffix(got.stdout, "誤りはありません / no faults\n") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("two folders", func(t *testing.T) {
		if got := run(t, "check", "a", "b"); got.exit != 2 || !strings.Contains(got.stderr, "b: 余分な引数です。取り除いてください / unexpected argument: remove it") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a link out of the folder is not followed", func(t *testing.T) {
		dir := folder(t, map[string]string{"shelters.schema.json": sheltersSchema})
		outside := filepath.Join(folder(t, map[string]string{"secret.csv": sheltersCSV}), "secret.csv")
		if err := os.Symlink(outside, filepath.Join(dir, "shelters.csv")); err != nil {
			t.Skip("links cannot be made here: ", err)
		}
		if got := run(t, "check", dir); got.exit != 1 || !strings.Contains(got.stderr, "shelters.csv: 読み込めません") {
			t.Errorf("got %+v", got)
		}
	})
}

func TestHealth(t *testing.T) {
	s := serve(t)
	if got := run(t, "health", "--addr", s.addr); got != (result{0, "ready, 公表 / release 1\n", ""}) {
		t.Errorf("a running server: %+v", got)
	}
	if got := run(t, "health", "--addr", freeAddress(t)); got.exit != 1 || !strings.Contains(got.stderr, "応答がありません / no answer") {
		t.Errorf("no server: %+v", got)
	}
	if got := run(t, "health", "--addr", "here"); got.exit != 2 || !strings.Contains(got.stderr, "“here” is not an address") {
		t.Errorf("a wrong setting: %+v", got)
	}
}
