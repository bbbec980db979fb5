package catalog

import (
	"time"

	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/warning"
)

// Metadata stands before the results of every answer (DS-464-2).
//
//	@Description	すべての応答の先頭にある情報。withdrawnは、元になった公表から取り下げられたファイル。warningsは、値を使う前に確認すべきこと。indicatorsとareasは指標の値の応答だけにあり、その指標と地域。 / Precedes the results of every response; withdrawn lists files withdrawn from the release, warnings what to know before using the values. Responses with values of indicators name their indicators and areas.
type Metadata struct {
	Title     string            `json:"title"`
	TitleEn   string            `json:"title_en"`
	Type      string            `json:"type"`
	Parameter map[string]string `json:"parameter"`
	ResultSet ResultSet         `json:"resultset"`
	Release   ReleaseInfo       `json:"release"`
	Citation  citation.Citation `json:"citation"`
	Period    *PeriodInfo       `json:"period,omitempty"`
	Withdrawn []WithdrawnInfo   `json:"withdrawn,omitempty"`
	Warnings  []warning.Warning `json:"warnings,omitempty"`
	// Of the values of indicators only.
	Indicators []plan.IndicatorInfo `json:"indicators,omitempty"`
	Areas      []plan.AreaInfo      `json:"areas,omitempty"`
}

// Describes adds what values are about.
func (m *Metadata) Describes(about plan.About) {
	m.Indicators, m.Areas = about.Indicators, about.Areas
	m.Warnings = append(m.Warnings, about.Warnings...)
}

// ResultSet says which part of all matches the results are. Limit is null where
// everything is returned, Offset behind a cursor, which knows no position, Next absent where nothing follows.
//
//	@Description	結果が全体のどの部分か。limitがnullなら全件。offsetは、cursorで読んだページではnull。nextは続きを取得するためのcursorの値で、続きがなければ省かれる（Linkヘッダーのrel=nextのURLにも含まれる）。 / Which part of all matches the results are; limit is null if everything is returned, offset is null on pages read with a cursor; next is the cursor of the next page, absent on the last (the Link header with rel=next has it, too).
type ResultSet struct {
	Count  int     `json:"count"`
	Offset *int    `json:"offset"`
	Limit  *int    `json:"limit"`
	Next   *string `json:"next,omitempty"`
}

// PeriodInfo is the days that since and until mean, both inclusive; null is unbounded.
//
//	@Description	sinceとuntilが表す期間の初日と末日（どちらも含む）。指定のない側はnull。 / The first and the last day, both inclusive, that since and until mean; null where not given.
type PeriodInfo struct {
	Start *string `json:"start" format:"date"`
	End   *string `json:"end" format:"date"`
}

// NewPeriodInfo returns the period between two days, nil where both are empty.
func NewPeriodInfo(start, end string) *PeriodInfo {
	if start == "" && end == "" {
		return nil
	}
	p := new(PeriodInfo)
	if start != "" {
		p.Start = &start
	}
	if end != "" {
		p.End = &end
	}
	return p
}

// ReleaseInfo names the release an answer comes from.
//
//	@Description	応答の元になった公表。 / The release that the response comes from.
type ReleaseInfo struct {
	Number    int    `json:"number"`
	Issued    string `json:"issued"`
	Effective string `json:"effective"`
}

// Metadata begins the metadata of an answer that has so many results and is
// whole.
func (c Catalog) Metadata(about citation.Subject, given map[string]string, count int) Metadata {
	if given == nil {
		given = map[string]string{}
	}
	return Metadata{
		Title: about.Title.Ja, TitleEn: about.Title.En, Type: about.Type, Parameter: given,
		ResultSet: ResultSet{Count: count, Offset: new(int)},
		Release: ReleaseInfo{
			Number:    c.Release.Number,
			Issued:    c.Release.Issued.In(release.Japan()).Format(time.RFC3339),
			Effective: c.Release.Effective.In(release.Japan()).Format(time.RFC3339),
		},
		Citation:  c.Cite(about, c.Permanent(about.Path, given)),
		Withdrawn: Withdrawn(c.Release),
	}
}
