package portal

// Releases is the content of the page with the history of releases.
type Releases struct {
	Release  Release        // the current one
	Releases []ReleaseLine  // those in effect until now, newest first
	Calendar []CalendarLine // the other entries of the log, newest first
	Older    string         // URL of the page with what is older; empty = this is all
}

// ReleaseLine describes a release that is or was in effect.
type ReleaseLine struct {
	Number            int
	Current           bool
	Issued, Effective string // RFC 3339
	Reason            string // as people read it
	Note              string
	SHA256            string // of the manifest
}

// CalendarLine is an entry of the log that never was in effect: a pending or
// cancelled release, whose content is not public, or a cancellation.
type CalendarLine struct {
	Number      int
	Effective   string // RFC 3339
	SHA256      string // of the manifest
	CancelledBy int    // number of the cancellation; 0 = not cancelled
	Cancels     int    // number of the release that this entry cancels; 0 = is a release
	Note        string // reason of a cancellation
}

// ReleasePage is the content of the page of one release.
type ReleasePage struct {
	Release        Release // this one, for the footer of the page
	Line           ReleaseLine
	Newest         int // number of the current release
	Previous, Next int // numbers of the releases before and after it, 0 = none
	Files          []ReleaseFile
	Changes        []DatasetChange // compared with the previous one
	Lost           []Withdrawn     // what could not be compared
	DiffURL        string          // the complete comparison
	Citation       Citation
}

// ReleaseFile is a canonical file of a release.
type ReleaseFile struct {
	Path, URL, SHA256 string
	Bytes             int
	Withdrawn         string // RFC 3339; empty = not withdrawn
}

// Withdrawn is a file that was withdrawn from a release for legal reasons.
type Withdrawn struct {
	Release  int
	Path     string
	At, Note string // when, RFC 3339, and why
}

// DatasetChange lists the first changes of one dataset.
type DatasetChange struct {
	ID, Title string
	Count     int
	Rows      []ChangeLine
	URL       string // of all changes as CSV
}

// ChangeLine is one change.
type ChangeLine struct{ Kind, Key, Column, Old, New string }

// Citation is a citation in the forms that people copy.
type Citation struct{ Text, TextEn, BibTeX string }

// Releases renders the page with the history of releases.
func (p *Portal) Releases(v Releases) ([]byte, error) { return p.render("releases.html", v) }

// ReleasePage renders the page of one release.
func (p *Portal) ReleasePage(v ReleasePage) ([]byte, error) { return p.render("release.html", v) }
