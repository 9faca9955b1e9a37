public import Descriptors
import ExactArithmetic

/// A number format: the meaning of every code, and from it the meaning of every conversion.
///
/// Only `decode` is defined outright. `encode` follows from it: the finite values of a format form
/// two ladders, one on each side of zero, and a value between two rungs is rounded to one of them.
public final class NumberFormat: Sendable {
  /// The description that the format was made from.
  public let descriptor: FormatDescriptor
  /// The finite values from zero upward.
  public let positive: Ladder
  /// The finite values from zero downward; `nil` where the format has no negative value.
  public let negative: Ladder?
  /// The codes of zeros, infinities and NaNs.
  public let specials: Specials
  /// What every code denotes, for short formats; longer ones would take longer to list than to use.
  private let listed: [Datum]

  /// Creates the format.
  ///
  /// - Precondition: the descriptor is one that the specification files accept: its fields do not
  ///   contradict each other, and families other than float and fixed point have at most 16 bits.
  public init(_ descriptor: FormatDescriptor) {
    self.descriptor = descriptor
    specials = Specials(descriptor)
    listed =
      descriptor.bits <= 8
      ? (0..<1 << UInt64(descriptor.bits)).map { decodeDatum($0, descriptor) } : []
    positive = Ladder(descriptor, negative: false, specials: specials)
    negative =
      descriptor.hasNegativeSide
      ? Ladder(descriptor, negative: true, specials: specials) : nil
  }

  /// The name of the format.
  public var name: String { descriptor.name }

  /// The number of bits of a code.
  public var bits: Int { descriptor.bits }

  /// The largest code.
  public var lastCode: UInt64 { UInt64.max >> UInt64(64 - bits) }

  /// What a code denotes.
  ///
  /// - Precondition: `code` has no bit set beyond the format's width.
  public func decode(_ code: UInt64) -> Datum {
    precondition(code <= lastCode, "the code is wider than \(name)")
    return listed.isEmpty ? decodeDatum(code, descriptor) : listed[Int(code)]
  }
}

/// What a code of the described format denotes, family by family.
func decodeDatum(_ code: UInt64, _ descriptor: FormatDescriptor) -> Datum {
  switch descriptor.encoding {
  case .float(let layout): layout.decode(code, bits: descriptor.bits)
  case .fixedPoint(let layout): layout.decode(code, bits: descriptor.bits)
  case .posit(let exponentBits):
    decodePosit(code, bits: descriptor.bits, exponentBits: exponentBits)
  case .hiFloat8: decodeHiFloat8(code)
  case .table(let table): table.decode(code)
  }
}

extension FormatDescriptor {
  /// Whether some code denotes a number or an infinity below 0.
  var hasNegativeSide: Bool {
    switch encoding {
    case .float(let layout): layout.signed
    case .fixedPoint(let layout): layout.signed
    case .posit, .hiFloat8: true
    case .table(let table):
      table.entries.contains { entry in
        switch entry {
        case .finite(let literal): literal.numerator < 0
        case .infinity(let negative): negative
        case .negativeZero, .nan: false
        }
      }
    }
  }
}
