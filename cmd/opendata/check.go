package main

import (
	"context"
	"fmt"

	"hachinohe.example/opendata/internal/config"
)

// check reads the sources and says whether they could be published.
func check(_ context.Context, args []string, term terminal) error {
	folder, err := config.ParseCheck(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	rel, err := load(folder)
	if err != nil {
		return err
	}
	for _, set := range rel.Sets {
		fmt.Fprintf(term.out, "%-24s %8d 行 / rows\n", set.ID, set.Table.Len())
	}
	fmt.Fprintln(term.out, "誤りはありません / no faults")
	return nil
}
