package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

func TestErrorTellsEverything(t *testing.T) {
	err := fault.New(fault.Invalid, lang.T("誤り", "wrong"), lang.T("直す", "mend it"), lang.T("やめる", "")).
		At("a.csv:1:2", lang.T("空", "empty")).At("", lang.T("", "elsewhere")).Because(io.ErrUnexpectedEOF)
	want := "誤り / wrong\n  a.csv:1:2: 空 / empty\n  elsewhere\n  → 直す / mend it\n  → やめる\n  (unexpected EOF)"
	if got := err.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is not found")
	}
}

func TestKindOf(t *testing.T) {
	gone := fault.New(fault.Gone, lang.T("廃止", "withdrawn"))
	for _, test := range []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"no error", nil, fault.Internal},
		{"an error of another package", io.EOF, fault.Internal},
		{"a fault", gone, fault.Gone},
		{"a wrapped fault", fmt.Errorf("reading: %w", gone), fault.Gone},
		{"the outermost of two faults", fault.New(fault.Invalid, lang.Text{}).Because(gone), fault.Invalid},
		{"a fault whose kind was forgotten", &fault.Error{}, fault.Internal},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := fault.KindOf(test.err); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}
