package api_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var updateReadme = flag.Bool("update-readme", false, "write the answers in the READMEs")

// What the READMEs show of the service is what it answers.
//
//go:generate go test -run TestAnswersOfTheReadmes -update-readme .
func TestAnswersOfTheReadmes(t *testing.T) {
	for _, name := range []string{"../README.md", "../docs/README.en.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		updated := answered(t, string(text))
		if *updateReadme {
			if err := os.WriteFile(name, []byte(updated), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// answered is a README with what is answered to its calls.
func answered(t *testing.T, text string) string {
	t.Helper()
	h, updated := contractHandler(t), text
	var calls []string
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(text, -1) {
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
			updated = strings.Replace(updated, address+"\n"+want, address+"\n"+got, 1)
			if got != want && !*updateReadme {
				t.Errorf("got\n%s\nthe README has\n%s", got, want)
			}
		})
	}
	return updated
}
