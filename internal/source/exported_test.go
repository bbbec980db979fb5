package source_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// exported returns the files of a release of the built-in datasets and the one
// of the guide, as opendata export writes them.
func exported(t *testing.T) fstest.MapFS {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), exampleDataset(t))
	if err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	files := make(fstest.MapFS)
	for _, s := range rel.Sets {
		for _, f := range []release.File{s.CSVFile, s.SchemaFile} {
			files[f.Path] = &fstest.MapFile{Data: f.Data()}
		}
	}
	return files
}

func TestTheFilesOfAReleaseAreSourcesOfTheSameRelease(t *testing.T) {
	files := exported(t)
	sources, err := source.Read(dataset.Embedded(), files)
	if err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	equal := 0
	for _, s := range rel.Sets {
		for _, f := range []release.File{s.CSVFile, s.SchemaFile} {
			if equal++; !bytes.Equal(f.Data(), files[f.Path].Data) {
				t.Errorf("%s is another", f.Path)
			}
		}
	}
	if equal != len(files) {
		t.Errorf("%d files became %d", len(files), equal)
	}
}

// replaced returns an edit of a file that contains from.
func replaced(from, to string) func(*testing.T, []byte) []byte {
	return func(t *testing.T, data []byte) []byte {
		t.Helper()
		if !bytes.Contains(data, []byte(from)) {
			t.Fatalf("there is no %q", from)
		}
		return bytes.ReplaceAll(data, []byte(from), []byte(to))
	}
}

func TestWhatTheProgramSaysByItselfCanOnlyBeRepeated(t *testing.T) {
	const (
		goals      = "022039_digital_goals.schema.json"
		dictionary = "022039_digital_data_dictionary.csv"
	)
	belongs := goals + "\n\t組み込みのデータセットの列は変更できません。このファイルを削除してください（列の異なる表は、別の名前のデータセットにしてください）\n" +
		"\tthe columns of a built-in dataset cannot be changed: remove this file (for a table with other columns, use another dataset name)\n"
	generated := dictionary + "\n\tこのデータセットはほかのデータセットから自動で作成されます。このファイルの内容は、作成される内容と異なります。ファイルを削除してください\n" +
		"\tthis dataset is generated from the others, and this file has other content: remove the file\n"
	for _, c := range []struct {
		name, file string
		edit       func(*testing.T, []byte) []byte
		want       string
	}{
		{"a schema in other lines", goals, func(t *testing.T, data []byte) []byte {
			t.Helper()
			var b bytes.Buffer
			if err := json.Compact(&b, data); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}, "accepted\n"},
		{"a schema with the mark and the ends of lines of Windows", goals, func(t *testing.T, data []byte) []byte {
			t.Helper()
			return append([]byte("\ufeff"), replaced("\n", "\r\n")(t, data)...)
		}, "accepted\n"},
		{"a schema with another title", goals, replaced(`"title": "`, `"title": "新しい`), belongs},
		{"a schema that is cut short", goals, func(_ *testing.T, data []byte) []byte { return data[:len(data)/2] }, belongs},
		{"a dictionary with the mark of Excel and the ends of lines of Linux", dictionary, func(t *testing.T, data []byte) []byte {
			t.Helper()
			return append([]byte("\ufeff"), replaced("\r\n", "\n")(t, data)...)
		}, "accepted\n"},
		{"a dictionary with a word changed", dictionary, replaced("ホールID", "会館ID"), generated},
		{"a dictionary without its last row", dictionary, func(_ *testing.T, data []byte) []byte {
			return data[:bytes.LastIndexByte(data[:len(data)-1], '\n')+1]
		}, generated},
		{"a dictionary that is no CSV", dictionary, func(*testing.T, []byte) []byte { return []byte("\"") }, generated},
		{"an empty dictionary", dictionary, func(*testing.T, []byte) []byte { return nil }, generated},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := exported(t)
			files[c.file] = &fstest.MapFile{Data: c.edit(t, files[c.file].Data)}
			_, err := source.Read(dataset.Embedded(), files)
			if got := diagnostics(t, err, nil); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestAWholeExportIsToldFromItsFiles(t *testing.T) {
	folder := fstest.MapFS{"manifest.json": {}, "entry.json": {}, "files/022039_digital_goals.csv": {}}
	_, err := source.Read(dataset.Embedded(), folder)
	want := "files\n\topendata export が出力したフォルダーです。データの入った、この中の files フォルダーを指定してください\n\tthis folder was written by opendata export: use the folder files in it, which has the data\n"
	if got := diagnostics(t, err, nil); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
