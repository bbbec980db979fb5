package catalog

import (
	"context"
	"io"
	"net/url"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// FilesPath leads the path of every file.
const FilesPath = "/files/"

// File is one file name under /files: all rows of a dataset in a format. Its
// variants differ in their layout.
type File struct {
	Set    *release.Set
	Name   string
	Format format.Format
}

// fileFormats lists the formats of files, that of the canonical ones first.
func (m *Maker) fileFormats() format.List {
	var list format.List
	for _, f := range m.cfg.Formats.With(format.Files) {
		if f.Is(format.Canonical()) {
			list = slices.Insert(list, 0, f)
		} else {
			list = append(list, f)
		}
	}
	return list
}

func fileOf(set *release.Set, f format.Format) File {
	return File{Set: set, Name: set.File + f.Suffix(), Format: f}
}

// File returns the file with a name.
func (c Catalog) File(name string) (File, bool) {
	dot := max(0, strings.LastIndexByte(name, '.'))
	file, extension := name[:dot], strings.TrimPrefix(name[dot:], ".")
	i := slices.IndexFunc(c.Release.Sets, func(s release.Set) bool { return s.File == file })
	f, ok := c.fileFormats().Named(extension)
	if i < 0 || !ok {
		return File{}, false
	}
	return fileOf(&c.Release.Sets[i], f), true
}

// Offered lists the files of a dataset whose format can hold all rows: what a
// page or metadata offers must be there.
func (m *Maker) Offered(set *release.Set) []File {
	var list []File
	for _, f := range m.fileFormats() {
		if f.MaxRows == 0 || set.Table.Len() <= f.MaxRows {
			list = append(list, fileOf(set, f))
		}
	}
	return list
}

// FileNames lists the names of all files.
func (c Catalog) FileNames() []string {
	var names []string
	for i := range c.Release.Sets {
		names = append(names, c.namesOf(&c.Release.Sets[i])...)
	}
	return names
}

// namesOf lists the names of the files of a dataset.
func (m *Maker) namesOf(set *release.Set) []string {
	var names []string
	for _, f := range m.fileFormats() {
		names = append(names, fileOf(set, f).Name)
	}
	return names
}

// NoFile says that a file was withdrawn, or which file may have been meant: one
// named by its dataset alone, or one that is spelt alike.
func (c Catalog) NoFile(name string) error {
	if w, ok := c.withdrawnFile(name); ok {
		return release.Gone(w)
	}
	message := lang.T("そのファイルはありません", "no such file")
	id, _, _ := strings.Cut(name, ".")
	if set, ok := c.Release.Set(id); ok {
		return fault.NotFoundNear(message, name, c.namesOf(set))
	}
	return fault.NotFoundAmong(message, name, c.FileNames())
}

// Canonical reports whether a variant is the canonical file itself.
func (f File) Canonical(layout format.Layout) bool {
	return f.Format.Is(format.Canonical()) && layout == f.Format.Plain()
}

// Default is the layout of a file of which a request says nothing.
func (f File) Default() format.Layout { return f.Format.Profiles[0].Layout }

// Link is the shortest path of a variant: that of the default has no query.
func (f File) Link(layout format.Layout) string {
	if layout == f.Default() {
		return FilesPath + f.Name
	}
	return f.Path(layout)
}

// Path writes the address of a variant in one way.
func (f File) Path(layout format.Layout) string { return FilesPath + f.Name + f.variant(layout) }

// variant is the query that chooses a layout, empty where there is no choice.
func (f File) variant(layout format.Layout) string {
	given := f.Format.Parameters(layout)
	if len(given) == 0 {
		return ""
	}
	values := make(url.Values, len(given))
	for name, value := range given {
		values.Set(name, value)
	}
	return "?" + values.Encode()
}

// permanent is the address at which a variant of a file stays as it is for ever.
func (c Catalog) permanent(f File, layout format.Layout) string {
	return c.ReleaseURL(c.Release.Number) + FilesPath + f.Name + f.variant(layout)
}

// WriteFile writes a variant of a file, some rows at a time.
func (c Catalog) WriteFile(ctx context.Context, w io.Writer, f File, layout format.Layout) error {
	about := citation.Of(f.Set, "")
	return f.Format.Write(ctx, w, format.Subject{
		Shape: format.Whole(f.Set.Table), Layout: layout,
		About: c.Facts(about, c.permanent(f, layout), f.Set.Licence),
	})
}
