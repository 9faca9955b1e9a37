import CGMP

/// A rational number as GMP keeps it: numerator and denominator in lowest terms.
///
/// This is the plain form of `Rational`, without the shortcut for dyadic numbers. `Rational` spills
/// into it, and the tests hold `Rational` against it, so nothing here knows the shortcut.
///
/// Storage is written once, by the function that makes it, and only read afterwards; copies share it.
/// That is also why the type is `Sendable` although the compiler can't see it.
package struct BigRational: @unchecked Sendable {
  private final class Storage: ManagedBuffer<__mpq_struct, Never> {
    deinit { withUnsafeMutablePointerToHeader { exact_q_clear($0) } }
  }

  private let storage: Storage

  /// The value that `body` leaves in a fresh variable, which is zero on entry.
  private init(_ body: (UnsafeMutablePointer<__mpq_struct>) -> Void) {
    let buffer = Storage.create(minimumCapacity: 0) { _ in __mpq_struct() }
    storage = unsafeDowncast(buffer, to: Storage.self)
    storage.withUnsafeMutablePointerToHeader {
      exact_q_init($0)
      body($0)
    }
  }

  private func read<Result>(_ body: (UnsafePointer<__mpq_struct>) -> Result) -> Result {
    storage.withUnsafeMutablePointerToHeader { body(UnsafePointer($0)) }
  }

  private func map(
    _ body: (UnsafeMutablePointer<__mpq_struct>, UnsafePointer<__mpq_struct>) -> Void
  ) -> BigRational {
    BigRational { result in read { body(result, $0) } }
  }

  private static func combine(
    _ a: BigRational, _ b: BigRational,
    _ body: (
      UnsafeMutablePointer<__mpq_struct>, UnsafePointer<__mpq_struct>, UnsafePointer<__mpq_struct>
    ) -> Void
  ) -> BigRational {
    BigRational { result in a.read { a in b.read { b in body(result, a, b) } } }
  }

  // MARK: - Making one

  /// `magnitude * 2^exponent`, negated where `negative`.
  package init(negative: Bool = false, magnitude: UInt64, exponent: Int = 0) {
    checkExponent(exponent)
    self.init { exact_q_set($0, negative ? 1 : 0, magnitude, Int64(exponent)) }
  }

  /// `significand * 2^exponent`.
  package init(_ significand: Int64, exponent: Int = 0) {
    self.init(
      negative: significand < 0, magnitude: significand.magnitude, exponent: exponent)
  }

  /// `numerator / denominator`, negated where `negative`; the denominator is not zero.
  package init(negative: Bool, numerator: UInt64, denominator: UInt64) {
    precondition(denominator != 0, "a rational needs a denominator other than zero")
    self.init { exact_q_set_ratio($0, negative ? 1 : 0, numerator, denominator) }
  }

  /// The integer written by ASCII digits of the radix (2...36), at least one, no sign.
  package init?(digits: some Collection<UInt8>, radix: Int) {
    guard !digits.isEmpty else { return nil }
    var text = digits.map { CChar(bitPattern: $0) }
    text.append(0)
    var failed = false
    self.init { failed = exact_q_set_digits($0, text, CInt(radix)) != 0 }
    if failed { return nil }
  }

  /// `base` to the power `exponent`.
  package static func power(_ base: UInt64, _ exponent: UInt64) -> BigRational {
    BigRational { exact_q_set_power($0, base, exponent) }
  }

  // MARK: - Arithmetic

  package static func + (a: BigRational, b: BigRational) -> BigRational {
    combine(a, b) { exact_q_add($0, $1, $2) }
  }

  package static func - (a: BigRational, b: BigRational) -> BigRational {
    combine(a, b) { exact_q_sub($0, $1, $2) }
  }

  package static func * (a: BigRational, b: BigRational) -> BigRational {
    combine(a, b) { exact_q_mul($0, $1, $2) }
  }

  package static func / (a: BigRational, b: BigRational) -> BigRational {
    precondition(b.signum != 0, "division by the rational zero")
    return combine(a, b) { exact_q_div($0, $1, $2) }
  }

  package static prefix func - (a: BigRational) -> BigRational { a.map { exact_q_neg($0, $1) } }

  package var magnitude: BigRational { map { exact_q_abs($0, $1) } }

  /// `self * 2^exponent`.
  package func scaled(byPowerOfTwo exponent: Int) -> BigRational {
    checkExponent(exponent)
    return map { exact_q_scale($0, $1, Int64(exponent)) }
  }

  // MARK: - Integers in it

  package var floor: BigRational { map { exact_q_floor($0, $1) } }
  package var ceiling: BigRational { map { exact_q_ceil($0, $1) } }
  package var numerator: BigRational { map { exact_q_num($0, $1) } }
  package var denominator: BigRational { map { exact_q_den($0, $1) } }

  /// `floor(self / 2^exponent) * 2^exponent`.
  package func roundedDown(toMultipleOfPowerOfTwo exponent: Int) -> BigRational {
    checkExponent(exponent)
    return map { exact_q_floor_at($0, $1, Int64(exponent)) }
  }

  /// `self * q * numerator / denominator` of an integer, rounded up or down to an integer.
  package func step(
    _ q: BigRational, numerator: UInt64, denominator: UInt64, up: Bool
  ) -> BigRational {
    Self.combine(self, q) { exact_q_step($0, $1, $2, numerator, denominator, up ? 1 : 0) }
  }

  /// The floor of the square root of a nonnegative integer.
  package var integerSquareRoot: BigRational {
    precondition(isInteger && signum >= 0, "an integer square root needs an integer from 0 on")
    return map { exact_q_isqrt($0, $1) }
  }

  // MARK: - Questions

  /// -1, 0 or 1.
  package var signum: Int { read { Int(exact_q_sgn($0)) } }
  package var isInteger: Bool { read { exact_q_is_integer($0) != 0 } }
  package var isOddInteger: Bool { read { exact_q_is_odd_integer($0) != 0 } }
  package var isDyadic: Bool { read { exact_q_is_dyadic($0) != 0 } }

  /// The largest `k` with `2^k <= |self|`; `self` is not zero.
  package var floorLog2: Int {
    precondition(signum != 0, "zero has no binary logarithm")
    return read { Int(exact_q_floor_log2($0)) }
  }

  /// The odd `m` of at most 63 bits and the `e` with `|self| == m * 2^e`; zero is `0 * 2^0`.
  package var oddMagnitudeAndExponent: (magnitude: UInt64, exponent: Int)? {
    var magnitude: UInt64 = 0
    var exponent: Int64 = 0
    let fits = read { exact_q_small($0, &magnitude, &exponent) } != 0
    return fits ? (magnitude, Int(exponent)) : nil
  }

  /// The magnitude of an integer below `2^64`.
  package var asUInt64Magnitude: UInt64? {
    guard isInteger, read({ exact_q_num_bits($0) }) <= 64 else { return nil }
    return read { exact_q_num_limb($0, 0) }
  }

  /// `n` or `n/d` in the radix, digits past 9 in lower case.
  package func text(radix: Int) -> String {
    read { pointer in
      let text = exact_q_string(pointer, CInt(radix))
      defer { exact_free(text) }
      return String(cString: text)
    }
  }
}

extension BigRational: Comparable {
  package static func == (a: BigRational, b: BigRational) -> Bool {
    a.read { a in b.read { b in exact_q_equal(a, b) != 0 } }
  }

  package static func < (a: BigRational, b: BigRational) -> Bool {
    a.read { a in b.read { b in exact_q_cmp(a, b) < 0 } }
  }
}

extension BigRational: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(signum)
    read { q in
      for i in 0..<exact_q_num_limbs(q) { hasher.combine(exact_q_num_limb(q, i)) }
      for i in 0..<exact_q_den_limbs(q) { hasher.combine(exact_q_den_limb(q, i)) }
    }
  }
}

extension BigRational: CustomStringConvertible {
  package var description: String { text(radix: 10) }
}

/// Stops at exponents whose powers of two would not fit in memory, before GMP aborts on them.
func checkExponent(_ exponent: Int) {
  precondition(
    exponent.magnitude <= 1 << 34, "2^\(exponent) is out of reach: the exponent passes 2^34")
}
