package catalog

import (
	"context"
	"io"
	"net/url"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// FilesPath leads the path of every file.
const FilesPath = "/files/"

// File is all rows of a dataset in a format. Its variants differ in their layout,
// and each has a name of its own.
type File struct {
	Set    *release.Set
	Format format.Format
}

// Name returns the name of a variant. The one that programs read has that of the
// dataset alone.
func (f File) Name(layout format.Layout) string {
	variant := ""
	if layout != f.Format.Plain() {
		variant = dataset.FileVariant(layout.Japanese, layout.BOM)
	}
	return f.Set.File + variant + f.Format.Suffix()
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

// File returns the file with a name, and the variant that the name says: nil if
// it is that of the dataset alone, which is what every variant was called once.
func (c Catalog) File(name string) (f File, variant *format.Layout, ok bool) {
	dot := max(0, strings.LastIndexByte(name, '.'))
	stem, extension := dataset.WithoutVariant(name[:dot]), strings.TrimPrefix(name[dot:], ".")
	i := slices.IndexFunc(c.Release.Sets, func(s release.Set) bool { return s.File == stem })
	kind, known := c.fileFormats().Named(extension)
	if i < 0 || !known {
		return File{}, nil, false
	}
	f = File{&c.Release.Sets[i], kind}
	if stem == name[:dot] {
		return f, nil, true
	}
	for _, p := range kind.Profiles {
		if f.Name(p.Layout) == name {
			return f, &p.Layout, true
		}
	}
	return File{}, nil, false
}

// CanonicalName is the name of the canonical file of the dataset of which a name
// is that of any file.
func CanonicalName(name string) string {
	stem, _, _ := strings.Cut(name, ".")
	return dataset.WithoutVariant(stem) + format.Canonical().Suffix()
}

// Offered lists the files of a dataset whose format can hold all rows: what a
// page or metadata offers must be there.
func (m *Maker) Offered(set *release.Set) []File {
	var list []File
	for _, f := range m.fileFormats() {
		if f.MaxRows == 0 || set.Table.Len() <= f.MaxRows {
			list = append(list, File{set, f})
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
		names = append(names, set.File+f.Suffix())
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

// Link is the address of a variant of the current release. The name of the dataset
// alone, with no parameters, is what people are given, not the canonical file.
func (f File) Link(layout format.Layout) string {
	address := FilesPath + f.Name(layout)
	if layout == f.Format.Plain() {
		address += f.parameters(layout)
	}
	return address
}

// parameters are the query that chooses a layout, empty where there is no choice.
func (f File) parameters(layout format.Layout) string {
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
	return c.ReleaseURL(c.Release.Number) + FilesPath + f.Name(layout)
}

// WriteFile writes a variant of a file, some rows at a time.
func (c Catalog) WriteFile(ctx context.Context, w io.Writer, f File, layout format.Layout) error {
	about := citation.Of(f.Set, "")
	return f.Format.Write(ctx, w, format.Subject{
		Shape: format.Whole(f.Set.Table), Layout: layout,
		About: c.Facts(about, c.permanent(f, layout), f.Set.Licence),
	})
}
