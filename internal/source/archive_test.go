package source_test

import (
	"bytes"
	"os"
	"regexp"
	"testing"
)

// archive is a file in the format of txtar: a comment, and sections that begin
// with a line of their name between hyphens.
type archive struct {
	Comment  []byte
	Sections []section
}

type section struct {
	Name string
	Data []byte
}

var sectionName = regexp.MustCompile(`(?m)^-- (.+) --\n`)

func readArchive(t *testing.T, name string) archive {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	names := sectionName.FindAllSubmatchIndex(data, -1)
	if names == nil {
		t.Fatalf("%s has no sections", name)
	}
	a := archive{Comment: data[:names[0][0]]}
	for i, at := range names {
		end := len(data)
		if i+1 < len(names) {
			end = names[i+1][0]
		}
		a.Sections = append(a.Sections, section{string(data[at[2]:at[3]]), data[at[1]:end]})
	}
	return a
}

// format writes the archive as it is read. Each section ends with a line break.
func (a archive) format() []byte {
	out := bytes.Clone(a.Comment)
	for _, s := range a.Sections {
		out = append(out, "-- "+s.Name+" --\n"...)
		out = append(out, s.Data...)
		if len(s.Data) > 0 && !bytes.HasSuffix(s.Data, []byte("\n")) {
			out = append(out, '\n')
		}
	}
	return out
}
