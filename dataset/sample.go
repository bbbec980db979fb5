package dataset

import "strings"

// The mark of every name and record of the fictional sample. Sources with it are
// refused: what is fictional is never published.
const (
	SampleMark   = "サンプル（架空の値）"
	SampleMarkEn = "Sample (fictional values)"
)

const samplePrefix = "sample_"

// IsSample reports whether an id is kept for the sample of a dataset.
func IsSample(id string) bool { return strings.HasPrefix(id, samplePrefix) }

// SampleID is the id of the sample of a dataset. No other dataset has such an id.
func SampleID(id string) string { return samplePrefix + id }
