import Descriptors

// What IEEE P3109 calls the operations, formats and rules.

extension Operation.Kind {
  /// The operation's name in the report and its files: `CompareLess`.
  var p3109Name: String {
    switch self {
    case .cast: "Convert"
    case .sub: "Subtract"
    case .mul: "Multiply"
    case .div: "Divide"
    case .fma, .faa: rawValue.uppercased()
    case .rsqrt: "RSqrt"
    case .isNaN: "IsNaN"
    default:
      rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        .joined()
    }
  }

  /// The names of the format parameters, one for each operand and for the result where it has one
  /// of its own.
  var p3109Parameters: [String] {
    let operands: [String] =
      switch family {
      case .scaled: ["fsx", "fx", "fsy", "fy"]
      case .extremum: ["f"]
      case .predicate, .neighbour, .query: ["f"]
      default: Array(["fx", "fy", "fz"].prefix(operandCount))
      }
    return operands + (rounds && family != .extremum ? ["fr"] : [])
  }

  /// The names of the operands.
  var p3109Operands: [String] {
    family == .scaled ? ["sx", "x", "sy", "y"] : Array(["x", "y", "z"].prefix(operandCount))
  }
}

extension Operation {
  /// The formats that stand for the parameters.
  var p3109Formats: [String] {
    let all = operands.map(\.p3109Name) + [result.p3109Name]
    let parameters = kind?.p3109Parameters ?? []
    return Array(all.prefix(parameters.count))
  }
}

extension FormatDescriptor {
  /// The format's name in the report.
  var p3109Name: String { spellings.first { $0.system == "p3109" }?.name ?? name }
}

extension RoundingRule {
  /// The rule's name in the report, our own name where it has none.
  var p3109Name: String {
    switch self {
    case .toNearestOrEven: "NearestTiesToEven"
    case .toNearestOrAway: "NearestTiesToAway"
    case .towardZero: "TowardZero"
    case .up: "TowardPositive"
    case .down: "TowardNegative"
    case .toOdd: "ToOdd"
    case .toNearestOrZero, .stochastic: name
    }
  }
}

extension OverflowRule {
  /// The rule's name in the report.
  var p3109Name: String {
    switch self {
    case .satFinite: "SatFinite"
    case .satPropagate: "SatPropagate"
    case .satNone: "SatNone"
    }
  }
}
