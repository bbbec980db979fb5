package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/format"
)

// maxSums bounds how many variants of files keep their size and sha256.
const maxSums = 4096

// fileSum is what is said of a variant of a file.
type fileSum struct {
	bytes  int
	sha256 string
}

func newFileSums() *cache.Memo[fileSum] {
	return cache.NewMemo(cache.Options[string, fileSum]{Limit: maxSums, Size: func(string, fileSum) int { return 1 }})
}

// sum returns the size and the sha256 of a variant of a file. It is written once
// to find them, and kept nowhere: releases that share the rows and their schema
// share the file.
func (v *view) sum(ctx context.Context, f publishedFile, layout format.Layout) (fileSum, error) {
	if f.canonical(layout) {
		return fileSum{f.set.CSVFile.Bytes, f.set.CSVFile.SHA256}, nil
	}
	key := fmt.Sprintf("%s %s %s %v", f.set.CSVFile.SHA256, f.set.SchemaFile.SHA256, f.format.Name, layout)
	if f.format.Document { // it names its release
		key += " " + v.release.Identity()
	}
	return v.sums.Compute(key, func() (fileSum, error) {
		hash, n := sha256.New(), counter(0)
		if err := v.writeFile(ctx, io.MultiWriter(hash, &n), f, layout); err != nil {
			return fileSum{}, err
		}
		return fileSum{int(n), hex.EncodeToString(hash.Sum(nil))}, nil
	})
}

// counter counts the bytes that are written.
type counter int

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
