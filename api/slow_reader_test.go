package api_test

import (
	"bufio"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/fixture/pipes"
)

// A reader who takes his time, but takes something, gets everything, though it
// takes longer than the server allows an answer in one piece.
func TestASlowReaderGetsTheWholeStream(t *testing.T) {
	rel := large(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(rel.Effective)) // a bubble begins in the year 2000
		pipes.Serve(t, serving(t, rel), func(p *pipes.Listener) {
			begin := time.Now()
			w := p.Get(t, largeRecords+".csv")
			defer w.Body.Close()
			lines := 0
			for in := bufio.NewReaderSize(w.Body, 64<<10); ; lines++ {
				if lines%1000 == 0 {
					time.Sleep(5 * time.Second)
				}
				if _, err := in.ReadSlice('\n'); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(begin); lines != largeRows+1 || took < 11*time.Minute {
				t.Errorf("%d lines in %v", lines, took)
			}
		})
	})
}
