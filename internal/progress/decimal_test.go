package progress_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
)

// Quotients are exact and rounded half away from zero, or refused.
func TestMulDivAgainstFractions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for range 200_000 {
		a, b, c := r.Int64()>>r.IntN(62), r.Int64()>>r.IntN(62), r.Int64()>>(1+r.IntN(62))+1
		if r.IntN(2) == 0 {
			a = -a
		}
		got, ok := progress.MulDiv(a, b, c)
		twice := new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) // (2ab + sign × c) ÷ 2c, cut off
		twice.Lsh(twice, 1)
		half := big.NewInt(c)
		if twice.Sign() < 0 {
			half.Neg(half)
		}
		want := new(big.Int).Quo(twice.Add(twice, half), new(big.Int).Lsh(big.NewInt(c), 1))
		fits := new(big.Int).Abs(want).Cmp(big.NewInt(dataset.MaxNumber)) <= 0
		if !ok {
			refused++
		}
		if ok != fits || ok && want.Cmp(big.NewInt(got)) != 0 {
			t.Fatalf("%d × %d ÷ %d = %d, %v, want %s", a, b, c, got, ok, want)
		}
	}
	if refused < 1000 || refused > 190_000 {
		t.Errorf("%d are refused", refused)
	}
}
