package main_test

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// A result that cannot be written is a failure, above all the head of the log,
// which whoever publishes has to keep; what was done stays done.
func TestAResultThatCannotBeWrittenIsAFailure(t *testing.T) {
	store := "file://" + t.TempDir()
	for _, args := range [][]string{
		{"publish", "--store", store, "--source", "embedded", "--reason", "initial", "--yes"},
		{"releases", "--store", store},
		{"releases", "--store", store, "--json"},
		{"check"},
		{"licenses"},
	} {
		var stderr bytes.Buffer
		cmd := command(t, append(args, "--lang", "en")...)
		cmd.Stdout, cmd.Stderr = fullDisk(t), &stderr
		err := cmd.Run()
		if ended, ok := errors.AsType[*exec.ExitError](err); !ok || ended.ExitCode() != 1 || !strings.Contains(stderr.String(), "cannot write the result; the work itself is done") {
			t.Errorf("%s: %v\n%s", args[0], err, stderr.String())
		}
	}
	if got := run(t, "releases", "--store", store); got.exit != 0 || !strings.HasPrefix(got.stdout, "1 ") {
		t.Errorf("after publishing: %+v", got)
	}
}
