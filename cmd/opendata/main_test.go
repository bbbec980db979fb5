// Package main_test runs the real program: the scripts under testdata/scripts
// against a running server, and its other verbs as a person would.
package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/source"
)

// dir holds the program under test.
var dir string

// builtIn is how many datasets the program publishes by itself, the generated
// one included.
var builtIn = func() int {
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		panic(err)
	}
	return len(sources) + 1
}()

func TestMain(m *testing.M) {
	os.Exit(withFolder(m.Run))
}

func withFolder(run func() int) int {
	var err error
	if dir, err = os.MkdirTemp("", "opendata-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	return run()
}

// binary builds the program under test, once.
var binary = sync.OnceValues(func() (string, error) {
	if err := watchSources(); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "opendata")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return path, nil
})

// watchSources reads every folder of the module. The go command repeats the
// kept result of a test until something that the test has read changes, and it
// does not see what go build reads. It must be called by a test, not TestMain.
func watchSources() error {
	return filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "../.." {
			return filepath.SkipDir
		}
		return err
	})
}

// baseURL leads every link of a server under test, whatever its port.
const baseURL = "http://opendata.test"

// server is a running program.
type server struct {
	addr   string
	cmd    *exec.Cmd
	stdout *output
	stderr *output
	exited chan error
	ended  bool
}

// output collects what a program prints while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// serve starts the program on a free port and waits until it is ready. The
// test fails if it does not end cleanly when it is told to.
func serve(t *testing.T, args ...string) *server {
	t.Helper()
	return serveWith(t, nil, args...)
}

// serveWith is serve with settings in the environment.
func serveWith(t *testing.T, env []string, args ...string) *server {
	t.Helper()
	s := &server{addr: freeAddress(t), stdout: new(output), stderr: new(output), exited: make(chan error, 1)}
	s.cmd = command(t, append([]string{"serve", "--addr", s.addr, "--base-url", baseURL}, args...)...)
	s.cmd.Env = append(s.cmd.Env, env...)
	s.cmd.Stdout, s.cmd.Stderr = s.stdout, s.stderr
	s.start(t)
	return s
}

// patient is a client that fails where others would wait for ever.
func patient() *http.Client { return &http.Client{Timeout: time.Minute} }

// start starts the program and waits until it is ready.
func (s *server) start(t *testing.T) {
	t.Helper()
	client := patient()
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.exited <- s.cmd.Wait() }()
	t.Cleanup(func() { s.stop(t) })
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if res, err := client.Get("http://" + s.addr + "/readyz"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server did not become ready: %s", s.stderr)
		}
	}
}

// stop tells the program to end and checks that it does so cleanly.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if s.ended {
		return
	}
	s.ended = true
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	select {
	case err := <-s.exited:
		if err != nil {
			t.Errorf("the server did not end cleanly: %v\n%s", err, s.stderr)
		}
	case <-time.After(40 * time.Second):
		_ = s.cmd.Process.Kill()
		t.Error("the server did not end within 40 s of SIGTERM")
	}
}

// get returns the body of a path; the status must be 200.
func (s *server) get(t *testing.T, path string) string {
	t.Helper()
	res, err := http.Get("http://" + s.addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s, %v\n%.500s", path, res.Status, err, body)
	}
	return string(body)
}

// result is how a program that ran to its end appears at the terminal.
type result struct {
	exit           int
	stdout, stderr string
}

// run runs the program to its end.
func run(t *testing.T, args ...string) result {
	t.Helper()
	return runWith(t, nil, args...)
}

// runWith runs the program to its end with something to read.
func runWith(t *testing.T, stdin io.Reader, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := command(t, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			t.Fatal(err)
		}
	}
	return result{exit: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}

// english runs the program as somebody who reads English does.
func english(t *testing.T, args ...string) result {
	t.Helper()
	return run(t, append(args, "--lang", "en")...)
}

// command is the program with the settings of its arguments only. It speaks
// Japanese, whatever the language of this machine is.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "OPENDATA_") && !strings.HasPrefix(v, "LANG=") && !strings.HasPrefix(v, "LC_ALL=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// folder makes a folder of the given files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
