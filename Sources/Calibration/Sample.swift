public import ExactArithmetic

/// Numbers to calibrate on: a tensor with its name and shape, or a list.
public struct Sample: Sendable {
  /// The tensor's name; `values` for a list and for an npy file.
  public var name: String
  /// The dimensions, outermost first.
  public var shape: [Int]
  /// The numbers, row by row.
  public var numbers: Numbers

  /// Finite numbers: binary64 where they come from a file, which holds every element type exactly.
  public enum Numbers: Sendable {
    case doubles([Double])
    case rationals([Rational])
  }

  /// Creates a sample; as many numbers as the shape has.
  public init(name: String = "values", shape: [Int], numbers: Numbers) {
    self.name = name
    self.shape = shape
    self.numbers = numbers
  }

  /// A list of numbers.
  public init(_ values: [Rational]) {
    self.init(shape: [values.count], numbers: .rationals(values))
  }

  /// How many numbers there are.
  public var count: Int {
    switch numbers {
    case .doubles(let values): values.count
    case .rationals(let values): values.count
    }
  }

  /// All numbers, exactly.
  public var rationals: [Rational] {
    switch numbers {
    case .doubles(let values): values.compactMap { Rational(exactly: $0) }
    case .rationals(let values): values
    }
  }

  /// The numbers of some places as a sample of the same name.
  public func slice(_ range: Range<Int>) -> Sample {
    let part: Numbers =
      switch numbers {
      case .doubles(let values): .doubles(Array(values[range]))
      case .rationals(let values): .rationals(Array(values[range]))
      }
    return Sample(name: name, shape: [range.count], numbers: part)
  }
}

extension Rational {
  /// The number that a finite binary64 is; `nil` for NaN and the infinities.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    guard value != 0 else {
      self = .zero
      return
    }
    let bits = Int64(bitPattern: UInt64(value.significandBitPattern))
    let subnormal = value.exponentBitPattern == 0
    let significand = subnormal ? bits : bits | 1 << 52
    let exponent = (subnormal ? 1 : Int(value.exponentBitPattern)) - 1075
    self.init(value < 0 ? -significand : significand, exponent: exponent)
  }
}
