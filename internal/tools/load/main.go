// Command load measures the program over HTTP: .ci/load builds what it needs and
// runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// settings are what the caller chose.
type settings struct {
	dir     string // holds the program and a source folder per number of rows
	large   int
	rounds  int
	seconds int
	pin     bool // servers on the first processor, wrk on the second
	only    string
	scene   string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	const bareArguments = 3
	if len(args) == bareArguments && args[0] == "bare" {
		return bare(ctx, args[1], args[2])
	}
	var s settings
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.StringVar(&s.dir, "dir", "", "folder with the program and the source folders")
	flags.IntVar(&s.large, "large", 0, "rows of the large source folder")
	flags.IntVar(&s.rounds, "rounds", 5, "rounds, of which the median is shown")
	flags.IntVar(&s.seconds, "seconds", 3, "length of each measurement")
	flags.BoolVar(&s.pin, "pin", false, "keep servers on the first processor and wrk on the second, so that they do not wait for each other")
	flags.StringVar(&s.only, "only", "start,files,cached,series", "what is measured")
	flags.StringVar(&s.scene, "scene", "", "play only the hostile scenes that have this in their name")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if _, err := exec.LookPath("wrk"); err != nil && s.only != "hostile" {
		return fmt.Errorf("wrk is not installed (apt-get install wrk): %w", err)
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	fmt.Printf("%s, load %s", time.Now().Format(time.DateOnly), load)
	if s.pin {
		if err := pin(ctx, 0); err != nil { // every server inherits it
			return err
		}
		fmt.Println("servers on processor 0, wrk on processor 1")
	}
	measures := map[string]func(context.Context, settings) error{"start": start, "files": files, "cached": cached, "series": series, "hostile": hostile}
	for name := range strings.SplitSeq(s.only, ",") {
		measure, ok := measures[name]
		if !ok {
			return fmt.Errorf("there is nothing to measure that is called %q", name)
		}
		if err := measure(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// program starts the program over a source folder; empty means the data that is
// built in.
func (s settings) program(ctx context.Context, folder string) (*process, error) {
	return s.programTo(ctx, folder, nil)
}

// programTo is program with a log; nil is nowhere.
func (s settings) programTo(ctx context.Context, folder string, log *os.File) (*process, error) {
	address, err := free(ctx)
	if err != nil {
		return nil, err
	}
	args := []string{"serve", "--addr", address, "--base-url", "http://" + address}
	if folder != "" {
		args = append(args, "--source", filepath.Join(s.dir, folder))
	}
	return beginTo(ctx, log, address, "/api/v1/plan", filepath.Join(s.dir, "opendata"), args...)
}

// start measures how soon the program answers, and what it takes once every file
// was fetched in every coding.
func start(ctx context.Context, s settings) error {
	var took []float64
	for range s.rounds {
		p, err := s.program(ctx, "")
		if err != nil {
			return err
		}
		took = append(took, p.ready.Seconds()*1e3)
		p.end()
	}
	fmt.Printf("\nfrom exec to the first /api/v1/plan: %.0f ms\n", median(took))
	p, err := s.program(ctx, "")
	if err != nil {
		return err
	}
	defer p.end()
	n, err := p.everyFile(ctx)
	if err != nil {
		return err
	}
	resident, err := p.resident()
	if err != nil {
		return err
	}
	fmt.Printf("resident after %d files and codings: %.1f MB\n", n, resident)
	return nil
}

// files compares one file with others who serve the same bytes.
func files(ctx context.Context, s settings) error {
	const path = "/files/022039_fictional_observations.csv"
	p, err := s.program(ctx, "600")
	if err != nil {
		return err
	}
	defer p.end()
	body, etag, err := p.get(ctx, path, "identity")
	if err != nil {
		return err
	}
	file := filepath.Join(s.dir, "html", path)
	if err := write(file, body); err != nil {
		return err
	}
	others, err := peers(ctx, s, path)
	defer others.end()
	if err != nil {
		return err
	}
	runs := []*subject{
		{name: "opendata", process: p, path: path},
		{name: "opendata, brotli", process: p, path: path, headers: []string{"Accept-Encoding: br"}},
		{name: "opendata, 304", process: p, path: path, headers: []string{"If-None-Match: " + etag}},
	}
	for _, o := range others {
		runs = append(runs, &subject{name: o.name, process: o, path: path})
	}
	fmt.Printf("\nfile of %d bytes, 64 connections\n", len(body))
	return compare(ctx, s, 64, runs)
}

// series asks for one series of 1,000 rows at random, each with an address that
// was not asked before, of few and of many rows.
func series(ctx context.Context, s settings) error {
	script := filepath.Join(s.dir, "series.lua")
	if err := write(script, []byte(seriesScript)); err != nil {
		return err
	}
	var runs []*subject
	for _, rows := range []int{10_000, s.large} {
		p, err := s.program(ctx, strconv.Itoa(rows))
		if err != nil {
			return err
		}
		defer p.end()
		body, _, err := p.get(ctx, "/api/v1/datasets/fictional_observations/records.csv?group_by=indicator_id,area_code", "identity")
		if err != nil {
			return err
		}
		keys := strings.Fields(string(body))[1:]
		if err := write(filepath.Join(s.dir, "keys", strconv.Itoa(rows)), []byte(strings.Join(keys, "\n"))); err != nil {
			return err
		}
		runs = append(runs, &subject{
			name: strconv.Itoa(rows) + " rows", process: p, script: script, keys: filepath.Join(s.dir, "keys", strconv.Itoa(rows)),
		})
	}
	// What the machine makes of it: the same bytes, without anything around them.
	body, _, err := runs[0].process.get(ctx, "/api/v1/datasets/fictional_observations/records?indicator_id=i001&fields=period_start,value&limit=1000", "identity")
	if err != nil {
		return err
	}
	const path = "/series.json"
	if err := write(filepath.Join(s.dir, "html", path), body); err != nil {
		return err
	}
	bare, err := bareServer(ctx, s, path)
	if err != nil {
		return err
	}
	defer bare.end()
	runs = append(runs, &subject{name: bare.name, process: bare, path: path})
	fmt.Printf("\none series of 1,000 rows as JSON, %d bytes, 8 connections\n", len(body))
	return compare(ctx, s, 8, runs)
}

// seriesScript asks wrk for a series that has not been asked for: a first day
// before the first row changes the address and not the rows.
const seriesScript = `
local keys = {}
for line in io.lines(os.getenv("KEYS")) do
  keys[#keys + 1] = line
end
math.randomseed(os.time())
request = function()
  local indicator, area = keys[math.random(#keys)]:match("([^,]+),([^,]+)")
  return wrk.format("GET", string.format(
    "/api/v1/datasets/fictional_observations/records?indicator_id=%s&area_code=%s&fields=period_start,value&limit=1000&period_start.ge=%04d-%02d-%02d",
    indicator, area, math.random(1000, 1941), math.random(12), math.random(28)))
end
`
