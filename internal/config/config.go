// Package config turns flags and environment variables into settings that are
// known to be right.
//
// It promises that what it returns can be used as it is, and that a wrong
// setting is refused with a message that says what to write instead. Flags win
// over environment variables. It does not read the environment itself: cmd
// hands it in. api and cmd may import it.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// UsageError says that the command line or the environment is not right; its
// cause is a *fault.Error that names every wrong setting.
type UsageError struct{ wrong *fault.Error }

// Error returns the message and every wrong setting.
func (e *UsageError) Error() string { return e.wrong.Error() }

// Unwrap returns the fault.
func (e *UsageError) Unwrap() error { return e.wrong }

// setting is one text with its flag and its environment variable, of which one
// may be empty.
type setting struct {
	flag, env, fallback, usage string
	to                         *string
}

// toggle is one yes or no.
type toggle struct {
	flag, env, usage string
	to               *bool
}

// operand is an argument that is not a flag.
type operand struct {
	name  string
	usage lang.Text // what to write; empty = it may be left out
	to    *string
}

// form is the command line of one verb.
type form struct {
	verb     string
	operands []operand
	settings []setting
	toggles  []toggle
}

// input is what a form was filled in with.
type input struct {
	wrong *fault.Error
	given map[string]bool // flags on the command line, not from the environment
}

// done returns the error of everything that was found wrong.
func (in input) done() error {
	if len(in.wrong.Fields) > 0 {
		return &UsageError{in.wrong}
	}
	return nil
}

// parse fills in the form. getenv looks up the environment; the usage text goes
// to usage when it is asked for. The error is flag.ErrHelp or a *UsageError.
func (f form) parse(args []string, getenv func(string) string, usage io.Writer) (input, error) {
	in := input{wrong: fault.New(fault.Invalid, lang.T("設定に誤りがあります", "the settings are not right")), given: make(map[string]bool)}
	set := flag.NewFlagSet(f.verb, flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag is told by the error
	f.define(set, getenv, in.wrong)
	operands, err := interleaved(set, args)
	if errors.Is(err, flag.ErrHelp) {
		f.help(set, usage)
		return in, err
	}
	if err != nil {
		return in, &UsageError{fault.New(fault.Invalid, lang.T("設定に誤りがあります: "+err.Error(), "the settings are not right: "+err.Error()))}
	}
	for i, value := range operands {
		if i >= len(f.operands) {
			in.wrong.At(value, lang.T("余分な引数です。取り除いてください", "unexpected argument: remove it"))
			continue
		}
		*f.operands[i].to = value
	}
	for _, o := range f.operands {
		if *o.to == "" && !o.usage.Empty() {
			in.wrong.At(o.name, o.usage)
		}
	}
	set.Visit(func(fl *flag.Flag) { in.given[fl.Name] = true })
	return in, nil
}

// define takes the environment as what holds without a flag.
func (f form) define(set *flag.FlagSet, getenv func(string) string, wrong *fault.Error) {
	for _, v := range f.settings {
		*v.to = v.fallback
		if value := lookUp(getenv, v.env); value != "" {
			*v.to = value
		}
		if v.flag != "" {
			set.StringVar(v.to, v.flag, *v.to, withEnv(v.usage, v.env))
		}
	}
	for _, v := range f.toggles {
		if value := lookUp(getenv, v.env); value != "" {
			on, err := strconv.ParseBool(value)
			if err != nil {
				wrong.At(v.env, lang.T("「"+value+"」は使えません。true か false を書いてください", "“"+value+"” cannot be used: write true or false"))
			}
			*v.to = on
		}
		if v.flag != "" {
			set.BoolVar(v.to, v.flag, *v.to, withEnv(v.usage, v.env))
		}
	}
}

func lookUp(getenv func(string) string, name string) string {
	if name == "" {
		return ""
	}
	return getenv(name)
}

func withEnv(usage, env string) string {
	if env == "" {
		return usage
	}
	return usage + " [" + env + "]"
}

// interleaved parses flags before, between and after the operands.
func interleaved(set *flag.FlagSet, args []string) ([]string, error) {
	var operands []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if set.NArg() == 0 {
			return operands, nil
		}
		operands = append(operands, set.Arg(0))
		args = set.Args()[1:]
	}
}

// help names every operand, flag and environment variable.
func (f form) help(set *flag.FlagSet, w io.Writer) {
	fmt.Fprint(w, "opendata "+f.verb)
	for _, o := range f.operands {
		fmt.Fprint(w, " "+o.name)
	}
	fmt.Fprintln(w)
	set.SetOutput(w)
	set.PrintDefaults()
	var only []string
	for _, v := range f.settings {
		if v.flag == "" {
			only = append(only, "  "+v.env+"\n    \t"+v.usage+"\n")
		}
	}
	for _, v := range f.toggles {
		if v.flag == "" {
			only = append(only, "  "+v.env+"\n    \t"+v.usage+"\n")
		}
	}
	if len(only) > 0 {
		fmt.Fprint(w, "環境変数だけで指定するもの / environment only:\n"+strings.Join(only, ""))
	}
}

func jsonToggle(to *bool) toggle {
	return toggle{flag: "json", usage: "結果をJSONで出す / write the outcome as JSON", to: to}
}

func yesToggle(to *bool) toggle {
	return toggle{flag: "yes", usage: "確認を求めない / do not ask", to: to}
}
