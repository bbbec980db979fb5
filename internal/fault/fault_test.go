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
	err := fault.New(fault.Invalid, lang.T("誤り", "wrong"), lang.T("直す", "fix it"), lang.T("やめる", "")).
		At("a.csv:1:2", lang.T("空", "empty")).At("", lang.T("", "elsewhere")).Because(io.ErrUnexpectedEOF)
	want := "誤り / wrong\n  a.csv:1:2: 空 / empty\n  elsewhere\n  (unexpected EOF)\n  → 直す / fix it\n  → やめる"
	if got := err.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is not found")
	}
}

func TestATerminalShowsOneLanguage(t *testing.T) {
	inner := fault.New(fault.Invalid, lang.T("内側", "inner"))
	err := fault.New(fault.Invalid, lang.T("誤り", "wrong"), lang.T("修正する", "fix it")).
		At("a.csv:1:2", lang.T("空", "empty")).Because(fmt.Errorf("reading: %w", inner))
	for _, test := range []struct {
		name              string
		err               error
		japanese, english string
	}{
		{"everything that an error says", err, "誤り\n  a.csv:1:2: 空\n  (reading: 内側)\n  → 修正する", "wrong\n  a.csv:1:2: empty\n  (reading: inner)\n  → fix it"},
		{
			"a cause that says what to do", fault.New(fault.Invalid, lang.T("外側", "outer")).Because(fmt.Errorf("x: %w", err)),
			"外側\n  (x: 誤り\n  a.csv:1:2: 空\n  (reading: 内側))\n  → 修正する", "outer\n  (x: wrong\n  a.csv:1:2: empty\n  (reading: inner))\n  → fix it",
		},
		{"one in a chain", fmt.Errorf("x: %w", fmt.Errorf("y: %w", inner)), "x: y: 内側", "x: y: inner"},
		{"one of several", errors.Join(io.EOF, inner), "EOF\n内側", "EOF\ninner"},
		{"an error of another package", io.EOF, "EOF", "EOF"},
	} {
		if ja, en := fault.In(test.err, lang.Japanese), fault.In(test.err, lang.English); ja != test.japanese || en != test.english {
			t.Errorf("%s: got\n%s\nand\n%s", test.name, ja, en)
		}
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
