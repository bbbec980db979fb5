package format

import (
	"context"

	"hachinohe.example/opendata/internal/lang"
)

// NDJSON is a JSON object a line, nothing between them.
func NDJSON() Format {
	return Format{
		Name:        "ndjson",
		ContentType: "application/x-ndjson; charset=utf-8",
		Title:       lang.T("NDJSON", "NDJSON"),
		Carries:     Lists | Groups | OneRelated | ManyRelated,
		New: func(s Subject) (Writer, error) {
			return &lines{NewObjects(s.Shape), s.most()}, nil
		},
	}
}

// lines writes NDJSON.
type lines struct {
	objects *Objects
	most    int // bytes of a row
}

// Begin implements Writer.
func (l *lines) Begin(dst []byte, _ int) ([]byte, error) { return dst, nil }

// Rows implements Writer.
func (l *lines) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	for _, row := range rows {
		var err error
		if dst, err = l.objects.AppendWithin(ctx, dst, row, within(dst, l.most)); err != nil {
			return dst, err
		}
		dst = append(dst, '\n')
	}
	return dst, ctx.Err()
}

// End implements Writer.
func (l *lines) End(dst []byte) ([]byte, error) { return dst, nil }

// within is how long dst may become by a row of at most so many bytes.
func within(dst []byte, most int) int { return max(most, most+len(dst)) } // which may be beyond what an int holds
