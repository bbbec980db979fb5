// Command opendata publishes the 第2期八戸市デジタル推進計画 as open data.
//
// One verb does one thing; usage.go lists them. Exit codes: 0 done, 1 refused or
// failed, 2 the command line is not right, 3 verify found something.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"hachinohe.example/opendata/internal/config"
)

// verb is one thing the program does. It returns an error to be shown to the
// person at the terminal.
type verb func(ctx context.Context, args []string, term terminal) error

func main() {
	verbs := map[string]verb{
		"serve": serve, "check": check, "health": health,
		"publish": publish, "cancel": cancel, "withdraw": withdraw,
		"releases": releases, "diff": diff, "export": export, "verify": verify,
	}
	if len(os.Args) == 2 && slices.Contains([]string{"help", "--help", "-help", "-h"}, os.Args[1]) {
		fmt.Print(usage)
		return
	}
	if len(os.Args) < 2 || verbs[os.Args[1]] == nil {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(exitUsage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt) }) // a second Ctrl+C ends the program at once
	term := terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now}
	err := verbs[os.Args[1]](ctx, os.Args[2:], term)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "opendata: "+err.Error())
		os.Exit(exitOf(err))
	}
}

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
