package fault_test

import (
	"errors"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
)

func TestAPanicBecomesTheErrorOfItsFunction(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func() error
		want string
	}{
		{"a value", func() error { panic("boom") }, "panic: boom ("},
		{"a failure of the program", func() error { var m map[string]int; m["a"] = 1; return nil }, "panic: assignment to entry in nil map ("},
		{"none", func() error { return errors.New("as it is") }, "as it is"},
	} {
		t.Run(test.name, func(t *testing.T) {
			run := func() (err error) {
				defer fault.Recover(&err)
				return test.do()
			}
			var told [2]error
			for i := range told {
				told[i] = run()
			}
			err := told[0]
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || fault.KindOf(err) != fault.Internal {
				t.Errorf("got %v", err)
			}
			if strings.Contains(test.want, "panic") && (told[1].Error() != err.Error() || !strings.Contains(err.Error(), "recover_test.go:")) {
				t.Errorf("got %v, then %v", err, told[1])
			}
		})
	}
}
