// Package sample is a fictional example of indicators with targets, so that people
// can see progress, revisions and breaks before the city sets its KPIs.
//
// It promises that every file name, title, record and citation says that the values
// are fictional, that its datasets have ids of their own, and that nothing of it can
// be published: source checking refuses its mark (dataset.SampleMark). It refuses to
// change what the plan says. cmd serves it, if it is told to.
package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// source holds the sources of the three releases, one folder each.
//
//go:embed source
var source embed.FS

// Releases returns three releases: the given sources with the sample beside them.
// The second brings the newest year, in part provisional; the third corrects a
// value and makes provisional ones final.
func Releases(sources []dataset.Source) ([]*release.Release, error) {
	stages := []release.Meta{
		{Reason: release.Initial, Note: dataset.SampleMark + "：最初の公表"},
		{Reason: release.NewData, Note: dataset.SampleMark + "：2025年度の値（一部は速報値）"},
		{Reason: release.Correction, Note: dataset.SampleMark + "：速報値の確定と、2024年度の値の訂正"},
	}
	var made []*release.Release
	for i, meta := range stages {
		added, err := sourcesOf(i + 1)
		if err != nil {
			return nil, err
		}
		meta.Number, meta.Preview = i+1, true
		meta.Issued = release.Embedded().Issued.Add(time.Duration(i) * time.Minute)
		meta.Effective = meta.Issued
		if i > 0 {
			meta.Previous = made[i-1].Hash
		}
		r, err := release.Build(meta, append(slices.Clone(sources), added...))
		if err != nil {
			return nil, fmt.Errorf("building the sample: %w", err)
		}
		made = append(made, r)
	}
	return made, nil
}

// sourcesOf are the sources of the nth release.
func sourcesOf(n int) ([]dataset.Source, error) {
	var list []dataset.Source
	for _, d := range Datasets() {
		data, err := fs.ReadFile(source, fmt.Sprintf("source/%d/%s%s", n, strings.TrimPrefix(d.ID, dataset.SampleID("")), csvSuffix))
		if err != nil {
			return nil, fmt.Errorf("reading the sample: %w", err)
		}
		list = append(list, dataset.Source{Dataset: d, CSV: data})
	}
	return list, nil
}

// samples lists the ids of the datasets of the sample: each has a source in every
// release, which is named after the dataset that it is an example of.
func samples() map[string]bool {
	ids := make(map[string]bool)
	names, _ := fs.Glob(source, "source/1/*"+csvSuffix) // the pattern is right
	for _, name := range names {
		ids[dataset.SampleID(strings.TrimSuffix(path.Base(name), csvSuffix))] = true
	}
	return ids
}

const csvSuffix = ".csv"

// Datasets are the datasets of the sample: they have the columns of those that they
// are examples of, and refer to each other.
func Datasets() []dataset.Dataset {
	ids := samples()
	var list []dataset.Dataset
	for _, d := range dataset.BuiltIn() {
		id := dataset.SampleID(d.ID)
		if !ids[id] {
			continue
		}
		d.ID, d.File, d.Sample, d.Record = id, dataset.CityCode+"_"+id, true, nil
		d.Title = lang.T(dataset.SampleMark+" "+d.Title.Ja, dataset.SampleMarkEn+" "+d.Title.En)
		d.Description = lang.T("指標と進捗の見え方を確認するための架空の値。実在の値ではなく、八戸市の実績や目標を示すものではない。",
			"Fictional values that show how indicators and progress look. They are not real, and say nothing about the results or targets of Hachinohe City.")
		d.Keywords, d.Frequency = []string{dataset.SampleMark}, lang.T("更新しない", "Never")
		d.Schema.References = slices.Clone(d.Schema.References)
		for i, ref := range d.Schema.References {
			if of := dataset.SampleID(ref.Dataset); ids[of] {
				d.Schema.References[i].Dataset = of
			}
		}
		list = append(list, d)
	}
	return list
}
