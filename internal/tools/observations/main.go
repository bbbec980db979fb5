// Command observations makes dataset/source/observations.csv out of the figures of
// all municipalities that 総務省 publishes: the values of the areas in
// dataset/source/areas.csv, and for prefecture and nation the sums over the
// municipalities of the figures, marked as computed.
//
// It promises the same bytes for the same figures, and refuses figures whose rates
// are not cards ÷ population. The figures are no part of the repository. Nobody
// imports it; whoever has other figures runs
//
//	go run -C internal/tools ./observations -figures FILE
package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	// go run -C starts the program in the module of the tools, hence the default.
	root := flag.String("root", "../..", "root of the repository")
	from := flag.String("figures", "", "CSV with the figures of all municipalities")
	flag.Parse()
	if err := run(*root, *from); err != nil {
		fmt.Fprintln(os.Stderr, "observations:", err)
		os.Exit(1)
	}
}

func run(root, from string) error {
	sources := filepath.Join(root, "dataset", "source")
	areas, err := os.ReadFile(filepath.Join(sources, "areas.csv")) //nolint:gosec // of this repository
	if err != nil {
		return err
	}
	data, err := os.ReadFile(from) //nolint:gosec // what the caller names
	if err != nil {
		return err
	}
	out, err := observations(areas, data)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(sources, "observations.csv"), out, 0o644) //nolint:gosec // public, and stands in git
}

// observations returns the source file, its rows in the order of their key.
func observations(areas, data []byte) ([]byte, error) {
	list, err := readAreas(areas)
	if err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	all, err := readFigures(data)
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	cards := make([]series, 0, len(list))
	for _, a := range list {
		s, err := seriesOf(a, all)
		if err != nil {
			return nil, fmt.Errorf("%s (%s): %w", a.name, a.code, err)
		}
		cards = append(cards, s)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"indicator_id", "area_code", "period_start", "period_end", "label", "value", "base_date", "status", "note", "source"}}
	for _, of := range []func(series) [][]string{cardRows, rateRows, populationRows} {
		for _, s := range cards {
			rows = append(rows, of(s)...)
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
