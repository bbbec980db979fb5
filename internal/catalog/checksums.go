package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/format"
)

// maxChecksums bounds how many variants of files keep their size and sha256.
const maxChecksums = 4096

// Checksum is the size and the sha256 of a variant of a file.
type Checksum struct {
	Bytes  int
	SHA256 string
}

func newChecksums() *cache.Memo[Checksum] {
	return cache.NewMemo(cache.Options[string, Checksum]{Limit: maxChecksums, Size: func(string, Checksum) int { return 1 }})
}

// Checksum returns the size and the sha256 of a variant of a file. It is written
// once to find them, and kept nowhere: releases that share the rows and their
// schema share the file.
func (c Catalog) Checksum(ctx context.Context, f File, layout format.Layout) (Checksum, error) {
	if f.Canonical(layout) {
		return Checksum{f.Set.CSVFile.Bytes, f.Set.CSVFile.SHA256}, nil
	}
	key := fmt.Sprintf("%s %s %s %v", f.Set.CSVFile.SHA256, f.Set.SchemaFile.SHA256, f.Format.Name, layout)
	if f.Format.Document { // it names its release
		key += " " + c.Release.Identity()
	}
	return c.checksums.Compute(key, func() (Checksum, error) {
		hash, n := sha256.New(), counter(0)
		if err := c.WriteFile(ctx, io.MultiWriter(hash, &n), f, layout); err != nil {
			return Checksum{}, err
		}
		return Checksum{int(n), hex.EncodeToString(hash.Sum(nil))}, nil
	})
}

// counter counts the bytes that are written.
type counter int

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
