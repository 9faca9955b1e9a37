import ExactArithmetic

/// A hypothesis that was refuted.
struct DrawFinding: Sendable {
  /// What was tested, as `outcome`, `upward`, `lag 1`.
  var test: String
  /// The case by which it shows, as operands.
  var codes: [UInt64]
  /// The part of the case by which it shows, where it is one.
  var slot: Int?
  /// What the operation's definition says.
  var expected: String
  /// What came.
  var got: String
  /// How unlikely that is.
  var why: String
  /// How much weight it has for a reader: smaller is told first.
  var rank: Int

  /// Counts that are too far out.
  init(
    test: String, codes: [UInt64], expected: String, got: String,
    tail: (isMany: Bool, bound: Rational), limit: Rational, rank: Int
  ) {
    self.init(
      test: test, codes: codes, expected: expected, got: got,
      why: "P(so \(tail.isMany ? "many or more" : "few or fewer")) <= "
        + "\(Self.bound(tail.bound)), limit \(Self.bound(limit))",
      rank: rank)
  }

  init(
    test: String, codes: [UInt64], expected: String, got: String, why: String, rank: Int
  ) {
    (self.test, self.codes, self.expected, self.got) = (test, codes, expected, got)
    slot = nil
    (self.why, self.rank) = (why, rank)
  }

  /// A probability as it is stated.
  static func text(_ low: Rational, _ high: Rational) -> String {
    low == high ? text(low) : "\(text(low)) to \(text(high))"
  }

  static func text(_ p: Rational) -> String {
    let exact = p.description
    return exact.count <= 24 ? exact : p.decimal(significantDigits: 8)
  }

  /// A bound on a tail, rounded upward for people.
  static func bound(_ p: Rational) -> String {
    guard p.signum > 0 else { return "0" }
    let exponent = p.floorLog2 + 1
    if exponent < -200 { return "2^\(exponent)" }
    return upward(p)
  }

  /// A positive number as three digits that stand for no less: half a unit of the last one is at most
  /// 1/200 of it.
  static func upward(_ value: Rational) -> String {
    (value * Rational(201, over: 200)).decimal(significantDigits: 3)
  }
}
