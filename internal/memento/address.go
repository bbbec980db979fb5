package memento

import (
	"net/url"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// Address reads the address of which a time map is asked for, below the base URL
// of the service: its path, and the parameters, none of which chooses a time. What
// is wrong with it goes to p.
func Address(p *param.Values, base, text string) (path string, given map[string][]string, err error) {
	u, err := url.ParseRequestURI(strings.TrimPrefix(text, base))
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") {
		p.Fail("url", lang.T("このサービスのURLを / から指定してください（例 url=/api/v1/goals）", "must be a URL of this service, from / on, such as url=/api/v1/goals"))
		return "", nil, p.Err()
	}
	if given, err = param.Read(u.RawQuery); err != nil {
		return "", nil, err
	}
	if given["as_of"] != nil || given["release"] != nil {
		p.Fail("url", lang.T("as_of と release は指定しないでください", "remove as_of and release"))
		return "", nil, p.Err()
	}
	return u.Path, given, nil
}

// Matches reports whether a path is one of a pattern such as /goals/:id, and what
// stands in the place of its variable.
func Matches(pattern, path string) (variable string, ok bool) {
	elements, wanted := strings.Split(path, "/"), strings.Split(pattern, "/")
	if len(elements) != len(wanted) {
		return "", false
	}
	for i, w := range wanted {
		switch {
		case strings.HasPrefix(w, ":") && elements[i] != "":
			variable = elements[i]
		case w != elements[i]:
			return "", false
		}
	}
	return variable, true
}
