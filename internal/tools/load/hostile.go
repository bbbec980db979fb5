package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// How many there are of each kind in a hostile scene.
const (
	idleConnections = 10_000
	slowHeads       = 2_000
	slowReaders     = 300
	heavyQueries    = 200
)

const (
	fileOfRows = "/files/022039_fictional_observations"
	listOfRows = "/api/v1/datasets/fictional_observations/records"
)

// scene is what others do to a server while an innocent client uses it.
type scene struct {
	name  string
	crowd func(context.Context, *process) *crowd // nil: nobody
	log   func() (*os.File, io.Closer, error)    // where the server logs to; nil: nowhere
}

// scenes are all of them; the first one is for comparison.
func scenes() []scene {
	list := []scene{
		{name: "nobody else"},
		{name: "log that nobody reads", log: stalledLog},
		{name: "log that was closed", log: closedLog},
		{name: "10,000 idle connections", crowd: idle},
		{name: "2,000 slow heads", crowd: heads},
		{name: "200 heavy queries", crowd: heavy},
	}
	for _, of := range []struct {
		name   string
		target func(n int) string
	}{
		{"a file", same(fileOfRows + ".csv")},
		{"the canonical file", same(fileOfRows + ".csv?bom=false&header=ascii")},
		{"a workbook", same(fileOfRows + ".xlsx")},
		{"a list", same(listOfRows + ".csv")},
		{"a sorted list", same(listOfRows + ".csv?sort=-value")},
		{"300 lists", func(n int) string { return listOfRows + ".csv?value.ne=0.5&limit=" + strconv.Itoa(1_000_000-n) }},
		{"300 bodies of 3 MB", func(n int) string { return listOfRows + ".csv?limit=" + strconv.Itoa(100_000-n) }},
		{"a page of JSON", same(listOfRows + "?limit=1000")},
	} {
		list = append(list, scene{name: "300 slow readers of " + of.name, crowd: func(ctx context.Context, p *process) *crowd {
			return readers(ctx, p, of.target)
		}})
	}
	return list
}

func same(target string) func(int) string { return func(int) string { return target } }

// hostile plays every scene and shows how an innocent client fares.
func hostile(ctx context.Context, s settings) error {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return err
	}
	if files.Cur < idleConnections+1000 {
		return fmt.Errorf("%d files may be open, %d connections are needed (ulimit -n)", files.Cur, idleConnections)
	}
	fmt.Printf("\n%d rows; an innocent client: pages, lists and files that are kept, queries that are not, and in turn the beginning of a large file\n", s.large)
	fmt.Printf("%-36s %8s %8s %8s %8s %8s %14s %8s\n", "", "requests", "p50 ms", "p99 ms", "worst", "failed", "download ms", "MB")
	for _, scene := range scenes() {
		if !strings.Contains(scene.name, s.scene) {
			continue
		}
		if err := play(ctx, s, scene); err != nil {
			return fmt.Errorf("%s: %w", scene.name, err)
		}
	}
	return nil
}

// play plays one scene with a server of its own.
func play(ctx context.Context, s settings, scene scene) (err error) {
	var out *os.File
	if scene.log != nil {
		var reader io.Closer
		if out, reader, err = scene.log(); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close(), reader.Close()) }()
	}
	p, err := s.programTo(ctx, strconv.Itoa(s.large), out)
	if err != nil {
		fmt.Printf("%-36s %s\n", scene.name, err)
		return ctx.Err()
	}
	defer p.end()
	if err := acquaint(ctx, p); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if scene.crowd != nil {
		c := scene.crowd(ctx, p)
		defer c.Wait()
		defer stop()
		if err := c.gather(ctx); err != nil {
			return err
		}
	}
	innocent := meet(ctx, p, time.Duration(s.seconds)*time.Second)
	resident, err := p.resident()
	if err != nil {
		fmt.Printf("%-36s %8d %s\n", scene.name, len(innocent.requests), err)
		return ctx.Err()
	}
	fmt.Printf("%-36s %8d %8.1f %8.1f %8.0f %8d %14s %8.0f\n", scene.name, len(innocent.requests), at(innocent.requests, 0.5), at(innocent.requests, 0.99),
		at(innocent.requests, 1), innocent.failed, fmt.Sprintf("%.0f / %.0f", at(innocent.downloads, 0.5), at(innocent.downloads, 1)), resident)
	return nil
}

// stalledLog is a log whose reader stands still.
func stalledLog() (*os.File, io.Closer, error) {
	r, w, err := os.Pipe()
	return w, r, err
}

// closedLog is a log whose reader has gone.
func closedLog() (*os.File, io.Closer, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	return w, io.NopCloser(nil), r.Close()
}

// crowd is many who do the same until its context ends.
type crowd struct {
	sync.WaitGroup

	ready chan struct{} // has one for each of them that has begun
	size  int
}

// newCrowd starts many, each of whom does something again and again. What goes
// wrong for them is as they deserve.
func newCrowd(ctx context.Context, size int, do func(ctx context.Context, n int, begun func()) error) *crowd {
	c := &crowd{ready: make(chan struct{}, size), size: size}
	for n := range size {
		c.Go(func() {
			begun := sync.OnceFunc(func() { c.ready <- struct{}{} })
			for ctx.Err() == nil {
				if err := do(ctx, n, begun); err != nil {
					sleep(ctx, time.Second)
				}
			}
		})
	}
	return c
}

// gather waits until all have begun, or for as long as the patient do.
func (c *crowd) gather(ctx context.Context) error {
	const patience = 20 * time.Second
	late := time.NewTimer(patience)
	defer late.Stop()
	for range c.size {
		select {
		case <-c.ready:
		case <-late.C: // they are kept out, which is a scene, too
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
