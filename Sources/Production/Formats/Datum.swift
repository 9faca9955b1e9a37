/// What a code denotes, in the form that the exact integer path computes with.
enum Datum {
  /// A NaN; `payload` is the trailing significand field with its top bit at bit 63.
  case nan(negative: Bool, payload: UInt64)
  case infinity(negative: Bool)
  case zero(negative: Bool)
  case finite(Finite)

  /// A finite value other than 0: `significand / denominator * 2^exponent`.
  struct Finite {
    var negative: Bool
    /// Positive.
    var significand: UInt64
    /// Odd and positive; 1 everywhere but in formats given by a table.
    var denominator: UInt64 = 1
    var exponent: Int

    /// The value without its sign.
    var magnitude: Magnitude {
      Magnitude.quotient(significand, denominator, exponent: exponent)
    }
  }
}

/// An exact result on its way into a format.
enum ExactValue {
  case nan(negative: Bool, payload: UInt64)
  case infinity(negative: Bool)
  case zero(negative: Bool)
  case finite(negative: Bool, Magnitude)
  /// A value that need not be dyadic; it comes from or goes into a table.
  case ratio(negative: Bool, ExactRatio)
}
