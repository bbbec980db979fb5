package memento

import (
	"net/http"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// Asked is what of a request to a time gate chooses the state that it gets.
type Asked struct {
	Params         map[string][]string
	AcceptDatetime string
	Now            time.Time
}

// Choice is the release that a request means.
type Choice struct {
	Number int       // of the release; 0 for the one that is current at At
	At     time.Time // an instant, not after the request
	Pinned bool      // the same address means this release for ever
	ByTime bool      // Accept-Datetime chose, which says nothing of the address
}

//nolint:gochecknoglobals // compiled once, like a pattern
var timeParams = param.Compile[param.Time]()

// Choose reads which release a request means: the one with the number of release=,
// the one that was current at as_of= or Accept-Datetime, the one in which a walk
// through pages began, or the current one. seen tells until when it is known for
// good what was current.
func (a Asked) Choose(seen func(now time.Time) time.Time) (Choice, error) {
	now := Choice{At: a.Now}
	if a.choosesNothing() {
		return now, nil
	}
	p := param.New(a.Params)
	p.CorrectBy(param.CorrectTime)
	asks := timeParams.Read(p)
	if asks.Release != nil && asks.AsOf != nil {
		p.Fail("as_of", lang.T("as_of と release は同時に指定できません。どちらか一方を指定してください", "as_of and release cannot be used together: use one of them"))
	}
	if p.Wrong() {
		return Choice{}, p.Err()
	}
	switch {
	case asks.Release != nil:
		return Choice{Number: *asks.Release, Pinned: true}, nil
	case asks.AsOf != nil:
		return a.asOf(p, *asks.AsOf, seen)
	case len(a.Params["cursor"]) == 1:
		c, err := query.ParseCursor(a.Params["cursor"][0])
		if err != nil { // what is no cursor is reported where it is read
			return now, nil //nolint:nilerr // see above
		}
		return Choice{Number: c.Release, Pinned: true}, nil
	case a.AcceptDatetime != "":
		return a.acceptDatetime(p)
	}
	return now, nil
}

// choosesNothing reports whether nothing chooses a release: most requests leave
// that out.
func (a Asked) choosesNothing() bool {
	return a.Params["release"] == nil && a.Params["as_of"] == nil && a.Params["cursor"] == nil && a.AcceptDatetime == ""
}

// asOf reads a date, meaning the end of that day in Japan, or an instant. Today
// means until now; the future is not known.
func (a Asked) asOf(p *param.Values, text string, seen func(time.Time) time.Time) (Choice, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		day, dayErr := time.ParseInLocation(time.DateOnly, text, release.Japan())
		if dayErr != nil {
			today := a.Now.In(release.Japan()).Format(time.DateOnly) // the latest that is known
			p.Fail("as_of", lang.T("日付（例 as_of="+today+"。その日の終わりの時点）か日時（例 "+today+"T00:00:00%2B09:00。+ は %2B と表記）を指定してください",
				"must be a date such as as_of="+today+" (the end of that day in Japan) or a date and time such as "+today+"T00:00:00%2B09:00 (write + as %2B)"))
			return Choice{}, p.Err()
		}
		at = day.AddDate(0, 0, 1).Add(-time.Nanosecond)
		if !day.After(a.Now) && at.After(a.Now) {
			return Choice{At: a.Now}, nil // today is not over: the answer may still change
		}
	}
	if at.After(a.Now) {
		p.Fail("as_of", lang.T("未来の時点は指定できません。過去の時点を指定してください", "must not be in the future: use a past time"))
		return Choice{}, p.Err()
	}
	// What came into effect since the store was last seen is not known here yet.
	return Choice{At: at, Pinned: !at.After(seen(a.Now))}, nil
}

// acceptDatetime chooses by the header (RFC 7089). A time in the future means the
// current release.
func (a Asked) acceptDatetime(p *param.Values) (Choice, error) {
	at, err := http.ParseTime(strings.TrimSpace(a.AcceptDatetime))
	if err != nil {
		p.Fail("", lang.T("Accept-Datetime は HTTP の日時で指定してください（例 Sun, 22 Nov 2026 00:00:00 GMT）", "Accept-Datetime must be an HTTP date, such as Sun, 22 Nov 2026 00:00:00 GMT"))
		return Choice{}, p.Err()
	}
	if at.After(a.Now) {
		at = a.Now
	}
	return Choice{At: at, ByTime: true}, nil
}
