package columnar

import "hachinohe.example/opendata/dataset"

// OfValues returns the column with a value in each row.
func OfValues(c dataset.Column, values []dataset.Value) Column {
	b := NewBuilder(c)
	b.Grow(len(values))
	for _, v := range values {
		if b.counts {
			b.AppendValue(v)
		} else {
			b.appendListed(v)
		}
	}
	return b.Seal()
}

// appendListed adds one value of a type whose values are listed. Most equal the one
// above; those that come in order are new.
func (c *Builder) appendListed(v dataset.Value) {
	if len(c.codes) > 0 && c.values[c.last] == v {
		c.codes = append(c.codes, c.last)
		return
	}
	text := ""
	if !v.Missing {
		text = string(c.Type.Append(nil, v))
	}
	code, ok := c.seen[text]
	if !ok {
		code = uint32(len(c.cells)) //nolint:gosec // no more than there are rows
		c.seen[text] = code
		c.cells, c.values, c.follows = append(c.cells, text), append(c.values, v), append(c.follows, code)
	}
	c.codes, c.last = append(c.codes, code), code
}
