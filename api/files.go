package api

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// publishedFile is one file name under /files with its variants, each made at
// most once.
type publishedFile struct {
	set      *release.Set
	name     string
	format   string
	variants map[encode.Layout]func() (*payload, error)
}

// publishFiles lists the files of every dataset without making them.
func (v *view) publishFiles() map[string]*publishedFile {
	files := make(map[string]*publishedFile)
	for i := range v.release.Sets {
		set := &v.release.Sets[i]
		for _, format := range []string{formatCSV, formatJSON} {
			f := &publishedFile{set: set, name: set.File + "." + format, format: format, variants: make(map[encode.Layout]func() (*payload, error))}
			for _, layout := range layoutsOf(format) {
				f.variants[layout] = sync.OnceValues(func() (*payload, error) {
					p := f.build(layout)
					p.kept = true
					return p, nil
				})
			}
			files[f.name] = f
		}
	}
	return files
}

// layoutsOf lists the variants of a file, the default first: a CSV that Excel
// opens correctly.
func layoutsOf(format string) []encode.Layout {
	if format == formatJSON {
		return []encode.Layout{{}}
	}
	return []encode.Layout{
		{BOM: true, Japanese: true, Constant: true},
		{BOM: false, Japanese: true, Constant: true},
		{BOM: true, Japanese: false, Constant: true},
		{BOM: false, Japanese: false, Constant: true},
	}
}

func (f *publishedFile) build(layout encode.Layout) *payload {
	switch {
	case f.format == formatJSON:
		return newPayload(append(encode.JSON(f.set.Table), '\n'))
	case f.canonical(layout):
		return newPayload(f.set.CSVFile.Data())
	}
	return newPayload(encode.File(f.set.Table, layout))
}

// canonical reports whether a variant is the canonical file itself.
func (f *publishedFile) canonical(layout encode.Layout) bool {
	return f.format == formatCSV && layout == encode.Layout{Constant: true}
}

// file returns a file to download.
//
//	@Summary		ファイル
//	@Description	データセット全件のファイル（最新の公表）。CSVの既定はBOM付きUTF-8・CRLF・日本語見出しで、Excelでそのまま開ける。JSONは行の配列。 / All rows of a dataset as a file (latest release). CSV has a byte order mark, CRLF and Japanese headings unless asked otherwise; JSON is an array of rows.
//	@Tags			files
//	@Produce		application/problem+json
//	@Failure		400,404,416	{object}	Problem
//	@Produce		json,text/csv
//	@Param			name	path		string		true	"ファイル名 / file name"	example(022039_digital_initiatives.csv)
//	@Param			request	query		FileParams	false	"variant"
//	@Success		200		{object}	FileRows
//	@Success		206		{object}	FileRows
//	@Router			/files/{name} [get]
func (v *view) file(r *request) (*answer, error) {
	p := r.query()
	f, ok := v.files[r.id]
	layout := encode.Layout{}
	if !ok || f.format == formatCSV {
		layout.Constant = true
		layout.BOM = p.Boolean("bom", true)
		layout.Japanese = p.Choice("header", "ja", "ja", "ascii") == "ja"
	}
	if err := p.Done(); err != nil {
		return nil, err
	}
	if !ok {
		return nil, v.noFile(r.id)
	}
	return v.fileAnswer(f, layout), nil
}

// fileAnswer answers with one variant of a file.
func (v *view) fileAnswer(f *publishedFile, layout encode.Layout) *answer {
	a := &answer{media: mediaJSON, key: "/files/" + f.name, filename: f.name, published: true, links: v.recordLinks(f.set)}
	a.body = func(context.Context) (*payload, error) { return f.variants[layout]() }
	if f.format == formatCSV {
		a.media = mediaCSV
		a.key += "?" + canonical(map[string]string{"bom": strconv.FormatBool(layout.BOM), "header": headerName(layout)})
	}
	if f.canonical(layout) {
		a.etag = f.set.CSVFile.SHA256
	}
	return a
}

// noFile says that a file was withdrawn, or which file may have been meant: one named by its dataset alone,
// or one that is spelt alike.
func (v *view) noFile(name string) error {
	if w, ok := v.withdrawnFile(name); ok {
		return gone(w)
	}
	message := lang.T("そのファイルはありません", "there is no such file")
	id, _, _ := strings.Cut(name, ".")
	if set, ok := v.release.Set(id); ok {
		return notFoundNear(message, name, []string{set.File + ".csv", set.File + ".json"})
	}
	return notFound(message, name, v.fileNames())
}

func headerName(l encode.Layout) string {
	if l.Japanese {
		return "ja"
	}
	return "ascii"
}

func (v *view) fileNames() []string {
	var names []string
	for _, set := range v.release.Sets {
		for _, format := range []string{formatCSV, formatJSON} {
			names = append(names, strings.Join([]string{set.File, format}, "."))
		}
	}
	return names
}

// FileParams documents the variants of a CSV file.
type FileParams struct {
	TimeParams
	// 先頭にBOMを付ける（CSVのみ。既定はtrue） / begin with a byte order mark (CSV only, true unless given)
	BOM bool `form:"bom"`
	// 見出し（CSVのみ） / headings (CSV only)
	Header string `form:"header" enums:"ja,ascii" example:"ascii"`
}

// FileRows is the content of a JSON file.
type FileRows []map[string]any
