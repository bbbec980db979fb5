package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

const listPath = "/api/v1/releases"

// siteEntry is what a site says of an entry of the log: a line of its releases
// or of its calendar.
type siteEntry struct {
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

// logged is the entry as it stands in the log.
func (e siteEntry) logged() (ledger.Entry, error) {
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

// siteList is the answer of a site to listPath, newest first.
type siteList struct {
	Results  siteEntries `json:"results"`
	Calendar siteEntries `json:"calendar"`
}

type siteEntries []siteEntry

// UnmarshalJSON reads no more entries than any city will ever have: a short
// text can say very many empty ones.
func (s *siteEntries) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if begin, err := dec.Token(); err != nil || begin != json.Delim('[') {
		return errors.New("there is no list")
	}
	*s = siteEntries{} // there is a list, if an empty one
	for dec.More() {
		if len(*s) == maxEntries {
			return fmt.Errorf("there are more than %d entries", maxEntries)
		}
		var e siteEntry
		if err := dec.Decode(&e); err != nil {
			return err
		}
		*s = append(*s, e)
	}
	return nil
}

// list asks what the site says of every entry of the log.
func (c *siteCheck) list(ctx context.Context) (siteList, error) {
	var list siteList
	fix := lang.T("サイトの始まりのアドレスを指定してください（例 https://opendata.city.example）", "give the address at which the site begins, such as https://opendata.city.example")
	a, err := c.get(ctx, listPath, c.limits.list)
	if err != nil {
		return list, fault.New(fault.Unavailable, lang.T("公表の一覧を読めません: "+c.site, "cannot read the list of releases: "+c.site), fix).Because(err)
	}
	media, _, _ := mime.ParseMediaType(a.media)
	if a.status == http.StatusOK && media == "application/json" {
		if err = json.Unmarshal(a.body, &list); err == nil && list.Results != nil && list.Calendar != nil {
			return list, nil
		}
	}
	what := fmt.Sprintf("%s%s (%d, %q)", c.site, listPath, a.status, media)
	return list, fault.New(fault.Invalid, lang.T("公表の一覧ではない答えが返りました: "+what, "the answer is not a list of releases: "+what), fix).Because(err)
}

// arrange puts the entries into the order of the log and names numbers that are
// missing or stand where they should not.
func (c *siteCheck) arrange(list siteList) {
	for _, part := range []siteEntries{list.Results, list.Calendar} {
		if !slices.IsSortedFunc(part, func(a, b siteEntry) int { return cmp.Compare(b.Number, a.Number) }) {
			c.found(listPath, "番号の順に並んでいません", "is not in the order of the numbers")
		}
	}
	all := slices.Concat(list.Results, list.Calendar)
	slices.SortStableFunc(all, func(a, b siteEntry) int { return cmp.Compare(a.Number, b.Number) })
	for _, e := range all {
		next := len(c.entries) + 1
		switch {
		case e.Number < next:
			c.found(releasePath(e.Number), "一覧に二度あるか、番号が正しくありません", "is in the list twice, or cannot be a number")
		case e.Number > maxEntries:
			c.found(releasePath(next), fmt.Sprintf("%d まで一覧にありません", e.Number-1), fmt.Sprintf("missing in the list up to %d", e.Number-1))
			return
		default:
			for ; next < e.Number; next++ {
				c.entries = append(c.entries, siteEntry{})
				c.found(releasePath(next), "一覧にありません", "is not in the list")
			}
			c.entries = append(c.entries, e)
		}
	}
	if len(all) == 0 {
		c.found(c.site, "何も公表されていません", "nothing was published here")
	}
	if len(list.Results) > 0 {
		c.current = list.Results[0].Number
		c.base = strings.TrimSuffix(list.Results[0].URL, releasePath(c.current))
	}
	c.inTheirPlace(list)
}
