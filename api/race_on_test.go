//go:build race

package api_test

// raceDetector says that pools forget at random, so that allocations cannot be
// counted to the last one.
const raceDetector = true
