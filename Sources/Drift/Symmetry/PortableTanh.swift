/// The hyperbolic tangent in binary64 by additions, multiplications, divisions and roundings only, so
/// that every machine gives the same bits.
///
/// `tanh |x| = e / (e + 2)` with `e = exp(2 |x|) - 1`. With `k` the integer nearest `2 |x| / ln 2` and
/// `r = 2 |x| - k ln 2`, in `[-0.35, 0.35]`, `e = 2^k p(r) + (2^k - 1)`, where `p` is the Taylor
/// polynomial of `exp r - 1` of degree 14: the rest is below `2^-61 |r|`. From 20 on the result is 1.
/// The result is within 4 ulp of the true value. A NaN stays.
func portableTanh(_ x: Double) -> Double {
  let magnitude = x.magnitude
  if !(magnitude < 20) { return x.isNaN ? x : (x < 0 ? -1 : 1) }
  let y = 2 * magnitude
  // Adding and taking away 1.5 * 2^52 rounds to an integer, ties to even.
  let k = (y * 0x1.7154_7652_b82fep0 + 0x1.8p52) - 0x1.8p52
  // The leading part of ln 2 has 32 bits, so that its product with k is exact.
  let r = (y - k * 0x1.62e4_2feep-1) - k * 0x1.a39e_f357_93c76p-33
  var p = 1.0 / 87_178_291_200
  p = p * r + 1.0 / 6_227_020_800
  p = p * r + 1.0 / 479_001_600
  p = p * r + 1.0 / 39_916_800
  p = p * r + 1.0 / 3_628_800
  p = p * r + 1.0 / 362_880
  p = p * r + 1.0 / 40_320
  p = p * r + 1.0 / 5_040
  p = p * r + 1.0 / 720
  p = p * r + 1.0 / 120
  p = p * r + 1.0 / 24
  p = p * r + 1.0 / 6
  p = p * r + 1.0 / 2
  p = p * r * r + r
  let power = Double(bitPattern: UInt64(1023 + Int64(k)) << 52)
  let e = power * p + (power - 1)
  let result = e / (e + 2)
  return x.sign == .minus ? -result : result
}
