// Command licenses writes the notices of the modules that the program links, which
// opendata licenses prints: cmd/opendata/licenses.txt.
//
// It promises the same bytes for the same go.mod, each text once, and refuses a
// module without a notice. It reads the module cache. Nobody imports it;
// cmd/opendata/licenses.go runs it through go generate.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	// go run -C starts the program in the module of the tools, hence the default.
	root := flag.String("root", "../..", "root of the repository")
	flag.Parse()
	if err := run(context.Background(), *root); err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root string) error {
	packages, err := linked(ctx, root)
	if err != nil {
		return err
	}
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	text, err := notices(packages, strings.TrimSpace(string(goroot)))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "cmd", "opendata", "licenses.txt"), []byte(text), 0o644) //nolint:gosec // public, and stands in git
}

// listed is a package as go list describes it.
type listed struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linked lists the packages that the program of the image is made of, without the
// standard library and ours.
func linked(ctx context.Context, root string) ([]listed, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,Module", "./cmd/opendata")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		if p.Module != nil && !p.Module.Main {
			all = append(all, p)
		}
	}
}
