package api

import (
	"context"
	"io"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/representation"
)

// requestedFile is a file as a request names it.
type requestedFile struct {
	catalog.File

	variant *format.Layout // that its name says; nil: parameters may choose one
	found   bool
}

// published finds the file with a name.
func (v *view) published(name string) requestedFile {
	f, variant, ok := v.catalog.File(name)
	return requestedFile{f, variant, ok}
}

// file returns a file to download.
//
//	@Summary		ファイル
//	@Description	データセット全件のファイル（最新の公表）。形式は拡張子で選ぶ。CSVの既定はBOM付きUTF-8・CRLF・日本語見出しで、Excelで開いても文字化けしない（先頭の0などはExcelが削除する。XLSXでは保たれる）。内容の異なるファイルは異なる名前で保存される（-ja は日本語見出し、-bom はBOM付き、どちらもなければ原本データ）。その名前のURLでも取得できる。Repr-Digest はSHA-256。JSONは行の配列。 / All rows of a dataset as a file (latest release); the extension chooses the format. CSV has a byte order mark, CRLF and Japanese headings by default, so Excel shows its characters (but drops leading zeros, which XLSX keeps). Files with other bytes are saved under other names (-ja has Japanese headings, -bom a byte order mark, and without both it is the canonical file), which are addresses, too. Repr-Digest is the SHA-256. JSON is an array of rows.
//	@Tags			files
//	@Produce		application/problem+json
//	@Failure		400,404,416	{object}	problems.Problem
//	@Produce		json
//	@Param			name	path		string		true	"ファイル名 / file name"	example(022039_digital_initiatives.csv)
//	@Param			request	query		param.File	false	"variant"
//	@Success		200		{object}	FileRows
//	@Success		206		{object}	FileRows
//	@Router			/files/{name} [get]
func (v *view) file(r *request) (delivery.Response, error) {
	p, f := r.query(), v.published(r.id)
	layout := v.fileLayout(p, f, func(f format.Format) format.Layout { return f.Profiles[0].Layout })
	if err := p.Done(); err != nil {
		return nil, err
	}
	if !f.found {
		return nil, v.catalog.NoFile(r.id)
	}
	return v.fileAnswer(f, layout), nil
}

// fileLayout is the variant of a file that a request asks for; usual is the one of
// which it says nothing. Where there is no such file, every parameter is taken:
// that there is none is all that is said then.
func (v *view) fileLayout(p *param.Values, f requestedFile, usual func(format.Format) format.Layout) format.Layout {
	if !f.found {
		every := format.Format{Options: format.Options{BOM: true, Header: true}}
		return representation.FileLayout(p, v.cfg.Formats, every, format.Layout{}, nil)
	}
	return representation.FileLayout(p, v.cfg.Formats, f.Format, usual(f.Format), f.variant)
}

// fileAnswer answers with one variant of a file. The canonical one is there
// already, the others are written for whoever asks: nobody keeps what is large.
func (v *view) fileAnswer(f requestedFile, layout format.Layout) delivery.Response {
	key := f.Link(layout)
	head := delivery.Head{ContentType: f.Format.ContentType, Filename: f.Name(layout), Links: v.recordLinks(f.Set)}
	if f.Canonical(layout) {
		return &delivery.Stored{Head: head, Key: key, SHA256: f.Set.CSVFile.SHA256, Data: f.Set.CSVFile.Data()}
	}
	return &delivery.Stream{
		Head: head, Key: key, Memory: f.Format.Memory, Compressed: f.Format.Document,
		Write: func(ctx context.Context, begin func([]string) io.Writer) error {
			return v.catalog.WriteFile(ctx, begin(nil), f.File, layout)
		},
		Measure: func(ctx context.Context) (delivery.Measure, error) {
			sum, err := v.catalog.Checksum(ctx, f.File, layout)
			return delivery.Measure{Bytes: sum.Bytes, SHA256: sum.SHA256}, err
		},
	}
}

// FileRows is the content of a JSON file.
type FileRows []map[string]any
