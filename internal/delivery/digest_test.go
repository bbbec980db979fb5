package delivery_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

// digestOf is Repr-Digest of some bytes (RFC 9530).
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// filesOfEachKind serves a file of each kind.
func filesOfEachKind() (handler http.Handler, whole map[string][]byte) {
	stored, streamed, endless := long(), append(long(), 'x'), bytes.Repeat([]byte("y"), delivery.MaxKeptBody+1)
	large := endless[:delivery.MaxKeptBody/16]
	hexOf := func(data []byte) string {
		sum := sha256.Sum256(data)
		return hex.EncodeToString(sum[:])
	}
	head := delivery.Head{ContentType: "text/csv", Filename: "x.csv", Origin: delivery.Origin{Identity: identity, Effective: effective()}, State: identity}
	measured := func(key string, data []byte, compressed bool) func() delivery.Response {
		return func() delivery.Response {
			return &delivery.Stream{Head: head, Key: key, Write: writing(data), Compressed: compressed, Measure: func(context.Context) (delivery.Measure, error) {
				return delivery.Measure{Bytes: len(data), SHA256: hexOf(data)}, nil
			}}
		}
	}
	return serving(config(io.Discard), map[string]func() delivery.Response{
		"/stored": func() delivery.Response {
			return &delivery.Stored{Head: head, Key: "/stored", SHA256: hexOf(stored), Data: stored}
		},
		"/stream": func() delivery.Response {
			return &delivery.Stream{Head: head, Key: "/stream", Write: writing(streamed)}
		},
		"/zip": func() delivery.Response {
			return &delivery.Stream{Head: head, Key: "/zip", Write: writing(streamed), Compressed: true}
		},
		"/endless": measured("/endless", endless, false),
		"/large":   measured("/large", large, false), "/large.zip": measured("/large.zip", large, true),
	}), map[string][]byte{"/stored": stored, "/stream": streamed, "/zip": streamed, "/endless": endless, "/large": large, "/large.zip": large}
}

// The digest is that of the very bytes that are sent, their coding included, and
// of the whole file where a part is sent; also when the response was prepared.
func TestFilesHaveTheirDigest(t *testing.T) {
	h, files := filesOfEachKind()
	for path, whole := range files {
		for _, coding := range []string{"identity", "gzip", "br"} {
			for range 3 {
				w := ask(t, h, path, "Accept-Encoding", coding)
				if got := w.Header().Get("Repr-Digest"); got != digestOf(w.Body.Bytes()) {
					t.Errorf("%s in %s: %q, want %s", path, coding, got, digestOf(w.Body.Bytes()))
				}
				if head := send(t, h, http.MethodHead, path, "Accept-Encoding", coding); head.Header().Get("Repr-Digest") != w.Header().Get("Repr-Digest") {
					t.Errorf("HEAD %s in %s: %v", path, coding, head.Header())
				}
				if same := ask(t, h, path, "Accept-Encoding", coding, "If-None-Match", w.Header().Get("ETag")); same.Code != http.StatusNotModified || same.Header().Get("Repr-Digest") != "" {
					t.Errorf("304 of %s in %s: %d %v", path, coding, same.Code, same.Header())
				}
			}
		}
		if w := ask(t, h, path); w.Header().Get("Repr-Digest") != digestOf(whole) {
			t.Errorf("%s: %v", path, w.Header())
		}
		if w := ask(t, h, path, "Range", "bytes=0-9"); w.Code == http.StatusPartialContent && w.Header().Get("Repr-Digest") != digestOf(whole) {
			t.Errorf("a part of %s: %v", path, w.Header())
		}
		if w := ask(t, h, path, "Range", "bytes=99999999-"); w.Code == http.StatusRequestedRangeNotSatisfiable && w.Header().Get("Repr-Digest") != "" {
			t.Errorf("no part of %s: %v", path, w.Header())
		}
	}
}

func TestWhatIsNoFileHasNoDigest(t *testing.T) {
	h := serving(config(io.Discard), map[string]func() delivery.Response{"/": func() delivery.Response {
		return delivery.NewPage("text/html", "/", body("content"))
	}})
	if w := ask(t, h, "/"); w.Code != http.StatusOK || w.Header().Get("Repr-Digest") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
