package ledger

import (
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// DefaultDelay is the delay of a release that has no effective time of its own.
const DefaultDelay = defaultDelay

// ChangeKind is what a release does to what is published.
type ChangeKind = changeKind

const (
	Unlisted           = unlisted
	Consequence        = consequence
	Added              = added
	LostRecord         = lostRecord
	LostDataset        = lostDataset
	LostColumn         = lostColumn
	RenamedFile        = renamedFile
	ChangedUnit        = changedUnit
	ChangedValue       = changedValue
	ChangedRecord      = changedRecord
	ChangedColumn      = changedColumn
	ChangedDescription = changedDescription
	ChangedStructure   = changedStructure
	ChangedTerms       = changedTerms
	ChangedNotation    = changedNotation
	ChangeKinds        = kinds
)

// Permitted are the reasons that cover a kind of change.
func Permitted(k ChangeKind) []release.Reason { return permitted(k) }

// ChangeText is how people are told of a kind of change.
func ChangeText(k ChangeKind) lang.Text { return k.text() }

// KindOfProperty is what it is to change a property of a Table Schema.
func KindOfProperty(column, property string) ChangeKind { return kindOfProperty(column, property) }
