package progress_test

import (
	"math"
	"testing"

	"hachinohe.example/opendata/internal/progress"
)

// Between minus and plus the point lies 95 % of Student's t: what is computed of
// the distribution by another way, the integral of its density.
func TestStudentT(t *testing.T) {
	for _, freedom := range []int{2, 3, 4, 5, 10, 29, 30, 31, 32, 45, 100, 1000, 100000} {
		n := float64(freedom)
		a, _ := math.Lgamma((n + 1) / 2)
		b, _ := math.Lgamma(n / 2)
		density := func(x float64) float64 {
			return math.Exp(a-b-(n+1)/2*math.Log1p(x*x/n)) / math.Sqrt(n*math.Pi)
		}
		const steps = 2000 // Simpson's rule
		point := progress.StudentT(freedom)
		sum := density(0) + density(point)
		for i := 1; i < steps; i++ {
			sum += density(point*float64(i)/steps) * float64(2+2*(i%2))
		}
		if share := 2 * sum * point / steps / 3; math.Abs(share-0.95) > 1e-8 {
			t.Errorf("%d degrees of freedom: %.8f lies within %.7f", freedom, share, point)
		}
	}
}
