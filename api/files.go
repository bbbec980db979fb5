package api

import (
	"context"
	"io"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
)

// requestedFile is a file as a request names it.
type requestedFile struct{ catalog.File }

// published returns the file with a name, false if there is none.
func (v *view) published(name string) (requestedFile, bool) {
	f, ok := v.catalog.File(name)
	return requestedFile{f}, ok
}

// file returns a file to download.
//
//	@Summary		ファイル
//	@Description	データセット全件のファイル（最新の公表）。形式は拡張子で選ぶ。CSVの既定はBOM付きUTF-8・CRLF・日本語見出しで、Excelで開いても文字化けしない（先頭の0などはExcelが削除する。XLSXでは保たれる）。JSONは行の配列。 / All rows of a dataset as a file (latest release); the extension chooses the format. CSV has a byte order mark, CRLF and Japanese headings by default, so Excel shows its characters (but drops leading zeros, which XLSX keeps); JSON is an array of rows.
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
		return nil, v.catalog.NoFile(r.id)
	}
	return v.fileAnswer(f, layout), nil
}

// orAny is the format of the file; where there is no file, one that takes every
// parameter: that there is none is all that is said then.
func (f requestedFile) orAny(ok bool) format.Format {
	if ok {
		return f.Format
	}
	return format.Format{Options: format.Options{BOM: true, Header: true}}
}

// fallback is the layout of a file of which the request says nothing.
func (f requestedFile) fallback(ok bool, of func(format.Format) format.Layout) format.Layout {
	if ok {
		return of(f.Format)
	}
	return format.Layout{}
}

// fileAnswer answers with one variant of a file. The canonical one is there
// already, the others are written for whoever asks: nobody keeps what is large.
func (v *view) fileAnswer(f requestedFile, layout format.Layout) delivery.Response {
	key := f.Path(layout)
	head := delivery.Head{ContentType: f.Format.ContentType, Filename: f.Name, Links: v.recordLinks(f.Set)}
	if f.Canonical(layout) {
		return &delivery.Stored{Head: head, Key: key, SHA256: f.Set.CSVFile.SHA256, Data: f.Set.CSVFile.Data()}
	}
	return &delivery.Stream{
		Head: head, Key: key, Memory: f.Format.Memory, Compressed: f.Format.Document,
		Write: func(ctx context.Context, begin func([]string) io.Writer) error {
			return v.catalog.WriteFile(ctx, begin(nil), f.File, layout)
		},
		Size: func(ctx context.Context) (int, error) {
			sum, err := v.catalog.Checksum(ctx, f.File, layout)
			return sum.Bytes, err
		},
	}
}

// FileRows is the content of a JSON file.
type FileRows []map[string]any
