// Package dataset is the vocabulary of the service: what is published, in which
// columns, and what each column means.
//
// A record type with its tags is the only definition of a column; Schema is
// derived from it once, and everything downstream (tables, encoders, API,
// OpenAPI, dictionary, pages) sees only Schema and rows. A city's own dataset
// comes as a Table Schema instead of a record type and is treated alike.
//
// The package promises that a Schema it hands out is complete and consistent.
// It refuses to read files, to know about HTTP, and to know the time. Every
// package except fault and lang may import it.
package dataset

import (
	"encoding/json"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// The publisher of everything here.
const (
	// CityCode is the 全国地方公共団体コード of Hachinohe City, six digits with
	// the check digit, always text.
	CityCode = "022039"
	// CityName is the official name of the publisher.
	CityName = "八戸市"
	// CityCorporateNumber is the 法人番号 of the publisher: 000020 + area code,
	// led by its check digit (the Corporate Number rules of the National Tax
	// Agency). Computed, and held by a test.
	CityCorporateNumber = "2000020022039"
)

// Licence is the terms under which a dataset may be reused.
type Licence struct {
	ID   string // SPDX identifier
	Name string // as オープンデータ一覧 writes it
	URL  string
}

// CCBY is Creative Commons Attribution 4.0, the licence of every built-in
// dataset.
func CCBY() Licence {
	return Licence{ID: "CC-BY-4.0", Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
}

// Metadata is what the schema of a city's own dataset says in words of Data Package
// that nothing here depends on. It is published as it was written.
type Metadata struct {
	Name         json.RawMessage `json:"name,omitempty"`
	Version      json.RawMessage `json:"version,omitempty"`
	Created      json.RawMessage `json:"created,omitempty"`
	Homepage     json.RawMessage `json:"homepage,omitempty"`
	Sources      json.RawMessage `json:"sources,omitempty"`
	Contributors json.RawMessage `json:"contributors,omitempty"`
}

// Dataset describes one published table.
type Dataset struct {
	ID          string // snake_case, in URLs
	File        string // file name without extension, e.g. 022039_digital_initiatives
	Title       lang.Text
	Description lang.Text
	Keywords    []string
	Category    string // 分類 of オープンデータ一覧
	Frequency   lang.Text
	Licence     Licence
	Schema      Schema
	Metadata    Metadata
	// InOrder says that the source file must have its columns in the order of the
	// schema, as every published file has.
	InOrder bool
	// Record makes an empty record of the dataset's Go type, nil for a city's
	// own dataset. Only source checking uses it.
	Record func() any
	// Sample says that the rows are fictional and that nothing of the dataset is
	// published: no list of datasets has it.
	Sample bool
	// Generated says that the rows are made from the other datasets and that
	// there is no source file.
	Generated bool
}

// Collection is what the dataset is a part of: the plan's open data, or the open
// data of the city.
func (d Dataset) Collection() lang.Text {
	if strings.HasPrefix(d.File, filePrefix) {
		return lang.T("第2期八戸市デジタル推進計画 オープンデータ", "open data of the Second Hachinohe City Digital Promotion Plan")
	}
	return CityData()
}

// CityData is all that is published.
func CityData() lang.Text {
	return lang.T("八戸市オープンデータ", "Hachinohe City open data")
}

// Source is one dataset together with its checked source bytes: plain CSV,
// UTF-8, every cell valid under the schema.
type Source struct {
	Dataset Dataset
	CSV     []byte
}
