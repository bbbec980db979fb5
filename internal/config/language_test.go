package config_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		name string
		args string
		env  map[string]string
		want lang.Language
		rest string
	}{
		{"nobody chose", "serve", nil, lang.Japanese, "serve"},
		{"a flag behind the verb", "publish --lang en --yes", nil, lang.English, "publish --yes"},
		{"a flag before the verb, with an equals sign", "--lang=en check a", nil, lang.English, "check a"},
		{"a flag with one hyphen", "check -lang en", nil, lang.English, "check"},
		{"the last flag wins", "check --lang en --lang ja", nil, lang.Japanese, "check"},
		{"a flag wins over the environment", "check --lang ja", map[string]string{"OPENDATA_LANG": "en"}, lang.Japanese, "check"},
		{"a flag replaces a wrong environment", "check --lang en", map[string]string{"OPENDATA_LANG": "fr"}, lang.English, "check"},
		{"the setting of the service wins over the system", "check", map[string]string{"OPENDATA_LANG": "en", "LC_ALL": "ja_JP.UTF-8"}, lang.English, "check"},
		{"LC_ALL wins over LANG", "check", map[string]string{"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, lang.English, "check"},
		{"LANG", "check", map[string]string{"LANG": "en_GB.UTF-8"}, lang.English, "check"},
		{"a system of another language", "check", map[string]string{"LANG": "fr_FR.UTF-8"}, lang.Japanese, "check"},
		{"a system without a language", "check", map[string]string{"LC_ALL": "C", "LANG": "en_US.UTF-8"}, lang.Japanese, "check"},
		{"an argument that is no flag", "check -- --lang en", nil, lang.Japanese, "check -- --lang en"},
	} {
		got, rest, err := config.Language(strings.Fields(c.args), func(name string) string { return c.env[name] })
		if err != nil || got != c.want || !slices.Equal(rest, strings.Fields(c.rest)) {
			t.Errorf("%s: got %v, %q, %v", c.name, got, rest, err)
		}
	}
}

func TestALanguageThatTheServiceDoesNotSpeakIsRefused(t *testing.T) {
	for _, c := range []struct{ args, env, says string }{
		{"check --lang fr", "", "--lang: 「fr」は使えません。ja か en を指定してください / “fr” is not a language: specify ja or en"},
		{"check --lang", "", "--lang: 「」は使えません"},
		{"check --lang=", "", "--lang: 「」は使えません"},
		{"check", "english", "OPENDATA_LANG: 「english」は使えません"},
		{"check -- --lang en", "fr", "OPENDATA_LANG: 「fr」は使えません"},
	} {
		_, _, err := config.Language(strings.Fields(c.args), func(name string) string { return map[string]string{"OPENDATA_LANG": c.env}[name] })
		if _, ok := errors.AsType[*config.UsageError](err); !ok || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: got %v", c.args, err)
		}
	}
}
