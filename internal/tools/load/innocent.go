package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// innocent is a client who does what most do, and how it fared.
type innocent struct {
	requests, downloads []time.Duration // of those that were answered
	failed              int
}

// meet lets an innocent client use a server for a while.
func meet(ctx context.Context, p *process, d time.Duration) innocent {
	var (
		i    innocent
		lost int
		both sync.WaitGroup
		end  = time.Now().Add(d)
	)
	both.Go(func() { // a large file in turn with the rest, by a connection of its own
		for time.Now().Before(end) {
			took, err := fetch(ctx, p, fileOfRows+".csv", 1<<20)
			if err != nil {
				lost++
				continue
			}
			i.downloads = append(i.downloads, took)
		}
	})
	for n := 0; time.Now().Before(end); n++ {
		took, err := fetch(ctx, p, usual(n), 1<<30)
		if err != nil {
			i.failed++
			continue
		}
		i.requests = append(i.requests, took)
	}
	both.Wait()
	i.failed += lost
	return i
}

// acquaint asks for what many ask for, so that it is kept, as on any day.
func acquaint(ctx context.Context, p *process) error {
	for _, target := range popular() {
		for range 2 {
			if _, err := fetch(ctx, p, target, 1<<30); err != nil {
				return err
			}
		}
	}
	return nil
}

// popular is what many ask for.
func popular() []string {
	return []string{
		"/", "/api/v1/plan", "/api/v1/initiatives?mark=new", "/files/022039_digital_goals.csv",
		"/api/v1/search?q=Wi-Fi&dataset=initiatives", "/openapi.json", listOfRows + "?limit=3",
	}
}

// usual is what is asked for: what many ask for, and now and then something that
// nobody did.
func usual(n int) string {
	kept := popular()
	if n%(len(kept)+1) == len(kept) {
		return fmt.Sprintf("%s?indicator_id=i%03d&area_code=022039&limit=1000&period_start.ge=%04d-01-01", listOfRows, 1+n%200, 1000+n%900)
	}
	return kept[n%(len(kept)+1)]
}

// fetch asks for something and reads the beginning of it.
func fetch(ctx context.Context, p *process, target string, most int64) (time.Duration, error) {
	const patience = 30 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	begin := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+target, http.NoBody)
	if err != nil {
		return 0, err
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	_, err = io.CopyN(io.Discard, w.Body, most)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err == nil && w.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", target, w.Status)
	}
	return time.Since(begin), errors.Join(err, w.Body.Close())
}

// at is a quantile, in milliseconds.
func at(times []time.Duration, quantile float64) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)-1, int(quantile*float64(len(sorted))))].Seconds() * 1e3
}
