package table

// zone is the least and the greatest code of a value of a column in one block of
// rows, and whether values are missing there. By it most blocks turn out to hold
// nothing that a condition asks for, or nothing else, without a look at their
// rows: where values follow the order of the rows, and wherever extreme ones are
// asked for. In a block without values the least is above the greatest.
type zone struct {
	least, most uint64
	missing     bool
}

// zoned finds the zones of a column, when its rows are in their order. One block
// needs none.
func (c *column) zoned(rows int) {
	if rows <= blockRows {
		return
	}
	c.zones = make([]zone, 0, (rows+blockRows-1)/blockRows)
	v := &c.codes
	for base := 0; base < rows; base += blockRows {
		end := min(base+blockRows, rows)
		switch {
		case v.u8 != nil:
			c.zones = append(c.zones, zoneOf(v.u8[base:end], c.none()))
		case v.u16 != nil:
			c.zones = append(c.zones, zoneOf(v.u16[base:end], c.none()))
		case v.u32 != nil:
			c.zones = append(c.zones, zoneOf(v.u32[base:end], c.none()))
		default:
			c.zones = append(c.zones, zoneOf(v.u64[base:end], c.none()))
		}
	}
}

func zoneOf[T unsigned](codes []T, none uint64) zone {
	z := zone{least: none}
	for _, code := range codes {
		if code := uint64(code); code == none {
			z.missing = true
		} else {
			z.least, z.most = min(z.least, code), max(z.most, code)
		}
	}
	return z
}

// share is how many rows of a block satisfy a predicate, as its zone tells.
type share int

const (
	none share = iota
	some       // only a look at them tells
	all
)

// in returns how many rows of the block satisfy the predicate.
func (p *predicate) in(block int) share {
	if p.flags != nil || p.column.zones == nil {
		return some
	}
	z, absent := p.column.zones[block], p.column.none()
	values, missing := none, !z.missing // whether all that is missing is asked for
	for _, s := range p.spans {
		switch {
		case s.lo <= z.least && z.most < s.hi:
			values = all
		case s.lo <= z.most && z.least < s.hi:
			values = max(values, some)
		}
		missing = missing || s.lo <= absent && absent < s.hi
	}
	switch {
	case values == all && missing:
		return all
	case values == none && (!missing || !z.missing):
		return none
	}
	return some
}
