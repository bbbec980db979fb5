package ledger

import (
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// DefaultDelay is the delay of a release that has no effective time of its own.
const DefaultDelay = defaultDelay

// LossKind is a kind of change that not every reason covers.
type LossKind = lossKind

const (
	LostRecord    = lostRecord
	LostDataset   = lostDataset
	LostColumn    = lostColumn
	ChangedUnit   = changedUnit
	ChangedValue  = changedValue
	ChangedRecord = changedRecord
	ChangedColumn = changedColumn
)

// Permitted are the reasons that cover a kind of change.
func Permitted(k LossKind) []release.Reason { return permitted(k) }

// LossText is how people are told of a kind of change.
func LossText(k LossKind) lang.Text { return k.text() }
