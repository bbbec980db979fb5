package ledger

// DefaultDelay is the delay of a release that has no effective time of its own.
const DefaultDelay = defaultDelay
