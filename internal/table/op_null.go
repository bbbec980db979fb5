package table

import (
	"context"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// IsNull asks for rows without a value, or with one.
const IsNull builtIn = "is_null"

func isNullOrNot() Operator {
	return Operator{
		Name: IsNull, Meaning: lang.T("true なら値がない、false なら値がある", "true: no value; false: a value"), Takes: YesOrNo,
		applies: anyType, codes: isNull, example: func([]string) []string { return []string{"false"} },
	}
}

// isNull finds the missing value if the operand is true (1), and every other
// one if it is false.
func isNull(_ context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	if operands[0].Int == 0 {
		return columnar.Range(0, c.Size)
	}
	return columnar.Range(c.MissingCode(), c.MissingCode()+1)
}
