package siteverify

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

const listPath = "/api/v1/releases"

// listedEntry is what a site says of an entry of the log: a line of its releases
// or of its calendar.
type listedEntry struct {
	Number        int    `json:"number"`
	State         string `json:"state"`
	Issued        string `json:"issued"`
	Effective     string `json:"effective"`
	Reason        string `json:"reason"`
	ReasonLabel   string `json:"reason_label"`
	ReasonLabelEn string `json:"reason_label_en"`
	Note          string `json:"note"`
	SHA256        string `json:"sha256"`
	Previous      string `json:"previous"`
	URL           string `json:"url"`
	ManifestURL   string `json:"manifest_url"`
	Cancels       int    `json:"cancels"`
	CancelledBy   int    `json:"cancelled_by"`
}

// logged is the entry as the log has it.
func (e listedEntry) logged() (ledger.Entry, error) {
	at, err := time.Parse(time.RFC3339, e.Effective)
	if err != nil || release.FormatInstant(at) != e.Effective {
		return ledger.Entry{}, fmt.Errorf("%q is not an instant in Japan Standard Time", e.Effective)
	}
	entry := ledger.Entry{Number: e.Number, Kind: release.Published, Effective: at, SHA256: e.SHA256, Cancels: e.Cancels}
	if e.State == ledger.StateCancellation {
		entry.Kind = release.Cancelled
	}
	text, err := entry.Encode()
	if err != nil {
		return entry, err
	}
	return ledger.ParseEntry(text)
}

// releaseList is a page of the response of a site to listPath, or all of them
// together, newest first.
type releaseList struct {
	Metadata struct {
		ResultSet struct {
			Next string `json:"next"`
		} `json:"resultset"`
	} `json:"metadata"`
	Results  listedEntries `json:"results"`
	Calendar listedEntries `json:"calendar"`
}

// next is the cursor of the page behind this one, empty on the last.
func (l releaseList) next() string { return l.Metadata.ResultSet.Next }

type listedEntries []listedEntry

var errTooMany = fmt.Errorf("there are more than %d entries", MaxEntries)

// UnmarshalJSON stops at MaxEntries: a short text can have very many empty
// entries.
func (s *listedEntries) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if begin, err := dec.Token(); err != nil || begin != json.Delim('[') {
		return errors.New("there is no list")
	}
	*s = listedEntries{} // there is a list, if an empty one
	for dec.More() {
		if len(*s) == MaxEntries {
			return errTooMany
		}
		var e listedEntry
		if err := dec.Decode(&e); err != nil {
			return err
		}
		*s = append(*s, e)
	}
	return nil
}

// list fetches what the site says of every entry of the log, page by page. What
// leads nowhere ends it: a page without entries, or one that was read before.
func (v *siteVerification) list(ctx context.Context) (releaseList, error) {
	all, err := v.listPage(ctx, listPath)
	followed := map[string]bool{"": true}
	for page := all; err == nil && len(page.Results)+len(page.Calendar) > 0 && !followed[page.next()]; {
		followed[page.next()] = true
		if page, err = v.listPage(ctx, listPath+"?cursor="+url.QueryEscape(page.next())); err != nil {
			break
		}
		all.Results, all.Calendar = append(all.Results, page.Results...), append(all.Calendar, page.Calendar...)
		if len(all.Results) > MaxEntries || len(all.Calendar) > MaxEntries {
			err = notAList(v.site, errTooMany)
		}
	}
	return all, err
}

// listPage fetches a page of the list.
func (v *siteVerification) listPage(ctx context.Context, path string) (releaseList, error) {
	var list releaseList
	res, err := v.get(ctx, path, v.limits.List)
	if err != nil {
		return list, fault.New(fault.Unavailable, lang.T("公表の一覧を取得できません: "+v.site, "cannot read the list of releases: "+v.site), siteFix()).Because(err)
	}
	media, _, _ := mime.ParseMediaType(res.media)
	if res.status == http.StatusOK && media == "application/json" {
		if err = json.Unmarshal(res.body, &list); err == nil && list.Results != nil && list.Calendar != nil {
			return list, nil
		}
	}
	return list, notAList(fmt.Sprintf("%s%s (%d, %q)", v.site, path, res.status, media), err)
}

func notAList(what string, err error) error {
	return fault.New(fault.Invalid, lang.T("公表の一覧ではない応答が返りました: "+what, "the response is not a list of releases: "+what), siteFix()).Because(err)
}

func siteFix() lang.Text {
	return lang.T("サイトのトップページのURLを指定してください（例: https://opendata.city.example）", "specify the URL of the site, such as https://opendata.city.example")
}

// arrange puts the entries into the order of the log and names numbers that are
// missing or out of place.
func (v *siteVerification) arrange(list releaseList) {
	for _, part := range []listedEntries{list.Results, list.Calendar} {
		if !slices.IsSortedFunc(part, func(a, b listedEntry) int { return cmp.Compare(b.Number, a.Number) }) {
			v.found(listPath, lang.T("番号の順に並んでいません", "is not sorted by number"))
		}
	}
	all := slices.Concat(list.Results, list.Calendar)
	slices.SortStableFunc(all, func(a, b listedEntry) int { return cmp.Compare(a.Number, b.Number) })
	for _, e := range all {
		next := len(v.entries) + 1
		switch {
		case e.Number < next:
			v.found(releasePath(e.Number), lang.T("一覧に重複しているか、番号に誤りがあります", "is in the list twice, or is not a valid number"))
		case e.Number > MaxEntries:
			v.found(releasePath(next), lang.T(fmt.Sprintf("%d まで一覧にありません", e.Number-1), fmt.Sprintf("missing in the list up to %d", e.Number-1)))
			return
		default:
			for ; next < e.Number; next++ {
				v.entries = append(v.entries, listedEntry{})
				v.found(releasePath(next), lang.T("一覧にありません", "is not in the list"))
			}
			v.entries = append(v.entries, e)
		}
	}
	if len(all) == 0 {
		v.found(v.site, lang.T("公表された内容がありません", "nothing was published here"))
	}
	if len(list.Results) > 0 {
		v.current = list.Results[0].Number
		v.base = strings.TrimSuffix(list.Results[0].URL, releasePath(v.current))
	}
	v.checkStates(list)
}
