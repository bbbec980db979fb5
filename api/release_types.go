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
//	@Description	公表の履歴のうち、発効した公表でないものの一行。予定（pending）と取り消した公表（cancelled）は、番号、発効時刻、目録のsha256だけを公表する。取り消しの記録（cancellation）は、どの公表を取り消したか（cancels）、注記、目録のURLを持つ。 / One line of the log that is not a release in force. Of what is pending, and of a release that was cancelled, nothing but number, instant and sha256 is public. A cancellation says which release it cancels and why, and has a manifest.
type CalendarEntry struct {
	Number      int    `json:"number"`
	State       string `json:"state" enums:"pending,cancelled,cancellation"`
	Effective   string `json:"effective"`
	SHA256      string `json:"sha256"`
	CancelledBy int    `json:"cancelled_by,omitempty"`
	Cancels     int    `json:"cancels,omitempty"`
	Note        string `json:"note,omitempty"`
	ManifestURL string `json:"manifest_url,omitempty"`
}
