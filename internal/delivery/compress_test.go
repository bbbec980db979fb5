package delivery_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"hachinohe.example/opendata/internal/delivery"
)

func TestCompressedBytesAreTheSameEveryTimeAndComeBack(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("八戸市"), bytes.Repeat([]byte("八戸市,2026-04-01\r\n"), 10000)} {
		for name, format := range map[string]struct {
			compress func([]byte) ([]byte, error)
			open     func(io.Reader) (io.Reader, error)
		}{
			"gzip":   {delivery.CompressGzip, func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
			"brotli": {delivery.CompressBrotli, func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
		} {
			once, err := format.compress(data)
			if err != nil {
				t.Fatal(err)
			}
			if twice, err := format.compress(data); err != nil || !bytes.Equal(once, twice) {
				t.Errorf("%s of %d bytes differs from time to time (%v)", name, len(data), err)
			}
			r, err := format.open(bytes.NewReader(once))
			if err != nil {
				t.Fatal(err)
			}
			if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, data) {
				t.Errorf("%s of %d bytes does not come back (%v)", name, len(data), err)
			}
		}
	}
}
