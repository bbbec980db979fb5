// Command openapi writes the part of the OpenAPI document that comments can say:
// it reads the swag comments of package api, corrects what swag gets wrong, and
// writes docs/openapi_base.json. Package api adds the columns of the datasets at
// start, so that a new column needs no new comment.
//
// It promises the same bytes for the same sources, and refuses comments that swag
// would misread in silence. Nobody imports it; docs/docs.go runs it through go generate.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// object is a JSON object as encoding/json reads it: the mending works on the
// document and not on swag's types, because half of those have no field for what
// OpenAPI 3.1 allows.
type object = map[string]any

func main() {
	// go run -C starts the program in the module of the tools, hence the default.
	root := flag.String("root", "../..", "root of the repository")
	flag.Parse()
	if err := run(context.Background(), *root); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root string) error {
	doc, err := generate(ctx, filepath.Join(root, "api"))
	if err != nil {
		return err
	}
	// The file is public and stands in git, so everyone may read it.
	return os.WriteFile(filepath.Join(root, "docs", "openapi_base.json"), doc, 0o644) //nolint:gosec // see above
}

// generate makes the document from the comments of one package.
func generate(ctx context.Context, dir string) ([]byte, error) {
	src, err := readSource(ctx, dir)
	if err != nil {
		return nil, err
	}
	if err := src.check(); err != nil {
		return nil, err
	}
	doc, err := parse(dir, src.module)
	if err != nil {
		return nil, err
	}
	if err := correct(doc, src); err != nil {
		return nil, err
	}
	return render(doc)
}

// correct repairs the document in place. The names go last, because until then they
// lead to the Go types.
func correct(doc object, src *source) error {
	correctTop(doc)
	if err := correctOperations(doc, src); err != nil {
		return err
	}
	if err := correctComponents(doc, src); err != nil {
		return err
	}
	eachSchema(doc, correctSchema)
	return shortenNames(doc)
}

// render relies on encoding/json sorting the keys of a map; HTML escapes would
// only make the Japanese descriptions harder to review.
func render(doc object) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("writing the document: %w", err)
	}
	return out.Bytes(), nil
}
