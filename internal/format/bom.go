package format

// BOM is the UTF-8 byte order mark by which Excel recognises UTF-8.
const BOM = "\ufeff"

// appendBOM is the only place that writes a byte order mark: CSV begins with it
// where the layout asks for it (bom=true, the default of /files), no other format
// does.
func appendBOM(dst []byte, l Layout) []byte {
	if l.BOM {
		return append(dst, BOM...)
	}
	return dst
}
