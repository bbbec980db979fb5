package api_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"testing"

	"hachinohe.example/opendata/internal/release"
)

var updateFiles = flag.Bool("update-files", false, "write testdata/files.sha256")

// TestPublishedFilesAreGolden pins every byte of every file in every variant as
// it is served. Names and hashes stand in testdata/files.sha256; the contents of
// the main variants are golden files of package release.
//
//go:generate go test -run TestPublishedFilesAreGolden -update-files .
func TestPublishedFilesAreGolden(t *testing.T) {
	h := service(t)
	var got bytes.Buffer
	rel := embedded(t)
	for i := range rel.Sets {
		for _, target := range fileVariants(&rel.Sets[i]) {
			w := ask(t, h, target)
			if w.Code != 200 {
				t.Fatalf("%s: %d", target, w.Code)
			}
			fmt.Fprintf(&got, "%x  %s\n", sha256.Sum256(w.Body.Bytes()), target)
		}
	}
	if *updateFiles {
		if err := os.WriteFile("testdata/files.sha256", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/files.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("published files changed; if that is meant, run go generate ./api\n%s", got.Bytes())
	}
}

func fileVariants(set *release.Set) []string {
	targets := []string{"/files/" + set.File + ".json"}
	for _, bom := range []string{"true", "false"} {
		for _, header := range []string{"ja", "ascii"} {
			targets = append(targets, "/files/"+set.File+".csv?bom="+bom+"&header="+header)
		}
	}
	return targets
}
