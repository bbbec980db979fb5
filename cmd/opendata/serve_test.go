package main_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
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

// A file is as the catalogue says, is saved under the name that it says, and shares
// that name with no other bytes.
func TestTheMetadataOfAFileIsTrue(t *testing.T) {
	s := serve(t)
	var catalogue struct {
		Results []struct {
			Files []struct {
				URL       string
				Permanent string `json:"permanent_url"`
				Name      string
				Bytes     int
				SHA256    string
			}
		}
	}
	if err := json.Unmarshal([]byte(s.get(t, "/api/v1/datasets")), &catalogue); err != nil || len(catalogue.Results) != builtIn {
		t.Fatal(len(catalogue.Results), err)
	}
	named := make(map[string]string)
	for _, d := range catalogue.Results {
		for _, f := range d.Files {
			for _, address := range []string{f.URL, f.Permanent} {
				body, header := s.download(t, strings.TrimPrefix(address, baseURL))
				sum := sha256.Sum256(body)
				if f.SHA256 != "" && (f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != len(body)) { // XLSX is described by the dataset alone
					t.Errorf("%s is not what the catalogue says", address)
				}
				if other, taken := named[f.Name]; taken && other != string(sum[:]) {
					t.Errorf("%s names other bytes, too", f.Name)
				}
				named[f.Name] = string(sum[:])
				if header.Get("Content-Disposition") != `attachment; filename="`+f.Name+`"` || header.Get("Repr-Digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" {
					t.Errorf("%s: %v", address, header)
				}
			}
		}
	}
}

// download returns a file as it is, and its headers.
func (s *server) download(t *testing.T, path string) ([]byte, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.addr+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	res, err := patient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s, %v", path, res.Status, err)
	}
	return body, res.Header
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
	for _, want := range []string{"八戸市オープンデータ\n", "第1回公表、データセット " + strconv.Itoa(builtIn) + "\n", baseURL + "/docs           APIの説明\n"} {
		if !strings.Contains(s.stdout.String(), want) {
			t.Errorf("the greeting lacks %q: %s", want, s.stdout)
		}
	}
	if !strings.Contains(s.stderr.String(), `"uri":"/api/v1/initiatives/72","status":200`) {
		t.Errorf("the last lines of the log are missing: %s", s.stderr)
	}
}

func TestWhatIsServedOfAFolderIsAPreview(t *testing.T) {
	t.Parallel()
	s := serveWith(t, nil, "--source", t.TempDir())
	if _, h := s.download(t, "/releases/1/files/022039_digital_goals.csv"); h.Get("Cache-Control") != "no-cache" {
		t.Errorf("Cache-Control: %s", h.Get("Cache-Control"))
	}
	if page := s.get(t, "/"); !strings.Contains(page, "プレビューです。正式な公表ではありません") {
		t.Error("the first page does not say that it is a preview")
	}
}
