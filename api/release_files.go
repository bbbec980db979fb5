package api

import (
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/release"
)

// releaseManifest returns the manifest of a release or of a cancellation, byte by
// byte.
//
//	@Summary		公表のファイル一覧
//	@Description	公表のファイル一覧の原本。そのSHA-256が公表を特定する。取り消しの番号を指定すると、取り消しの記録の原本を返す。 / The manifest of a release, byte for byte; its SHA-256 identifies the release. The number of a cancellation gives the manifest of the cancellation.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	problems.Problem
//	@Produce		json
//	@Param			number	path		int	true	"公表か取り消しの番号 / number of the release or cancellation"	minimum(1)	maximum(1000000000)	example(1)
//	@Success		200		{object}	ReleaseManifest
//	@Router			/releases/{number}/manifest.json [get]
func (s *Server) releaseManifest(r *request) (delivery.Response, error) {
	h := s.cache.History()
	n, err := strconv.Atoi(r.number)
	if e, ok := h.Cancellation(n); ok && err == nil && strconv.Itoa(n) == r.number {
		if err := r.none(); err != nil {
			return nil, err
		}
		_, text := h.Manifest(n)
		a := stored("manifest.json", e.SHA256, text)
		a.Cache = delivery.Immutable
		return a, nil
	}
	return s.fromRelease(r, func(v *view, r *request) (delivery.Response, error) {
		if err := r.none(); err != nil {
			return nil, err
		}
		return stored("manifest.json", v.release.Hash, v.release.Manifest), nil
	})
}

// releaseFile returns a file of a release.
//
//	@Summary		公表のファイル
//	@Description	ある公表のファイル。内容は変わらない。ファイル一覧にある名前では、原本データ（BOMなし・英数字の見出し）をそのまま返す（既定）。 / A file of one release; it never changes. A name listed in the manifest gives the canonical file, byte for byte, unless bom or header choose another form.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,410,416	{object}	problems.Problem
//	@Produce		json
//	@Param			number	path		int					true	"公表の番号 / number of the release"	minimum(1)	maximum(1000000000)	example(1)
//	@Param			name	path		string				true	"ファイル名 / file name"				example(022039_digital_initiatives.csv)
//	@Param			request	query		param.FileLayout	false	"variant"
//	@Success		200		{object}	FileRows
//	@Success		206		{object}	FileRows
//	@Router			/releases/{number}/files/{name} [get]
func (v *view) releaseFile(r *request) (delivery.Response, error) {
	p := r.query()
	i := slices.IndexFunc(v.release.Sets, func(s release.Set) bool { return s.SchemaFile.Path == r.id })
	f, layout := v.published(r.id), format.Layout{}
	if i < 0 {
		layout = v.fileLayout(p, f, format.Format.Plain)
	}
	if err := p.Done(); err != nil {
		return nil, err
	}
	switch {
	case i >= 0:
		schema := v.release.Sets[i].SchemaFile
		a := stored("/releases/files/"+schema.Path, schema.SHA256, schema.Data())
		a.Filename = schema.Path
		return a, nil
	case f.found:
		return v.fileAnswer(f, layout), nil
	}
	if rest := v.rest(r.id); rest != nil && layout == (format.Layout{}) {
		return rest, nil
	}
	return nil, v.catalog.NoFile(r.id)
}

// rest answers with a canonical file of a dataset of which the other file was
// withdrawn, nil if there is no such file.
func (v *view) rest(name string) *delivery.Stored {
	i := slices.IndexFunc(v.release.Remains, func(f release.File) bool { return f.Path == name })
	if i < 0 {
		return nil
	}
	f := v.release.Remains[i]
	a := stored("/releases/files/"+f.Path, f.SHA256, f.Data())
	a.Filename = f.Path
	if strings.HasSuffix(f.Path, format.Canonical().Suffix()) {
		a.ContentType = format.Canonical().ContentType
	}
	return a
}

// stored answers with bytes of JSON that are there as long as their release.
func stored(key, sha256 string, data []byte) *delivery.Stored {
	return &delivery.Stored{Head: delivery.Head{ContentType: mediaJSON}, Key: key, SHA256: sha256, Data: data}
}

// ReleaseManifest is the table of contents of a release.
//
//	@Description	公表のファイル一覧。 / The manifest of a release: the list of its files.
type ReleaseManifest map[string]any
