package openapi_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/fstest"
)

// A pattern that readers of the document, who follow ECMAScript, would take for
// another than the checker, which follows RE2, is left out; all others are kept
// and bound to the whole cell.
func TestOnlyPatternsOfECMAScriptAreTold(t *testing.T) {
	patterns := []struct {
		name, pattern string
		told          bool
	}{
		{"a class and repetitions", `[A-Z]{2}[0-9]+`, true},
		{"an alternative", `a|b`, true},
		{"the complement of a class", `[^;]*`, true},
		{"digits, counted", `\d{3}`, true},
		{"digits, counted from", `\d{3,}`, true},
		{"digits, counted from and to", `\d{3,4}?`, true},
		{"words and their boundaries", `\b\w+\B`, true},
		{"the complement of digits and words", `[\D\W]`, true},
		{"signs that need an escape", `\.\*\+\?\(\)\[\]\{\}\|\^\$\\\/`, true},
		{"control characters", `\t\n\r\f\v`, true},
		{"a character by its two digits", `\x41`, true},
		{"a hyphen in a class, escaped", `[a\-z]`, true},
		{"a group that is not kept", `(?:ab)+`, true},
		{"a group", `(ab)+`, true},
		{"letters of Japanese", `.+館`, true},
		{"signs in a class that need no escape", `[$*+?(){}|.]`, true},
		{"flags", `(?i)abc`, false},
		{"flags of a group", `(?i:abc)`, false},
		{"a group with a name", `(?P<x>a)`, false},
		{"a group with a name, written as in ECMAScript", `(?<x>a)`, false},
		{"the beginning of the text", `\Aabc`, false},
		{"the end of the text", `abc\z`, false},
		{"a quotation", `\Qa.b\E`, false},
		{"a script", `\p{Han}+`, false},
		{"the complement of a script", `\P{Han}+`, false},
		{"a script by one letter, in a class", `[\pL]+`, false},
		{"a class of POSIX", `[[:alpha:]]+`, false},
		{"a class of POSIX behind a member", `[a[:digit:]]+`, false},
		{"spaces, of which RE2 knows fewer", `a\sb`, false},
		{"the complement of spaces", `[^\S]`, false},
		{"a bell", `\a`, false},
		{"an octal number", `\101`, false},
		{"a character by many digits", `\x{1F600}`, false},
		{"an escape that is not needed", `\-`, false},
		{"an escape that is not needed, in a class", `[\_]`, false},
		{"a bracket that begins a class", `[]a]`, false},
		{"a bracket that begins the complement of a class", `[^]a]`, false},
		{"a bracket that begins a class with another", `[][a]`, false},
		{"a bracket alone", `a]`, false},
		{"a brace alone", `a{`, false},
		{"a closing brace alone", `a}`, false},
		{"a hyphen behind digits at the end of a class", `[\d-]+`, true},
		{"a hyphen behind digits inside a class", `[\d-.]+`, false},
		{"a boundary, repeated", `a\b*`, false},
		{"an end, repeated", `a$?`, false},
		{"a beginning, counted", `^{2}a`, false},
		{"signs of assertions in a class, repeated", `[$^]*`, true},
		{"a repetition without its least", `a{,3}`, false},
	}
	files := make(fstest.MapFS)
	for i, p := range patterns {
		name := fmt.Sprintf("own%02d", i)
		pattern, err := json.Marshal(p.pattern)
		if err != nil {
			t.Fatal(err)
		}
		files[name+".csv"] = &fstest.MapFile{Data: []byte("id,code\n1,\n")}
		files[name+".schema.json"] = &fstest.MapFile{Data: []byte(`{"title": "表", "primaryKey": ["id"], "fields": [{"name": "id"}, {"name": "code", "constraints": {"pattern": ` + string(pattern) + `}}]}`)}
	}
	doc := made(t, built(t, files))
	for i, p := range patterns {
		t.Run(p.name, func(t *testing.T) {
			got, ok := doc.Components.Schemas[fmt.Sprintf("Record_own%02d", i)].Properties["code"]["pattern"]
			if ok != p.told || ok && got != "^(?:"+p.pattern+")$" {
				t.Errorf("%s is told as %v", p.pattern, got)
			}
		})
	}
}
