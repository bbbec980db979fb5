package delivery

import (
	"bytes"
	"fmt"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Compression levels: brotli 5 compresses the plan's files in milliseconds and
// better than gzip; higher levels cost a hundred times more for a tenth less.
const (
	gzipLevel   = 6
	brotliLevel = 5
)

// compressGzip compresses data. Equal data gives equal bytes: the header holds neither
// name nor time.
func compressGzip(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzipLevel)
	if err != nil {
		return nil, fmt.Errorf("compressing with gzip: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("compressing with gzip: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compressing with gzip: %w", err)
	}
	return bytes.Clone(b.Bytes()), nil
}

// smallWindow is the base 2 logarithm of the window for data that is not longer:
// what brotli compresses with is half a megabyte smaller then, and no worse.
const smallWindow = 16

// compressBrotli compresses data. Equal data gives equal bytes.
func compressBrotli(data []byte) ([]byte, error) {
	options := brotli.WriterOptions{Quality: brotliLevel}
	if len(data) <= 1<<smallWindow {
		options.LGWin = smallWindow
	}
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, options)
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("compressing with brotli: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compressing with brotli: %w", err)
	}
	return bytes.Clone(b.Bytes()), nil
}
