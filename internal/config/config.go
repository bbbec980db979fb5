// Package config turns flags and environment variables into settings that are
// known to be right.
//
// It promises that what it returns can be used as it is, and that a wrong
// setting is refused with a message that says what to specify instead. Flags
// win over environment variables. It does not read the environment itself: cmd
// hands it in. api and cmd may import it.
package config

import (
	"errors"
	"flag"
	"io"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Environment is what a command line is read in.
type Environment struct {
	Getenv   func(string) string
	Help     io.Writer     // where the help of a verb goes when it is asked for
	Language lang.Language // of the help
}

// UsageError says that the command line or the environment is not right; its
// cause is a *fault.Error that names every wrong setting.
type UsageError struct{ wrong *fault.Error }

// Error returns the message and every wrong setting.
func (e *UsageError) Error() string { return e.wrong.Error() }

// Unwrap returns the fault.
func (e *UsageError) Unwrap() error { return e.wrong }

// usageError is nil if nothing was found wrong.
func usageError(wrong *fault.Error) error {
	if len(wrong.Fields) == 0 {
		return nil
	}
	return &UsageError{wrong}
}

func invalidSettings() lang.Text { return lang.T("設定に誤りがあります", "invalid settings") }

// setting is one text with its flag and its environment variable, of which one
// may be empty.
type setting struct {
	flag, env, fallback string
	usage               lang.Text
	to                  *string
}

// toggle is one yes or no.
type toggle struct {
	flag, env string
	usage     lang.Text
	to        *bool
}

// operand is an argument that is not a flag.
type operand struct {
	name  lang.Text // as the usage of the program shows it
	usage lang.Text // what to specify; empty = it is optional
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
func (in input) done() error { return usageError(in.wrong) }

// parse fills in the form. The error is flag.ErrHelp or a *UsageError.
func (f form) parse(args []string, env Environment) (input, error) {
	in := input{wrong: fault.New(fault.Invalid, invalidSettings()), given: make(map[string]bool)}
	set := flag.NewFlagSet(f.verb, flag.ContinueOnError)
	set.SetOutput(io.Discard) // the error names a wrong flag
	f.define(set, env.Getenv, in.wrong)
	operands, err := interleaved(set, args)
	if errors.Is(err, flag.ErrHelp) {
		f.help(env)
		return in, err
	}
	if err != nil {
		return in, &UsageError{fault.New(fault.Invalid, invalidSettings()).At(wrongFlag(err))}
	}
	for i, value := range operands {
		if i >= len(f.operands) {
			in.wrong.At(value, lang.T("不要な引数があります。削除してください", "unexpected argument: remove it"))
			continue
		}
		*f.operands[i].to = value
	}
	for _, o := range f.operands {
		if *o.to == "" && !o.usage.Empty() {
			in.wrong.At(o.name.In(env.Language), o.usage)
		}
	}
	set.Visit(func(fl *flag.Flag) { in.given[fl.Name] = true })
	return in, nil
}

// wrongFlag says which flag the flag package refuses, and why, in both
// languages.
func wrongFlag(err error) (place string, message lang.Text) {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return "--" + name, lang.T("このオプションはありません。--help で一覧を表示できます", "unknown option; --help lists the options")
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return "--" + name, lang.T("値を指定してください", "specify a value")
	}
	return "", lang.T("オプションに誤りがあります（"+text+"）", text)
}

// define takes the environment as what holds without a flag.
func (f form) define(set *flag.FlagSet, getenv func(string) string, wrong *fault.Error) {
	for _, v := range f.settings {
		*v.to = v.fallback
		if value := lookUp(getenv, v.env); value != "" {
			*v.to = value
		}
		if v.flag != "" {
			set.StringVar(v.to, v.flag, *v.to, "")
		}
	}
	for _, v := range f.toggles {
		if value := lookUp(getenv, v.env); value != "" {
			on, err := strconv.ParseBool(value)
			if err != nil {
				wrong.At(v.env, lang.T("「"+value+"」は使えません。true か false を指定してください", "“"+value+"” cannot be used: specify true or false"))
			}
			*v.to = on
		}
		if v.flag != "" {
			set.BoolVar(v.to, v.flag, *v.to, "")
		}
	}
}

func lookUp(getenv func(string) string, name string) string {
	if name == "" {
		return ""
	}
	return getenv(name)
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

func jsonToggle(to *bool) toggle {
	return toggle{flag: "json", usage: lang.T("結果をJSONで出力します", "write the result as JSON"), to: to}
}

func yesToggle(to *bool) toggle {
	return toggle{flag: "yes", usage: lang.T("確認を求めません", "do not ask for confirmation"), to: to}
}
