package representation

import (
	"strings"

	"hachinohe.example/opendata/internal/format"
)

// CutExtension takes the extension off a path of the API that ends in the name of
// a format, such as .csv (DS-464-2: the extension picks the format).
func CutExtension(all format.List, path string) (rest, extension string) {
	if !strings.HasPrefix(path, "/api/v1/") {
		return path, ""
	}
	for _, f := range all {
		if rest, ok := strings.CutSuffix(path, f.Suffix()); ok {
			return rest, f.Name
		}
	}
	return path, ""
}
