package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that was started and is ended by its number alone.
type process struct {
	name    string
	address string
	ready   time.Duration // from exec to the first answer
	cmd     *exec.Cmd
}

// free finds an address on loopback that nobody uses.
func free(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// begin starts a server and waits until it answers.
func begin(ctx context.Context, address, path, command string, args ...string) (*process, error) {
	return beginTo(ctx, nil, address, path, command, args...)
}

// beginTo is begin with a log; nil is nowhere.
func beginTo(ctx context.Context, log *os.File, address, path, command string, args ...string) (*process, error) {
	const startTimeout = 2 * time.Minute
	p := &process{name: filepath.Base(command), address: address, cmd: exec.CommandContext(ctx, command, args...)}
	if log != nil { // a nil file would be a writer that is not nil
		p.cmd.Stderr = log
	}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < startTimeout {
		if _, _, err := p.get(ctx, path, "identity"); err == nil {
			p.ready = time.Since(began)
			return p, nil
		}
		time.Sleep(500 * time.Microsecond)
	}
	p.end()
	return nil, fmt.Errorf("%s does not answer", command)
}

// end stops the server, gently if it listens, and waits for it.
func (p *process) end() {
	const patience = 5 * time.Second
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return
	}
	kill := time.AfterFunc(patience, func() { _ = p.cmd.Process.Kill() })
	defer kill.Stop()
	_ = p.cmd.Wait()
}

// get fetches something and returns its body and ETag.
func (p *process) get(ctx context.Context, path, coding string) (body []byte, etag string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+path, http.NoBody)
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("Accept-Encoding", coding)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, "", err
	}
	body, err = io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, resp.Status)
	}
	return body, resp.Header.Get("ETag"), errors.Join(err, resp.Body.Close())
}

// everyFile fetches every file in every coding, and says how many that were.
func (p *process) everyFile(ctx context.Context) (int, error) {
	body, _, err := p.get(ctx, "/api/v1/datasets", "identity")
	if err != nil {
		return 0, err
	}
	var list struct {
		Results []struct{ Files []struct{ URL string } }
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return 0, err
	}
	n := 0
	for _, d := range list.Results {
		for _, f := range d.Files {
			for _, coding := range []string{"identity", "gzip", "br"} {
				if _, _, err := p.get(ctx, strings.TrimPrefix(f.URL, "http://"+p.address), coding); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, nil
}

// resident is the memory of the process, in MB (of 1,024 × 1,024 bytes).
func (p *process) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, ok := strings.Cut(string(status), "VmRSS:")
	if !ok {
		return 0, errors.New("the server has ended by itself")
	}
	kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kilobytes / 1024, err
}

// processor is the time that the process and its workers took so far.
func (p *process) processor() (time.Duration, error) {
	total, err := processorOf(p.cmd.Process.Pid)
	if err != nil {
		return 0, err
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for child := range strings.FieldsSeq(string(children)) {
		pid, err := strconv.Atoi(child)
		if err != nil {
			return 0, err
		}
		d, err := processorOf(pid)
		if err != nil {
			return 0, err
		}
		total += d
	}
	return total, nil
}

func processorOf(pid int) (time.Duration, error) {
	const (
		tick   = time.Second / 100
		user   = 11 // of the fields behind the name: see proc(5)
		system = 12
	)
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(stat)[strings.LastIndexByte(string(stat), ')')+1:])
	u, err := strconv.Atoi(fields[user])
	if err != nil {
		return 0, err
	}
	k, err := strconv.Atoi(fields[system])
	return time.Duration(u+k) * tick, err
}

// pin keeps this process, and whatever it starts from now on, on one processor.
func pin(ctx context.Context, processor int) error {
	out, err := exec.CommandContext(ctx, "taskset", "--all-tasks", "--cpu-list", "--pid", strconv.Itoa(processor), strconv.Itoa(os.Getpid())).CombinedOutput()
	if err != nil {
		return fmt.Errorf("taskset (Debian: util-linux): %w: %s", err, out)
	}
	return nil
}

func write(file string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, body, 0o644)
}
