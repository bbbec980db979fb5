// Package fault is the error model of the service: an error that leaves a
// package towards a person carries a kind, a message in both languages, what
// exactly was wrong and how to fix it. The text says so in that order.
//
// It promises to know nothing of HTTP: api maps kinds to statuses in one place.
// An error without a kind is Internal, and its text never reaches a client.
// Every package may import it; it imports the standard library and lang only.
package fault

import (
	"errors"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Kind says what sort of failure an error is.
type Kind int

// The kinds. The zero value is Internal, so that a forgotten kind never
// publishes its text.
const (
	Internal      Kind = iota // a defect or a broken machine; opaque to clients
	Invalid                   // the caller said something that cannot be meant
	NotFound                  // what was asked for does not exist
	Gone                      // it existed and was withdrawn for good
	NotAcceptable             // it exists, but not in the wanted representation
	TooLarge                  // more was asked for than one answer may hold
	Unavailable               // not now; later perhaps
)

// Field is one thing that was wrong, and where.
type Field struct {
	Place   string // parameter name, or file:line:column
	Message lang.Text
}

// Error is a failure that may be shown to the person who caused it.
// Everything but the cause is public. Who makes it may add places to it (At);
// once it was returned, nobody changes it: Because and Restated make another.
type Error struct {
	Kind    Kind
	Message lang.Text
	Fields  []Field
	Fixes   []lang.Text // what to do instead, most helpful first
	cause   error       // for the log only
}

// New makes an error of a kind that can be shown to people.
func New(kind Kind, message lang.Text, fixes ...lang.Text) *Error {
	return &Error{Kind: kind, Message: message, Fixes: fixes}
}

// At adds a place and what was wrong there.
func (e *Error) At(place string, message lang.Text) *Error {
	e.Fields = append(e.Fields, Field{Place: place, Message: message})
	return e
}

// Because returns the same error with a cause, which only the log will see.
func (e *Error) Because(cause error) *Error {
	caused := *e
	caused.cause = cause
	return &caused
}

// Restated returns the same failure in other words: its kind, places and cause
// stay.
func (e *Error) Restated(message lang.Text, fixes ...lang.Text) *Error {
	other := *e
	other.Message, other.Fixes = message, fixes
	return &other
}

// Error returns the message, every field, the fixes and the cause in both
// languages, for logs.
func (e *Error) Error() string {
	return e.write(lang.Text.String, error.Error)
}

// In is Error in one language, for a terminal.
func (e *Error) In(language lang.Language) string {
	return e.write(
		func(t lang.Text) string { return t.In(language) },
		func(cause error) string { return In(cause, language) },
	)
}

func (e *Error) write(text func(lang.Text) string, causeText func(error) string) string {
	var b strings.Builder
	b.WriteString(text(e.Message))
	for _, f := range e.Fields {
		b.WriteString("\n  ")
		if f.Place != "" {
			b.WriteString(f.Place + ": ")
		}
		b.WriteString(text(f.Message))
	}
	var fixes strings.Builder
	for _, fix := range e.Fixes {
		fixes.WriteString(fixMark + text(fix))
	}
	if e.cause != nil {
		detail, more := parted(causeText(e.cause))
		b.WriteString("\n  (" + detail + ")")
		fixes.WriteString(more)
	}
	return b.String() + fixes.String()
}

// fixMark begins the line of a fix.
const fixMark = "\n  → "

// parted takes the fixes out of the text of a cause: what to do comes last, after
// everything that is wrong.
func parted(cause string) (detail, fixes string) {
	var d, f strings.Builder
	for line := range strings.SplitSeq("\n"+cause, "\n") {
		if line = "\n" + line; strings.HasPrefix(line, fixMark) {
			f.WriteString(line)
		} else {
			d.WriteString(line)
		}
	}
	return strings.TrimLeft(d.String(), "\n"), f.String()
}

// In is the text of any error in one language: what an Error in its chain says
// in both is said in that one. Errors of other packages stay as they are.
func In(err error, language lang.Language) string {
	text := err.Error()
	switch e := err.(type) { //nolint:errorlint // each link of the chain is looked at by itself
	case *Error:
		return e.In(language)
	case interface{ Unwrap() error }:
		return replaceIn(text, e.Unwrap(), language)
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			text = replaceIn(text, part, language)
		}
	}
	return text
}

// replaceIn puts the text of a wrapped error into one language.
func replaceIn(text string, wrapped error, language lang.Language) string {
	if wrapped == nil {
		return text
	}
	return strings.Replace(text, wrapped.Error(), In(wrapped, language), 1)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of the first Error in err's chain, Internal if there
// is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}
