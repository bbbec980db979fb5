package api

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// publishedFile is one file name under /files: all rows of a dataset in a format.
type publishedFile struct {
	set    *release.Set
	name   string
	format string
}

// published returns the file with a name.
func (v *view) published(name string) (publishedFile, bool) {
	dot := max(0, strings.LastIndexByte(name, '.'))
	file, format := name[:dot], strings.TrimPrefix(name[dot:], ".")
	i := slices.IndexFunc(v.release.Sets, func(s release.Set) bool { return s.File == file })
	if i < 0 || format != formatCSV && format != formatJSON {
		return publishedFile{}, false
	}
	return fileOf(&v.release.Sets[i], format), true
}

func fileOf(set *release.Set, format string) publishedFile {
	return publishedFile{set: set, name: set.File + "." + format, format: format}
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

// write writes a variant of a file, some rows at a time.
func (f publishedFile) write(ctx context.Context, w io.Writer, layout encode.Layout) error {
	w = until(ctx, w)
	if f.format == formatCSV {
		return encode.WriteFile(w, f.set.Table, layout)
	}
	if err := encode.WriteJSON(w, f.set.Table); err != nil {
		return err
	}
	_, err := w.Write([]byte{'\n'})
	return err
}

// until is a writer that fails when a context has ended.
func until(ctx context.Context, w io.Writer) io.Writer {
	return delivery.WriterFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return w.Write(p)
	})
}

// key writes the address of a variant in one way.
func (f publishedFile) key(layout encode.Layout) string {
	if f.format == formatJSON {
		return "/files/" + f.name
	}
	return "/files/" + f.name + "?bom=" + strconv.FormatBool(layout.BOM) + "&header=" + headerName(layout)
}

// canonical reports whether a variant is the canonical file itself.
func (f publishedFile) canonical(layout encode.Layout) bool {
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
func (v *view) file(r *request) (delivery.Response, error) {
	p := r.query()
	f, ok := v.published(r.id)
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

// fileAnswer answers with one variant of a file. The canonical one is there
// already, the others are written for whoever asks: nobody keeps what is large.
func (v *view) fileAnswer(f publishedFile, layout encode.Layout) delivery.Response {
	key := f.key(layout)
	head := delivery.Head{ContentType: mediaTypes()[f.format], Filename: f.name, Links: v.recordLinks(f.set)}
	if f.canonical(layout) {
		return &delivery.Stored{Head: head, Key: key, SHA256: f.set.CSVFile.SHA256, Data: f.set.CSVFile.Data()}
	}
	return &delivery.Stream{
		Head: head, Key: key,
		Write: func(ctx context.Context, begin func([]string) io.Writer) error {
			return f.write(ctx, begin(nil), layout)
		},
		Size: func(ctx context.Context) (int, error) {
			sum, err := v.sum(ctx, f, layout)
			return sum.bytes, err
		},
	}
}

// noFile says that a file was withdrawn, or which file may have been meant: one named by its dataset alone,
// or one that is spelt alike.
func (v *view) noFile(name string) error {
	if w, ok := v.withdrawnFile(name); ok {
		return release.Gone(w)
	}
	message := lang.T("そのファイルはありません", "no such file")
	id, _, _ := strings.Cut(name, ".")
	if set, ok := v.release.Set(id); ok {
		return fault.NotFoundNear(message, name, []string{set.File + ".csv", set.File + ".json"})
	}
	return fault.NotFoundAmong(message, name, v.fileNames())
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
