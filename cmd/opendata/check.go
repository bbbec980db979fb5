package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// check reads the sources and says whether they could be published.
func check(_ context.Context, args []string, stdout, _ io.Writer) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		return err
	}
	if err != nil || flags.NArg() > 1 {
		return errors.New("フォルダーを一つだけ指定してください / give one folder at most: opendata check DIR")
	}
	rel, err := load(flags.Arg(0))
	if err != nil {
		return err
	}
	for _, set := range rel.Sets {
		fmt.Fprintf(stdout, "%-24s %8d 行 / rows\n", set.ID, set.Table.Len())
	}
	fmt.Fprintln(stdout, "誤りはありません / no faults")
	return nil
}
