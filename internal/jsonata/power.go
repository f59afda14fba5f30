package jsonata

import (
	"math"
	"math/big"
)

// stepsOfPower is about what a power takes: a fraction takes a root for each bit.
func stepsOfPower(exponent float64) int {
	if exponent == math.Trunc(exponent) {
		return 20
	}
	return 500
}

// powered is a power, to the last digit: what the standard library computes is
// often one unit off, and then has 17 digits where JavaScript shows one.
func powered(n, exponent float64) float64 {
	rough := math.Pow(n, exponent)
	if math.IsNaN(n) || math.IsInf(n, 0) || math.IsNaN(exponent) || rough == 0 || math.IsNaN(rough) || math.IsInf(rough, 0) || math.Abs(exponent) >= 1<<53 {
		return rough
	}
	whole, part := math.Modf(math.Abs(exponent))
	result := wholePower(math.Abs(n), uint64(whole))
	root := precise(math.Abs(n))
	for part > 0 && root.Cmp(precise(1)) != 0 {
		root.Sqrt(root)
		if part *= 2; part >= 1 {
			part--
			result.Mul(result, root)
		}
	}
	if exponent < 0 {
		result.Quo(precise(1), result)
	}
	exact, _ := result.Float64()
	return math.Copysign(exact, rough)
}

// wholePower squares as often as it can.
func wholePower(n float64, exponent uint64) *big.Float {
	result, square := precise(1), precise(n)
	for ; exponent > 0; exponent /= 2 {
		if exponent%2 == 1 {
			result.Mul(result, square)
		}
		square.Mul(square, square)
	}
	return result
}

func precise(n float64) *big.Float {
	const bits = 160
	return new(big.Float).SetPrec(bits).SetFloat64(n)
}
