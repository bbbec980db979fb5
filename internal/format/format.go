// Package format is how rows are represented: one Format for each
// representation, one file each, registered in All.
//
// It promises that equal rows give equal bytes; that a value is written exactly
// as the table holds it, or, where a representation has another notation for it,
// so that it reads back as the same value; and that no spreadsheet program runs
// a cell as a formula (dataset/csv_injection.go). It refuses to know about HTTP, releases or
// any single dataset: what a workbook says of licence and citation is given to
// it. It reads tables; release, plan, memento, openapi and api use it.
package format

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Format is everything that a representation is: negotiation, the parameter
// format, extensions, files, metadata, the OpenAPI document and the pages ask
// nothing else.
type Format struct {
	Name        string    // value of the parameter format, and extension: lower-case letters and digits
	ContentType string    // media type with its parameters
	Title       lang.Text // what people call it
	Carries     Content
	// Envelope says that rows are the results of a JSON object which begins with
	// their metadata, and come in pages. Other formats hold rows alone, all of
	// them unless a limit is given.
	Envelope bool
	Options  Options   // which parameters choose how it looks
	Profiles []Profile // of files: the first one is for people, the last one for programs
	// Document says that a file is no plain text but a document that travels alone:
	// it names its release, and is compressed already.
	Document bool
	MaxRows  int // more rows are refused; 0: any number
	Memory   int // bytes that its Writer holds beside what it has written
	// New begins to write rows.
	New func(Subject) (Writer, error)
}

// Content is what a format can carry: a sum of the constants.
type Content uint8

// What formats carry.
const (
	Lists       Content = 1 << iota // rows of a dataset
	Groups                          // rows that are made of several
	OneRelated                      // the one row that a row refers to, as part of it
	ManyRelated                     // all the rows that a row refers to, as parts of it
	Items                           // a row alone
	Files                           // all rows of a dataset, to be saved
	Differences                     // what differs between releases: its Writer is a CellWriter
)

// Options are the parameters that choose how a representation looks.
type Options struct {
	BOM    bool // bom
	Header bool // header
}

// Layout says how a representation looks, as far as its format has the option.
type Layout struct {
	BOM      bool // begin with the UTF-8 byte order mark
	Japanese bool // Japanese headings instead of ASCII names
	Constant bool // with the constant columns, as files have them
}

// Profile is one variant of the files of a format.
type Profile struct {
	Layout

	Title lang.Text // what a button says; a profile without title has none
}

// List is formats, in the order in which they are shown; of those that a client
// likes equally, the first one is sent.
type List []Format

// All is where a format is registered.
func All() List { return List{JSON(), CSV(), NDJSON(), TSV(), XLSX()} }

// Can reports whether the format carries all of some content.
func (f Format) Can(c Content) bool { return f.Carries&c == c }

// Media returns the media type without its parameters.
func (f Format) Media() string {
	media, _, _ := strings.Cut(f.ContentType, ";")
	return media
}

// Charset returns the charset of a text format, nothing for others.
func (f Format) Charset() string {
	_, charset, _ := strings.Cut(f.ContentType, "charset=")
	charset, _, _ = strings.Cut(charset, ";")
	return strings.ToUpper(charset)
}

// Is reports whether two formats are the same one.
func (f Format) Is(other Format) bool { return f.Name == other.Name }

// Suffix is what names of this format end in.
func (f Format) Suffix() string { return "." + f.Name }

// Parameters returns the parameters that choose a layout.
func (f Format) Parameters(l Layout) map[string]string {
	given := make(map[string]string)
	if f.Options.BOM {
		given["bom"] = "false"
		if l.BOM {
			given["bom"] = "true"
		}
	}
	if f.Options.Header {
		given["header"] = l.Heading()
	}
	return given
}

// Heading returns the value of the parameter header.
func (l Layout) Heading() string {
	if l.Japanese {
		return "ja"
	}
	return "ascii"
}

// Plain returns the layout of files that programs read.
func (f Format) Plain() Layout { return f.Profiles[len(f.Profiles)-1].Layout }

// With returns the formats that carry some content.
func (l List) With(c Content) List {
	var some List
	for _, f := range l {
		if f.Can(c) {
			some = append(some, f)
		}
	}
	return some
}

// Named returns the format with a name.
func (l List) Named(name string) (Format, bool) {
	i := slices.IndexFunc(l, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return l[i], true
}

// Names returns the values of the parameter format.
func (l List) Names() []string {
	names := make([]string, len(l))
	for i, f := range l {
		names[i] = f.Name
	}
	return names
}
