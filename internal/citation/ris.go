package citation

import "strings"

// ris writes a record of the RIS format (2011), whose tags for data files (DATA)
// are these. A tag begins a line, so that a value of one line is none, whatever it
// looks like.
func (r reference) ris() string {
	var b strings.Builder
	b.Grow(entrySize)
	for _, f := range [...]field{
		{"TY", "DATA"},
		{"ID", r.key},
		{"AU", r.author},
		{"TI", r.title},
		{"DB", r.part},
		{"PY", r.day[:4]},
		{"DA", strings.ReplaceAll(r.day, "-", "/")},
		{"PB", r.author},
		{"ET", r.version},
		{"LA", language},
		{"N1", r.note},
		{"UR", r.url},
		{"ER", ""},
	} {
		b.WriteString(f.name)
		b.WriteString("  - ")
		b.WriteString(f.value)
		b.WriteString("\r\n")
	}
	return b.String()
}
