package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// terminal is everything around a verb: what it reads, where it writes, and
// what time it is.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	now      func() time.Time
}

// talk is where text for people goes: with --json, standard output holds one
// JSON document and nothing else.
func (t terminal) talk(asJSON bool) io.Writer {
	if asJSON {
		return t.err
	}
	return t.out
}

// json writes the outcome of a verb for machines.
func (t terminal) json(v any) error {
	enc := json.NewEncoder(t.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing the outcome: %w", err)
	}
	return nil
}

// ask puts a question on w that only a clear yes answers.
func (t terminal) ask(ctx context.Context, w io.Writer, question lang.Text) error {
	fmt.Fprint(w, question.String()+" [y/N] ")
	type line struct {
		text string
		err  error
	}
	// Reading cannot be interrupted; the goroutine ends with the program.
	answered := make(chan line, 1)
	go func() {
		text, err := bufio.NewReader(t.in).ReadString('\n')
		answered <- line{text, err}
	}()
	var answer line
	select {
	case answer = <-answered:
	case <-ctx.Done():
		return fmt.Errorf("中断されました。何も書いていません / interrupted, nothing was written: %w", ctx.Err())
	}
	if answer.err != nil && answer.text == "" {
		fmt.Fprintln(w)
		return fault.New(fault.Invalid, lang.T("答えがありません。何も書いていません", "there was no answer; nothing was written"),
			lang.T("答える人がいない場所では --yes を付けてください", "where nobody can answer, give --yes"))
	}
	if !slices.Contains([]string{"y", "yes", "はい"}, strings.ToLower(strings.TrimSpace(answer.text))) {
		return fault.New(fault.Invalid, lang.T("中止しました。何も書いていません", "stopped; nothing was written"))
	}
	return nil
}
