package releasecache

import "time"

// Limits of what a server holds in memory and of how it loads it.
const (
	// Datasets of past releases that are kept in addition to those of the current
	// and pending ones, in bytes of their canonical files: each once, however many
	// releases have it. The release that was read last is kept however large it is.
	maxPastBytes = 128 << 20

	// What is made ready for searches in the current and pending releases before
	// they are asked for, in bytes of text: all up to the first, the largest of the
	// rest by the first search. Less than the second takes a search no time.
	maxSearchedBytes = 256 << 20
	minSearchedBytes = 1 << 20

	// Loading a past release or one dataset of it. One is loaded at a time,
	// because each may be large.
	loadingSlots    = 1
	maxLoadingWait  = 10 * time.Second // of whoever asks for it
	maxLoadingTime  = time.Minute      // of the loading itself, for whoever asks again
	maxLoadingTries = 3                // when files are withdrawn meanwhile
)
