package dataset

// scanNumber reads a cell of digits, with a decimal point where that may be; it
// reads what Parse of integers and numbers would.
func scanNumber(cell []byte, decimals bool) (Value, bool) {
	if len(cell) == 0 {
		return Value{}, false
	}
	digits, negative := cell, cell[0] == '-'
	if negative {
		digits = cell[1:]
	}
	point, n := -1, int64(0)
	for i, b := range digits {
		switch {
		case b-'0' <= 9:
			n = n*10 + int64(b-'0')
		case b == '.' && point < 0 && decimals:
			point = i
		default:
			return Value{}, false
		}
		if i > MaxDigits { // before n can overflow
			return Value{}, false
		}
	}
	v, ok := Value{Int: n}, plainDigits(digits, point)
	if point >= 0 {
		v.Scale = uint8(len(digits) - point - 1) //nolint:gosec // at most MaxDecimals, or not ok
	}
	if negative {
		v.Int = -n
	}
	return v, ok && (!negative || n != 0)
}

// plainDigits holds digits, with a decimal point at a place or at none (-1), to
// the notation: no leading zeros, digits on both sides of the point, no more
// than a number may have.
func plainDigits(digits []byte, point int) bool {
	whole, decimals := len(digits), 0
	if point >= 0 {
		whole, decimals = point, len(digits)-point-1
		if decimals == 0 || decimals > MaxDecimals {
			return false
		}
	}
	return whole > 0 && (whole == 1 || digits[0] != '0') && whole+decimals <= MaxDigits
}
