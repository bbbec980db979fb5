package catalog

// ReleaseDetails describes a release whose time has come.
//
//	@Description	公開済みの公表。previousは直前の記録のファイル一覧のSHA-256。filesは一件を取得したときだけある。 / A published release; previous is the SHA-256 of the manifest before it; files are present for a single release only.
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
//	@Description	公表の原本データのファイル。withdrawnがある場合は、その日時に取り下げられ、内容は提供していない。 / A canonical file of a release; if withdrawn is present, the content was withdrawn at that time.
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
//	@Description	公表の履歴のうち、公開済みの公表以外の一行。予定（pending）と取り消した公表（cancelled）は、番号、公開日時、ファイル一覧のSHA-256だけを示す。取り消しの記録（cancellation）には、取り消した公表の番号（cancels）、注記、ファイル一覧のURLがある。 / An entry of the log that is not a published release. Of pending and cancelled releases only the number, the instant and the SHA-256 are public. A cancellation says which release it cancels and why, and has a manifest.
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
