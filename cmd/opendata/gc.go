package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// garbageBudget is how much garbage may collect before it is freed, in bytes.
	// The live heap is small, and a share of it would be smaller: collecting would
	// take a fifth of the time. With more than this the process would not
	// stay under 30 MB (docs/performance.md).
	garbageBudget = 2 << 20
	// leastPercent is for large data, of which a third is more: what is served lives
	// long, and requests leave little behind.
	leastPercent = 33
	// mostPercent is what the runtime does by itself. More would also raise the
	// least size at which it collects at all, 4 MiB, by as much: before the first
	// collection, when nothing is known to be alive, to hundreds of megabytes.
	mostPercent = 100
)

// marker is found dead by every collection.
type marker struct{ _ *marker }

// keepGarbageBudget sets when the next collection begins, now and after each one.
// The runtime reads GOGC and GOMEMLIMIT by itself: where the operator has set GOGC,
// this must not be called. A limit set by GOMEMLIMIT holds in addition to it.
func keepGarbageBudget() {
	debug.SetGCPercent(min(max(garbageBudget*100/scanned(), leastPercent), mostPercent))
	runtime.AddCleanup(&marker{}, func(int) { keepGarbageBudget() }, 0)
}

// scanned is what the percentage is one of: what the last collection found
// alive, with stacks and variables, in bytes.
func scanned() int {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"}}
	metrics.Read(samples)
	sum := 1
	for _, s := range samples {
		sum += int(s.Value.Uint64()) //nolint:gosec // bytes of memory
	}
	return sum
}
