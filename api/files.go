package api

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// publishedFile is one file name under /files: all rows of a dataset in a format.
type publishedFile struct {
	set    *release.Set
	name   string
	format format.Format
}

// fileFormats lists the formats of files, that of the canonical ones first.
func (s *Server) fileFormats() format.List {
	var list format.List
	for _, f := range s.cfg.Formats.With(format.Files) {
		if f.Is(format.Canonical()) {
			list = slices.Insert(list, 0, f)
		} else {
			list = append(list, f)
		}
	}
	return list
}

// published returns the file with a name.
func (v *view) published(name string) (publishedFile, bool) {
	dot := max(0, strings.LastIndexByte(name, '.'))
	file, extension := name[:dot], strings.TrimPrefix(name[dot:], ".")
	i := slices.IndexFunc(v.release.Sets, func(s release.Set) bool { return s.File == file })
	f, ok := v.fileFormats().Named(extension)
	if i < 0 || !ok {
		return publishedFile{}, false
	}
	return fileOf(&v.release.Sets[i], f), true
}

func fileOf(set *release.Set, f format.Format) publishedFile {
	return publishedFile{set: set, name: set.File + f.Suffix(), format: f}
}

// fits reports whether the format can hold all rows: what a page or metadata
// offers must be there.
func (f publishedFile) fits() bool {
	return f.format.MaxRows == 0 || f.set.Table.Len() <= f.format.MaxRows
}

// subject is what a variant of the file consists of.
func (v *view) subjectOfFile(f publishedFile, layout format.Layout) format.Subject {
	about := subject{title: f.set.Title, kind: f.set.ID, key: f.set.ID, licence: f.set.Licence.Name}
	return format.Subject{
		Shape: format.Whole(f.set.Table), Layout: layout,
		About: v.factsAt(about, v.permanentFile(f, layout), f.set.Licence),
	}
}

// permanentFile is the address at which a variant of a file stays as it is for
// ever.
func (v *view) permanentFile(f publishedFile, layout format.Layout) string {
	return fmt.Sprintf("%s/releases/%d/files/%s%s", v.cfg.BaseURL, v.release.Number, f.name, f.variant(layout))
}

// variant is the query that chooses a layout, empty where there is no choice.
func (f publishedFile) variant(layout format.Layout) string {
	given := f.format.Parameters(layout)
	if len(given) == 0 {
		return ""
	}
	return "?" + canonical(given)
}

// key writes the address of a variant in one way.
func (f publishedFile) key(layout format.Layout) string {
	return "/files/" + f.name + f.variant(layout)
}

// canonical reports whether a variant is the canonical file itself.
func (f publishedFile) canonical(layout format.Layout) bool {
	return f.format.Is(format.Canonical()) && layout == f.format.Plain()
}

// file returns a file to download.
//
//	@Summary		ファイル
//	@Description	データセット全件のファイル（最新の公表）。形式は拡張子で選ぶ。CSVの既定はBOM付きUTF-8・CRLF・日本語見出しで、Excelでそのまま開ける。JSONは行の配列。 / All rows of a dataset as a file (latest release); the extension chooses the format. CSV has a byte order mark, CRLF and Japanese headings unless asked otherwise; JSON is an array of rows.
//	@Tags			files
//	@Produce		application/problem+json
//	@Failure		400,404,416	{object}	Problem
//	@Produce		json
//	@Param			name	path		string		true	"ファイル名 / file name"	example(022039_digital_initiatives.csv)
//	@Param			request	query		param.File	false	"variant"
//	@Success		200		{object}	FileRows
//	@Success		206		{object}	FileRows
//	@Router			/files/{name} [get]
func (v *view) file(r *request) (delivery.Response, error) {
	p := r.query()
	f, ok := v.published(r.id)
	asks := fileLayoutParams.Read(p)
	layout := v.layout(p, f.orAny(ok), f.fallback(ok, func(f format.Format) format.Layout { return f.Profiles[0].Layout }), asks.BOM, asks.Header)
	if err := p.Done(); err != nil {
		return nil, err
	}
	if !ok {
		return nil, v.noFile(r.id)
	}
	return v.fileAnswer(f, layout), nil
}

// orAny is the format of the file; where there is no file, one that takes every
// parameter: that there is none is all that is said then.
func (f publishedFile) orAny(ok bool) format.Format {
	if ok {
		return f.format
	}
	return format.Format{Options: format.Options{BOM: true, Header: true}}
}

// fallback is the layout of a file of which the request says nothing.
func (f publishedFile) fallback(ok bool, of func(format.Format) format.Layout) format.Layout {
	if ok {
		return of(f.format)
	}
	return format.Layout{}
}

// fileAnswer answers with one variant of a file. The canonical one is there
// already, the others are written for whoever asks: nobody keeps what is large.
func (v *view) fileAnswer(f publishedFile, layout format.Layout) delivery.Response {
	key := f.key(layout)
	head := delivery.Head{ContentType: f.format.ContentType, Filename: f.name, Links: v.recordLinks(f.set)}
	if f.canonical(layout) {
		return &delivery.Stored{Head: head, Key: key, SHA256: f.set.CSVFile.SHA256, Data: f.set.CSVFile.Data()}
	}
	return &delivery.Stream{
		Head: head, Key: key, Memory: f.format.Memory, Compressed: f.format.Document,
		Write: func(ctx context.Context, begin func([]string) io.Writer) error {
			return v.writeFile(ctx, begin(nil), f, layout)
		},
		Size: func(ctx context.Context) (int, error) {
			sum, err := v.sum(ctx, f, layout)
			return sum.bytes, err
		},
	}
}

// writeFile writes a variant of a file, some rows at a time.
func (v *view) writeFile(ctx context.Context, w io.Writer, f publishedFile, layout format.Layout) error {
	return f.format.Write(ctx, w, v.subjectOfFile(f, layout))
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
		return fault.NotFoundNear(message, name, v.namesOf(set))
	}
	return fault.NotFoundAmong(message, name, v.fileNames())
}

func (v *view) fileNames() []string {
	var names []string
	for i := range v.release.Sets {
		names = append(names, v.namesOf(&v.release.Sets[i])...)
	}
	return names
}

// namesOf lists the names of the files of a dataset.
func (v *view) namesOf(set *release.Set) []string {
	var names []string
	for _, f := range v.fileFormats() {
		names = append(names, set.File+f.Suffix())
	}
	return names
}

// FileRows is the content of a JSON file.
type FileRows []map[string]any
