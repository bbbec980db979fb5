package api

// ReleasesAnswer lists the releases and the release calendar.
//
//	@Description	公表の一覧と公表の予定。 / The releases and the release calendar.
type ReleasesAnswer struct {
	Metadata Metadata         `json:"metadata"`
	Results  []ReleaseDetails `json:"results"`
	Calendar []CalendarEntry  `json:"calendar"`
}

// ReleaseAnswer is one release.
//
//	@Description	一つの公表。 / One release.
type ReleaseAnswer struct {
	Metadata Metadata         `json:"metadata"`
	Results  []ReleaseDetails `json:"results"`
}

// ReleaseDetails describes a release whose time has come.
//
//	@Description	発効した公表。previousは直前の記録の目録のsha256。filesは一件の問い合わせにだけある。 / A release whose time has come; previous is the sha256 of the manifest before it; files are given for a single release only.
type ReleaseDetails struct {
	Number        int           `json:"number"`
	State         string        `json:"state" enums:"current,superseded"`
	Issued        string        `json:"issued"`
	Effective     string        `json:"effective"`
	Reason        string        `json:"reason"`
	ReasonLabel   string        `json:"reason_label"`
	ReasonLabelEn string        `json:"reason_label_en"`
	Note          string        `json:"note"`
	SHA256        string        `json:"sha256"`
	Previous      *string       `json:"previous"`
	URL           string        `json:"url"`
	ManifestURL   string        `json:"manifest_url"`
	Files         []ReleaseFile `json:"files,omitempty"`
}

// ReleaseFile is a canonical file of a release.
//
//	@Description	公表の正本のファイル。withdrawnがあれば取り下げた日時で、内容はもうない。 / A canonical file of a release; where withdrawn is given, its content was taken away at that time.
type ReleaseFile struct {
	Dataset   string `json:"dataset"`
	Path      string `json:"path"`
	Bytes     int    `json:"bytes"`
	SHA256    string `json:"sha256"`
	URL       string `json:"url"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

// CalendarEntry is one line of the release calendar.
//
//	@Description	公表の予定の一行。内容は発効まで公表しない。 / One line of the release calendar; the content is public from its instant on.
type CalendarEntry struct {
	Number      int    `json:"number"`
	State       string `json:"state" enums:"pending,cancelled"`
	Effective   string `json:"effective"`
	SHA256      string `json:"sha256"`
	CancelledBy int    `json:"cancelled_by,omitempty"`
}
