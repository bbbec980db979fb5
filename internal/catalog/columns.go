package catalog

import "hachinohe.example/opendata/dataset"

// columns describes every column of a schema.
func columns(s dataset.Schema) []ColumnInfo {
	keys := make(map[string]bool)
	for _, k := range s.Key {
		keys[k] = true
	}
	refers := make(map[string]string)
	for _, r := range s.References {
		refers[r.Column] = r.Dataset + "." + r.Target
	}
	out := make([]ColumnInfo, 0, len(s.Columns))
	for _, c := range s.Columns {
		info := ColumnInfo{
			Name: c.Name, Title: c.Title.Ja, TitleEn: c.Title.En, Type: c.Type.Definition().Name, Unit: c.Unit,
			Required: c.Rules.Required, Key: keys[c.Name], RefersTo: refers[c.Name], FilesOnly: c.Constant != "",
			Meaning: c.Meaning.Ja, MeaningEn: c.Meaning.En, Codes: []CodeInfo{},
		}
		for _, code := range c.Codes {
			info.Codes = append(info.Codes, CodeInfo{Value: code.Value, Label: code.Label.Ja, LabelEn: code.Label.En})
		}
		out = append(out, info)
	}
	return out
}
