package portal

// Releases is what the page about the history of releases shows.
type Releases struct {
	Release  Release        // the current one
	Releases []ReleaseLine  // those in force until now, newest first
	Calendar []CalendarLine // the other entries of the log, newest first
}

// ReleaseLine describes a release whose time has come.
type ReleaseLine struct {
	Number            int
	Current           bool
	Issued, Effective string // RFC 3339
	Reason            string // as people read it
	Note              string
	SHA256            string // of the manifest
}

// CalendarLine is an entry of the log that is no release in force: a release
// that is pending or was cancelled, whose content is not public, or the
// cancellation of one.
type CalendarLine struct {
	Number      int
	Effective   string // RFC 3339
	SHA256      string // of the manifest
	CancelledBy int    // number of the cancellation; 0 = not cancelled
	Cancels     int    // number of the release that this takes back; 0 = is a release
	Note        string // why, of a cancellation
}

// ReleasePage is what the page about one release shows.
type ReleasePage struct {
	Release        Release // this one, for the foot of the page
	Line           ReleaseLine
	Newest         int // number of the current release
	Previous, Next int // numbers of its neighbours, 0 = none
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
	Withdrawn         string // RFC 3339; empty = still there
}

// Withdrawn is a file that the law took away from a release.
type Withdrawn struct {
	Release  int
	Path     string
	At, Note string // when, RFC 3339, and why
}

// DatasetChange is what differs in one dataset: the first of all its changes.
type DatasetChange struct {
	ID, Title string
	Count     int
	Rows      []ChangeLine
	URL       string // of all changes as CSV
}

// ChangeLine is one difference.
type ChangeLine struct{ Kind, Key, Column, Old, New string }

// Citation says how to cite.
type Citation struct{ Text, TextEn, BibTeX string }

// Releases renders the page about the history of releases.
func (p *Portal) Releases(v Releases) ([]byte, error) { return p.render("releases.html", v) }

// ReleasePage renders the page about one release.
func (p *Portal) ReleasePage(v ReleasePage) ([]byte, error) { return p.render("release.html", v) }
