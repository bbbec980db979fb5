package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

func (p schemaParser) keys(s *Schema) {
	if len(s.Key) == 0 {
		p.fail("primaryKey", "主キー（primaryKey）を指定してください。行を一つに決める列の名前です", "give a primaryKey: the columns that identify a row")
	}
	p.known("primaryKey", s, s.Key)
	p.once("primaryKey", s.Key)
	p.known("order", s, s.Order)
	p.once("order", s.Order)
	for i, c := range s.Columns {
		if slices.Contains(s.Key, c.Name) {
			s.Columns[i].Rules.Required = true // a key is never missing (Table Schema)
		}
	}
	*s = s.totallyOrdered()
}

// known refuses names that are not columns with data of their own.
func (p schemaParser) known(place string, s *Schema, names []string) {
	for _, name := range names {
		switch c, ok := s.Column(name); {
		case !ok:
			p.fail(place, "列 "+name+" がありません。fields にある列の name を指定してください", "there is no field "+name+": use the name of one of the fields")
		case c.Constant != "":
			p.fail(place, "列 "+name+" は一定の値なので、ここには使えません。削除してください", "the field "+name+" has a constant and cannot be used here: remove it")
		}
	}
}

// once refuses a list of columns that names one twice.
func (p schemaParser) once(place string, names []string) {
	for i, name := range names {
		if slices.Contains(names[:i], name) && !p.published {
			p.fail(place, "列 "+name+" が2度あります。1つにしてください", "the field "+name+" is given twice: give it once")
		}
	}
}

// references reads refers_to, which can also say that every item of a list
// refers, and the foreignKeys of Table Schema. Both may say the same.
func (p schemaParser) references(s *Schema, id string, in tableSchema) {
	for i, f := range in.Fields {
		if f.RefersTo == "" {
			continue
		}
		to, column, _ := strings.Cut(f.RefersTo, ".")
		p.reference(s, fmt.Sprintf("fields[%d].refers_to", i), Reference{Column: f.Name, Dataset: to, Target: column})
	}
	for i, fk := range in.ForeignKeys {
		place := fmt.Sprintf("foreignKeys[%d]", i)
		if len(fk.Fields) != 1 || len(fk.Reference.Fields) != 1 {
			p.fail(place, "外部キーは1列ずつ指定してください", "a foreign key must have exactly one field on each side")
			continue
		}
		p.reference(s, place, Reference{Column: fk.Fields[0], Dataset: cmp.Or(fk.Reference.Resource, id), Target: fk.Reference.Fields[0]})
	}
	slices.SortStableFunc(s.References, func(a, b Reference) int { return cmp.Compare(s.Index(a.Column), s.Index(b.Column)) })
}

func (p schemaParser) reference(s *Schema, place string, r Reference) {
	p.known(place, s, []string{r.Column})
	if !namePattern.MatchString(r.Dataset) || !namePattern.MatchString(r.Target) {
		p.fail(place, "参照先は「データセット.列」で指定してください", "refer to a dataset and a column of it, by their names")
	}
	switch i := slices.IndexFunc(s.References, func(other Reference) bool { return other.Column == r.Column }); {
	case i < 0:
		s.References = append(s.References, r)
	case s.References[i] != r:
		p.fail(place, "列 "+r.Column+" の参照先は1つだけにしてください", "the field "+r.Column+" can refer to one dataset only")
	}
}
