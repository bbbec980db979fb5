package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// dial connects to a server until ctx ends.
func dial(ctx context.Context, p *process) (net.Conn, func(), error) {
	c, err := new(net.Dialer).DialContext(ctx, "tcp", p.address)
	if err != nil {
		return nil, nil, err
	}
	forget := context.AfterFunc(ctx, func() { _ = c.Close() })
	return c, func() { forget(); _ = c.Close() }, nil
}

func get(c net.Conn, target string) error {
	_, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target)
	return err
}

// idle is connections that were used once.
func idle(ctx context.Context, p *process) *crowd {
	return newCrowd(ctx, idleConnections, func(ctx context.Context, _ int, begun func()) error {
		c, hangUp, err := dial(ctx, p)
		if err != nil {
			return err
		}
		defer hangUp()
		if err := get(c, "/healthz"); err != nil {
			return err
		}
		w, err := http.ReadResponse(bufio.NewReaderSize(c, 1<<10), nil)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, w.Body)
		if err := errors.Join(err, w.Body.Close()); err != nil {
			return err
		}
		begun()
		_, err = c.Read(make([]byte, 1)) // until the server hangs up
		return err
	})
}

// heads is requests of which a line comes every second.
func heads(ctx context.Context, p *process) *crowd {
	return newCrowd(ctx, slowHeads, func(ctx context.Context, _ int, begun func()) error {
		c, hangUp, err := dial(ctx, p)
		if err != nil {
			return err
		}
		defer hangUp()
		for line := "GET / HTTP/1.1\r\n"; ; line = "X-Slow: yes\r\n" {
			if _, err := io.WriteString(c, line); err != nil {
				return err
			}
			begun()
			sleep(ctx, time.Second)
		}
	})
}

// readers ask for something long and take 1 KB of it a second.
func readers(ctx context.Context, p *process, target func(int) string) *crowd {
	const step = 1 << 10
	return newCrowd(ctx, slowReaders, func(ctx context.Context, n int, begun func()) error {
		c, hangUp, err := dial(ctx, p)
		if err != nil {
			return err
		}
		defer hangUp()
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(4 * step) // so that little is on the way
		}
		if err := get(c, target(n)); err != nil {
			return err
		}
		for buffer := make([]byte, step); ; {
			if _, err := c.Read(buffer); err != nil {
				return err
			}
			begun()
			sleep(ctx, time.Second)
		}
	})
}

// heavy is queries that look at every row, each of them another one.
func heavy(ctx context.Context, p *process) *crowd {
	return newCrowd(ctx, heavyQueries, func(ctx context.Context, n int, begun func()) error {
		begun()
		target := fmt.Sprintf("%s?group_by=indicator_id,area_code&aggregate=value.avg&value.ne=%d.%d&limit=10", listOfRows, n, time.Now().Nanosecond())
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+target, http.NoBody)
		if err != nil {
			return err
		}
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, w.Body)
		return errors.Join(err, w.Body.Close())
	})
}
