package ledger

// The states of an entry of the log, as the API and the command line name them.
const (
	StateCurrent      = "current"      // the release in effect
	StateSuperseded   = "superseded"   // a release that was in effect before
	StatePending      = "pending"      // a release under embargo
	StateCancelled    = "cancelled"    // a release that was cancelled before its time
	StateCancellation = "cancellation" // the entry that cancels it
)
