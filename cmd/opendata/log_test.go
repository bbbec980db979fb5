package main_test

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// A reader of the log or of the greeting who stalls, goes away or has no room left
// is no concern of those who ask: requests and health are answered, and SIGTERM
// ends the program (start and stop of the server see to both).
func TestNobodyWaitsForTheReaderOfTheLog(t *testing.T) {
	for _, output := range []struct {
		name string
		is   func(*exec.Cmd, *os.File)
	}{
		{"standard output", func(c *exec.Cmd, f *os.File) { c.Stdout = f }},
		{"standard error", func(c *exec.Cmd, f *os.File) { c.Stderr = f }},
		{"both in one", func(c *exec.Cmd, f *os.File) { c.Stdout, c.Stderr = f, f }},
	} {
		for _, reader := range []struct {
			name string
			of   func(*testing.T) *os.File
		}{
			{"stalls", stalledPipe},
			{"is gone", closedPipe},
			{"has no room", fullDisk},
		} {
			t.Run(output.name+" "+reader.name, func(t *testing.T) {
				t.Parallel()
				s := writing(t, func(c *exec.Cmd) { output.is(c, reader.of(t)) })
				s.askAtLength(t, 20)
				if got := run(t, "health", "--addr", s.addr); got.exit != 0 {
					t.Errorf("health: %+v", got)
				}
				s.stop(t)
			})
		}
	}
}

// More than may wait is dropped, and the log says so when it is read again.
func TestTheLogCountsWhatItDrops(t *testing.T) {
	t.Parallel()
	r, w := fullPipe(t)
	s := writing(t, func(c *exec.Cmd) { c.Stderr = w })
	s.askAtLength(t, 1500) // 3 MB of lines, of which 2 MB may wait
	found := make(chan string)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			if strings.Contains(lines.Text(), `"msg":"log lines dropped","lines":`) {
				found <- lines.Text()
			}
		}
	}()
	if line, ok := <-found; !ok {
		t.Error("the log does not say that lines were dropped")
	} else {
		t.Log(line)
	}
	s.stop(t)
	w.Close()
	for range found { // until the end of the pipe
		t.Error("lines were dropped although the log is read")
	}
}

// writing starts a server that writes where into says, and nowhere else.
func writing(t *testing.T, into func(*exec.Cmd)) *server {
	t.Helper()
	s := &server{addr: freeAddress(t), stdout: new(output), stderr: new(output), exited: make(chan error, 1)}
	s.cmd = command(t, "serve", "--addr", s.addr, "--base-url", baseURL)
	into(s.cmd)
	s.start(t)
	return s
}

// askAtLength sends requests whose lines in the log are two kilobytes long.
func (s *server) askAtLength(t *testing.T, requests int) {
	t.Helper()
	client, filler := patient(), strings.Repeat("x", 2000)
	for i := range requests {
		res, err := client.Get(fmt.Sprintf("http://%s/api/v1/goals/g-1?x%d=%s", s.addr, i, filler))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusBadRequest {
			t.Fatalf("request %d: %s", i, res.Status)
		}
	}
}

// fullPipe is a pipe that takes no more until it is read.
func fullPipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	r, w = os.NewFile(uintptr(ends[0]), "read end"), os.NewFile(uintptr(ends[1]), "write end")
	t.Cleanup(func() { r.Close(); w.Close() })
	if err := syscall.SetNonblock(ends[1], true); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{4096, 1} { // a pipe is full of pages before it is full of bytes
		for {
			_, err := syscall.Write(ends[1], []byte(strings.Repeat("\n", size)))
			if errors.Is(err, syscall.EAGAIN) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := syscall.SetNonblock(ends[1], false); err != nil { // as whoever starts a server has it
		t.Fatal(err)
	}
	return r, w
}

// stalledPipe is a full pipe that nobody reads.
func stalledPipe(t *testing.T) *os.File {
	t.Helper()
	_, w := fullPipe(t)
	return w
}

// closedPipe is a pipe whose reader is gone.
func closedPipe(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return w
}

// fullDisk is a file that takes nothing.
func fullDisk(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full: ", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
