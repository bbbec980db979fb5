package delivery

import (
	"bytes"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Compression levels: brotli 5 compresses the plan's files in milliseconds and
// better than gzip; higher levels cost a hundred times more for a tenth less.
const (
	gzipLevel   = 6
	brotliLevel = 5
)

// brotliWindow is the base 2 logarithm of the window that brotli looks back in: rows
// are like those shortly before them. A larger one makes our files no smaller, and
// what compresses them up to ten megabytes larger.
const brotliWindow = 16

// compressor compresses what is written to it until it is closed. Equal data gives
// equal bytes: the header of gzip holds neither name nor time.
func compressor(coding string, to io.Writer) (io.WriteCloser, error) {
	if coding == codingBrotli {
		return brotli.NewWriterOptions(to, brotli.WriterOptions{Quality: brotliLevel, LGWin: brotliWindow}), nil
	}
	w, err := gzip.NewWriterLevel(to, gzipLevel)
	if err != nil {
		return nil, fmt.Errorf("compressing with gzip: %w", err)
	}
	return w, nil
}

// compressed returns in a coding what write writes.
func compressed(coding string, write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	w, err := compressor(coding, &b)
	if err != nil {
		return nil, err
	}
	if err := write(w); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compressing with %s: %w", coding, err)
	}
	return bytes.Clone(b.Bytes()), nil
}

func compressGzip(data []byte) ([]byte, error) { return compressedData(codingGzip, data) }

func compressBrotli(data []byte) ([]byte, error) { return compressedData(codingBrotli, data) }

func compressedData(coding string, data []byte) ([]byte, error) {
	return compressed(coding, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
