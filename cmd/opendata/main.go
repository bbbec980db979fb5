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
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
)

// verb is one thing the program does. It returns an error to be shown to the
// person at the terminal.
type verb func(ctx context.Context, args []string, term terminal) error

func main() {
	language, args, err := config.Language(os.Args[1:], os.Getenv)
	term := terminal{in: os.Stdin, out: printable{os.Stdout}, err: printable{os.Stderr}, getenv: os.Getenv, now: time.Now, language: language}
	if err == nil {
		err = execute(args, term)
	}
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	if _, told := errors.AsType[toldError](err); !told {
		fmt.Fprintln(term.err, failure(err, language))
	}
	os.Exit(exitOf(err))
}

// execute runs the verb that the arguments name.
func execute(args []string, term terminal) error {
	verbs := map[string]verb{
		"serve": serve, "health": health,
		"check": told(check), "licenses": told(licenses),
		"publish": told(publish), "cancel": told(cancel), "withdraw": told(withdraw),
		"releases": told(releases), "diff": told(diff), "export": told(export), "verify": told(verify),
	}
	if len(args) == 1 && slices.Contains([]string{"help", "--help", "-help", "-h"}, args[0]) {
		term.say(term.out, usage())
		return nil
	}
	if len(args) == 0 || verbs[args[0]] == nil {
		if len(args) > 0 {
			term.say(term.err, unknownVerb(args[0], slices.Sorted(maps.Keys(verbs))))
		}
		term.say(term.err, usage())
		os.Exit(exitUsage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt) }) // a second Ctrl+C ends the program at once
	return verbs[args[0]](ctx, args[1:], term)
}

// unknownVerb says that there is no such command, and which may have been meant.
func unknownVerb(name string, verbs []string) lang.Text {
	near := lang.Nearest(name, verbs, 1)
	name = lang.Shorten(name)
	if len(near) == 0 {
		return lang.Textf("opendata: 「%s」というコマンドはありません", "opendata: there is no command “%s”", name)
	}
	return lang.Textf("opendata: 「%s」というコマンドはありません。opendata %s ではありませんか", "opendata: there is no command “%s”; did you mean opendata %s?", name, near[0])
}
