// Command opendata publishes the 第2期八戸市デジタル推進計画 as open data.
//
//	opendata serve    serve the portal and the API
//	opendata check    check a folder of source files
//	opendata health   ask a running server whether it is ready
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// verb is one thing the program does. It returns an error to be shown to the
// person at the terminal.
type verb func(ctx context.Context, args []string, stdout, stderr io.Writer) error

func main() {
	verbs := map[string]verb{"serve": serve, "check": check, "health": health}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) < 2 || verbs[os.Args[1]] == nil {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	err := verbs[os.Args[1]](ctx, os.Args[2:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "opendata: "+err.Error())
		stop()
		os.Exit(1)
	}
}

const usage = `使い方 / usage:
  opendata serve [--addr :8080] [--base-url URL] [--log-format json|text] [--source DIR]
  opendata check [DIR]
  opendata health
詳しくは / more: opendata serve --help
`
