package main

import (
	"errors"

	"hachinohe.example/opendata/internal/config"
)

// Exit codes other than 0.
const (
	exitFailed = 1
	exitUsage  = 2
	exitFound  = 3
)

func exitOf(err error) int {
	if _, ok := errors.AsType[*config.UsageError](err); ok {
		return exitUsage
	}
	if errors.Is(err, errFound) {
		return exitFound
	}
	return exitFailed
}
