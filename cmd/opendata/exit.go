package main

import (
	"errors"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Exit codes other than 0.
const (
	exitFailed = 1
	exitUsage  = 2
	exitFound  = 3
)

// toldError is a failure that the person at the terminal was told already.
type toldError struct{ error }

// Unwrap returns the failure.
func (e toldError) Unwrap() error { return e.error }

// failure is what a failed program says.
func failure(err error, language lang.Language) string {
	return "opendata: " + fault.In(err, language)
}

func exitOf(err error) int {
	if _, ok := errors.AsType[*config.UsageError](err); ok {
		return exitUsage
	}
	if errors.Is(err, errFound) {
		return exitFound
	}
	return exitFailed
}
