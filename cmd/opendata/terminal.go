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

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// terminal is everything around a verb: what it reads, where it writes, in which
// language, and what time it is.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	now      func() time.Time
	language lang.Language
}

// environment is what the settings of a verb are read in.
func (t terminal) environment() config.Environment {
	return config.Environment{Getenv: t.getenv, Help: t.out, Language: t.language}
}

// say writes a message as a line of its own.
func (t terminal) say(w io.Writer, message lang.Text) { fmt.Fprintln(w, message.In(t.language)) }

// messages is where text for people goes: with --json, standard output holds one
// JSON document and nothing else.
func (t terminal) messages(asJSON bool) io.Writer {
	if asJSON {
		return t.err
	}
	return t.out
}

// json writes the result of a verb for programs.
func (t terminal) json(v any) error {
	enc := json.NewEncoder(t.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return notWritten(err)
	}
	return nil
}

// told is a verb of which the result is what it writes, such as the head of the log
// that whoever publishes has to keep: if that cannot be written, it fails.
func told(v verb) verb {
	return func(ctx context.Context, args []string, term terminal) error {
		out := &noticing{to: term.out}
		term.out = out
		if err := v(ctx, args, term); err != nil || out.err == nil {
			return err
		}
		return notWritten(out.err)
	}
}

// noticing is a writer that keeps the first error.
type noticing struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (n *noticing) Write(p []byte) (int, error) {
	written, err := n.to.Write(p)
	if n.err == nil {
		n.err = err
	}
	return written, err //nolint:wrapcheck // the error is that of the writer behind
}

// notWritten says that what a verb has done cannot be told.
func notWritten(cause error) error {
	return fault.New(fault.Internal, lang.T("結果を出力できません（処理は終わっています）", "cannot write the result; the work itself is done"),
		lang.T("出力先の空き容量と権限を確認してください", "check the space and the permissions of where the output goes")).Because(cause)
}

// confirm asks a question on w that only a clear yes answers.
func (t terminal) confirm(ctx context.Context, w io.Writer, question lang.Text) error {
	fmt.Fprint(w, question.In(t.language)+" [y/N] ")
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
		return fault.New(fault.Unavailable, lang.T("中断しました。何も変更していません", "interrupted; nothing was changed"), lang.T("続けるには、もう一度実行してください", "run again to continue")).Because(ctx.Err())
	}
	if answer.err != nil && answer.text == "" {
		fmt.Fprintln(w)
		return fault.New(fault.Invalid, lang.T("確認の入力がありません。何も変更していません", "no confirmation was given; nothing was changed"),
			lang.T("確認を入力できない環境（定期実行など）では --yes を指定してください", "where nobody can answer, such as in scheduled jobs, specify --yes"))
	}
	if !slices.Contains([]string{"y", "yes", "はい"}, strings.ToLower(strings.TrimSpace(answer.text))) {
		return fault.New(fault.Invalid, lang.T("中止しました。何も変更していません", "stopped; nothing was changed"),
			lang.T("実行するには、もう一度実行して y を入力してください", "to go ahead, run again and answer y"))
	}
	return nil
}
