import Descriptors

/// What a code is, as coverage tells codes apart.
struct CodeClass: Hashable, Sendable {
  /// The classes of either sign.
  enum Kind: Hashable, Sendable {
    case zero
    /// The smallest magnitude of a format without subnormals.
    case smallest
    case smallestSubnormal, subnormal, largestSubnormal, smallestNormal, normal, one
    case largestButOne, largest, infinity, quietNaN, signallingNaN
    /// One of a few NaNs, of whichever sign: its code in hexadecimal digits.
    case oneNaN(String)
  }

  /// Which class.
  let kind: Kind
  /// Whether codes of the class have a sign.
  let isNegative: Bool

  init(_ kind: Kind, isNegative: Bool = false) {
    (self.kind, self.isNegative) = (kind, isNegative)
  }

  /// The class of the other sign.
  var negated: CodeClass { CodeClass(kind, isNegative: !isNegative) }

  /// The name in reports: `-smallest subnormal`.
  var name: String {
    let sign = isNegative ? "-" : "+"
    return switch kind {
    case .zero: "\(sign)0"
    case .smallest: "\(sign)smallest"
    case .smallestSubnormal: "\(sign)smallest subnormal"
    case .subnormal: "\(sign)subnormal"
    case .largestSubnormal: "\(sign)largest subnormal"
    case .smallestNormal: "\(sign)smallest normal"
    case .normal: "\(sign)normal"
    case .one: "\(sign)one"
    case .largestButOne: "\(sign)largest but one"
    case .largest: "\(sign)largest"
    case .infinity: "\(sign)inf"
    case .quietNaN: "\(sign)quiet NaN"
    case .signallingNaN: "\(sign)signalling NaN"
    case .oneNaN(let code): "NaN \(code)"
    }
  }

  /// Whether the codes are NaNs.
  var isNaN: Bool {
    switch kind {
    case .quietNaN, .signallingNaN, .oneNaN: true
    default: false
    }
  }

  /// Whether the codes are numbers below the normals, other than zero.
  var isSubnormal: Bool {
    [.smallestSubnormal, .subnormal, .largestSubnormal].contains(kind)
  }

  /// Whether all values of the class are powers of two.
  var isPower: Bool { [.smallestSubnormal, .smallestNormal, .one].contains(kind) }
}
