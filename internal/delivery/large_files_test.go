package delivery_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"hachinohe.example/opendata/internal/delivery"
)

// Of a large file the compressed forms are kept, each made once. The file itself is
// kept when it is asked for again, or in parts.
func TestLargeFilesAreKeptWhenTheyAreAskedForAgain(t *testing.T) {
	data := bytes.Repeat([]byte("ind-1,022039,2017-03-08,20979\r\n"), 4<<10)
	sum, written := sha256.Sum256(data), 0
	d := delivery.New(config(io.Discard))
	h := d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.Respond(w, r, &delivery.Stream{
			Head: delivery.Head{ContentType: "text/csv", Filename: "x.csv", Origin: delivery.Origin{Identity: identity}, State: identity},
			Key:  r.URL.Path,
			Write: func(_ context.Context, begin func([]string) io.Writer) error {
				written++
				_, err := begin(nil).Write(data)
				return err
			},
			Measure: func(context.Context) (delivery.Measure, error) {
				return delivery.Measure{Bytes: len(data), SHA256: hex.EncodeToString(sum[:])}, nil
			},
		})
	}))
	for _, c := range []struct {
		name    string
		headers []string
		written int // times, from the beginning on
		status  int
		want    []byte
	}{
		{"the file", nil, 1, http.StatusOK, data},
		{"gzip", []string{"Accept-Encoding", "gzip"}, 2, http.StatusOK, nil},
		{"gzip again", []string{"Accept-Encoding", "gzip"}, 2, http.StatusOK, nil},
		{"gzip that is prepared", []string{"Accept-Encoding", "gzip"}, 2, http.StatusOK, nil},
		{"brotli", []string{"Accept-Encoding", "br"}, 3, http.StatusOK, nil},
		{"brotli again", []string{"Accept-Encoding", "br"}, 3, http.StatusOK, nil},
		{"a part", []string{"Range", "bytes=31-61", "Accept-Encoding", "gzip"}, 4, http.StatusPartialContent, data[31:62]},
		{"the file again", nil, 4, http.StatusOK, data},
		{"the file for the third time", nil, 4, http.StatusOK, data},
		{"the file that is prepared", nil, 4, http.StatusOK, data},
	} {
		w := ask(t, h, "/x.csv", c.headers...)
		got := w.Body.Bytes()
		if c.want == nil {
			got, c.want = decoded(t, w.Header().Get("Content-Encoding"), got), data
		}
		if w.Code != c.status || written != c.written || !bytes.Equal(got, c.want) || w.Header().Get("Accept-Ranges") != "bytes" ||
			w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) || w.Header().Get("Repr-Digest") == "" {
			t.Errorf("%s: %d, %d bytes, written %d times, %v", c.name, w.Code, len(got), written, w.Header())
		}
	}
}

// decoded is a body without its coding.
func decoded(t *testing.T, coding string, data []byte) []byte {
	t.Helper()
	var from io.Reader = brotli.NewReader(bytes.NewReader(data))
	if coding == "gzip" {
		zipped, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		from = zipped
	}
	out, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
