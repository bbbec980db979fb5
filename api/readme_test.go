package api_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// What the README shows of the service is what it answers.
func TestAnswersOfTheReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	h := contractHandler(t)
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
			if strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nthe README has\n%s", got, want)
			}
		})
	}
}
