package api_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var updateReadme = flag.Bool("update-readme", false, "write the answers in README.md")

// What the README shows of the service is what it answers.
//
//go:generate go test -run TestAnswersOfTheReadme -update-readme .
func TestAnswersOfTheReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	h, updated := contractHandler(t), string(text)
	var calls []string
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		calls = append(calls, strings.Split("\n"+block[1], "\n$ curl -s ")[1:]...)
	}
	if len(calls) < 3 {
		t.Fatalf("only %d calls", len(calls))
	}
	for _, call := range calls {
		address, want, _ := strings.Cut(call, "\n")
		t.Run(address, func(t *testing.T) {
			target := strings.TrimPrefix(strings.Trim(address, "'"), contractBase)
			got := strings.ReplaceAll(string(bodyOf(t, h, target)), "\r\n", "\n")
			got, want := strings.TrimSpace(got), strings.TrimSpace(want)
			updated = strings.Replace(updated, want, got, 1)
			if got != want && !*updateReadme {
				t.Errorf("got\n%s\nthe README has\n%s", got, want)
			}
		})
	}
	if *updateReadme {
		if err := os.WriteFile("../README.md", []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
