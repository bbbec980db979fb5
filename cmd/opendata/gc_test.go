package main_test

import (
	"strings"
	"testing"
)

// The runtime reports every collection on standard error when it is asked to.
func TestGOGCOfTheOperatorIsRespected(t *testing.T) {
	t.Parallel()
	for gogc, want := range map[string]bool{"": true, "off": false} {
		s := serveWith(t, []string{"GODEBUG=gctrace=1", "GOGC=" + gogc})
		for range 20 {
			s.get(t, "/api/v1/plan")
		}
		s.stop(t)
		if got := strings.Contains(s.stderr.String(), "gc 1 @"); got != want {
			t.Errorf("GOGC=%s: collected: %v, want %v", gogc, got, want)
		}
	}
}
