package table

import (
	"context"

	"hachinohe.example/opendata/dataset"
)

// isNull finds the missing value if the operand is true (1), and every other
// one if it is false.
func isNull(_ context.Context, c *column, operands []dataset.Value) codeSet {
	if operands[0].Int == 0 {
		return one(0, c.size)
	}
	return one(c.none(), c.none()+1)
}
