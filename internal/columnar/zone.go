package columnar

// zone is the least and the greatest code of a value of a column in one block of
// rows, and whether values are missing there. By it most blocks turn out to hold
// nothing that a condition asks for, or nothing else, without a look at their
// rows: where values follow the order of the rows, and wherever extreme ones are
// asked for. In a block without values the least is above the greatest.
type zone struct {
	least, most uint64
	missing     bool
}

// FindZones finds the zones of a column, when its rows are in their order. One block
// needs none.
func (c *Column) FindZones(rows int) {
	if rows <= BlockRows {
		return
	}
	c.zones = make([]zone, 0, (rows+BlockRows-1)/BlockRows)
	v := &c.Cells
	for base := 0; base < rows; base += BlockRows {
		end := min(base+BlockRows, rows)
		switch {
		case v.U8 != nil:
			c.zones = append(c.zones, zoneOf(v.U8[base:end], c.MissingCode()))
		case v.U16 != nil:
			c.zones = append(c.zones, zoneOf(v.U16[base:end], c.MissingCode()))
		case v.U32 != nil:
			c.zones = append(c.zones, zoneOf(v.U32[base:end], c.MissingCode()))
		default:
			c.zones = append(c.zones, zoneOf(v.U64[base:end], c.MissingCode()))
		}
	}
}

func zoneOf[T Unsigned](codes []T, none uint64) zone {
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

// Zoned reports whether the column has zones.
func (c *Column) Zoned() bool { return c.zones != nil }

// Zone returns the least and the greatest code of a value in a block, and whether
// values are missing there. In a block without values the least is above the
// greatest.
func (c *Column) Zone(block int) (least, most uint64, missing bool) {
	z := c.zones[block]
	return z.least, z.most, z.missing
}
