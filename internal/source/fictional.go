package source

import (
	"bytes"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// fictional refuses rows of the fictional sample, at the first of them: they must
// never be published as real ones, whatever file they were copied into.
func (f *file) fictional() {
	before, _, found := bytes.Cut(f.text.data, []byte(dataset.SampleMark))
	if !found {
		return
	}
	line := bytes.Count(before, []byte{'\n'}) + 1
	f.fail(line, len(before)-bytes.LastIndexByte(before, '\n'), lang.T(
		dataset.SampleMark+"は公表できません。サンプルの行を削除し、実際の値を入力してください",
		"the fictional sample cannot be published: delete its rows and enter real values"))
}
