package portal

import (
	"strings"

	"hachinohe.example/opendata/internal/catalog"
)

// Reference is the content of the API reference.
type Reference struct {
	Release  Release
	Spec     []byte    // the OpenAPI 3.1 document, as JSON
	Problems []Problem // every kind of error
	Datasets []DatasetExamples
}

// DatasetExamples are working queries of one dataset.
type DatasetExamples struct {
	ID, Title, TitleEn string
	Examples           []Example
}

// Example is a query: its URL, its query string in readable form, and its
// meaning.
type Example struct {
	URL, Query, Meaning, MeaningEn string
}

// Problem is one kind of error. Its anchor, problem-{slug}, ends the type URI of
// every error of this kind, so it must never change.
type Problem struct {
	Slug           string
	Status         int
	Title, TitleEn string
}

type referenceView struct {
	Release        Release
	Title, Version string
	Description    []block
	Groups         []groupView
	Schemas        []schemaView
	Problems       []problemView
	Datasets       []DatasetExamples
}

// groupView holds the operations of one tag.
type groupView struct {
	ID          string
	Name        string
	Description []block
	Operations  []operationView
}

type operationView struct {
	ID           string
	Method, Path string
	Summary      string
	Description  []block
	Deprecated   bool
	Head         bool // HEAD is supported, too
	Example      string
	Parameters   []parameterView
	Responses    []responseView
}

type parameterView struct {
	ID          string
	Name, Place string
	Required    bool
	Deprecated  bool
	Type        []fragment
	Facts       []fact
	Description []block
	Example     string
	ExampleURL  string
	Examples    []exampleView // if there are several
}

// exampleView is one of several examples of a parameter.
type exampleView struct {
	Text, URL string
	Summary   []block
}

type responseView struct {
	ID          string
	Status      string
	Problem     string // slug of the error with this status
	Description []block
	Headers     []headerView
	Media       []mediaView
}

type headerView struct {
	Name        string
	Type        []fragment
	Description []block
}

type mediaView struct {
	Name       string
	Type       []fragment
	Properties []propertyView // of a body whose schema has no name
}

// NewReference fills the API reference of a release, with the examples of every
// dataset that has some.
func NewReference(c catalog.Catalog, spec []byte, problems []Problem) Reference {
	v := Reference{Release: releaseOf(c.Release), Spec: spec, Problems: problems}
	listed := c.Release.Listed()
	for i := range listed {
		set := &listed[i]
		shown := DatasetExamples{ID: set.ID, Title: set.Title.Ja, TitleEn: set.Title.En}
		for _, e := range c.Examples(set) {
			shown.Examples = append(shown.Examples, Example{
				URL: strings.TrimPrefix(e.URL, c.BaseURL), Query: e.Query, Meaning: e.Description, MeaningEn: e.DescriptionEn,
			})
		}
		if len(shown.Examples) > 0 {
			v.Datasets = append(v.Datasets, shown)
		}
	}
	return v
}

// Reference renders the API reference. It fails if the document is not JSON, or
// refers to a parameter or response that it does not define.
func (p *Portal) Reference(v Reference) ([]byte, error) {
	d, err := parseDocument(v.Spec)
	if err != nil {
		return nil, err
	}
	return p.render("reference.html", referenceView{
		Release: v.Release, Title: d.Info.Title, Version: d.Info.Version, Description: prose(d.Info.Description),
		Groups: d.groups(v.Problems), Schemas: d.schemaViews(), Problems: problemViews(v.Problems), Datasets: v.Datasets,
	})
}
