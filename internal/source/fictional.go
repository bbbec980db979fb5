package source

import (
	"bytes"
	"regexp"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// sampleID matches the ids of the fictional sample, by which its rows are known in a
// file that has some of its columns only.
var sampleID = regexp.MustCompile(`^sample-[0-9]+$`)

// fictional refuses rows with the mark of the fictional sample, at the first of them:
// they must never be published as real ones, whatever file they were copied into.
func (f *file) fictional() {
	for _, mark := range []string{dataset.SampleMark, dataset.SampleMarkEn} {
		before, _, found := bytes.Cut(f.text.data, []byte(mark))
		if found {
			line := bytes.Count(before, []byte{'\n'}) + 1
			f.fail(line, len(before)-bytes.LastIndexByte(before, '\n'), ofTheSample())
			return
		}
	}
	if f.sampleAt != (position{}) {
		f.fail(f.sampleAt.line, f.sampleAt.column, ofTheSample())
	}
}

func ofTheSample() lang.Text {
	return lang.T(dataset.SampleMark+"は公表できません。サンプルの行を削除し、実際の値を入力してください",
		"the fictional sample cannot be published: delete its rows and enter real values")
}
