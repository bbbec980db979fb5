package fault

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Recover makes a panic the error of the function that defers it:
//
//	defer fault.Recover(&err)
//
// It belongs into every goroutine that nobody else recovers: there a panic would
// end the process. Such an error is Internal.
func Recover(err *error) {
	if v := recover(); v != nil {
		*err = &panicked{value: v, at: panicSite()}
	}
}

// panicked is a panic as an error. It says where it happened in one line that is
// the same each time, so that whoever logs troubles can tell that it is known.
type panicked struct {
	value any
	at    string
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v (%s)", p.value, p.at) }

// maxFrames bounds the calls that the error names.
const maxFrames = 6

// panicSite names the calls that led to the panic that is being recovered, the
// innermost first.
func panicSite() string {
	pcs := make([]uintptr, 64) //nolint:mnd // deeper calls are not named
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	var sites []string
	for below := false; len(sites) < maxFrames; {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			below, sites = true, nil
		case below && !strings.HasPrefix(f.Function, "runtime."):
			sites = append(sites, fmt.Sprintf("%s %s:%d", path.Base(f.Function), path.Base(f.File), f.Line))
		}
		if !more {
			break
		}
	}
	return strings.Join(sites, " < ")
}
