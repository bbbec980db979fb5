package progress

// What the tests hold to an arithmetic of their own.
var (
	StudentT = studentT
	MulDiv   = mulDiv
)
