public import Descriptors

/// A name and a value as they are written in a specification file.
public struct Parameter: Hashable, Sendable {
  /// The key.
  public var name: String
  /// The value.
  public var value: String

  /// Creates a parameter.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension FormatDescriptor {
  /// The parameters of the format as a specification file would state them, defaults included.
  ///
  /// The values of a table are left out. Written under `- name:`, the rest reads back as the same
  /// encoding.
  public var parameters: [Parameter] {
    var list: [Parameter] = []
    func add(_ name: String, _ value: some CustomStringConvertible) {
      list.append(Parameter(name: name, value: value.description))
    }
    switch encoding {
    case .float(let layout):
      add("family", "float")
      add("bits", bits)
      add("container", container)
      add("signed", layout.signed)
      add("exponent", layout.exponentBits)
      add("significand", layout.trailingBits)
      add("bias", layout.bias)
      add("subnormals", Spelled.kebab(layout.subnormals.rawValue))
      add("zero", layout.hasZero)
      add("negative-zero", layout.hasNegativeZero)
      add("infinity", Spelled.kebab(layout.infinities.rawValue))
      add("nan", Spelled.kebab(layout.nans.rawValue))
    case .fixedPoint(let layout):
      add("family", "fixed-point")
      add("bits", bits)
      add("container", container)
      add("signed", layout.signed)
      add("fraction", layout.fractionBits)
    case .posit(let exponentBits):
      add("family", "posit")
      add("bits", bits)
      add("container", container)
      add("exponent", exponentBits)
    case .hiFloat8:
      add("family", "hifloat8")
      add("bits", bits)
      add("container", container)
    case .table(let table):
      add("family", "table")
      add("bits", bits)
      add("container", container)
      add("repeats", table.mayRepeat)
    }
    return list
  }
}

extension Dialect {
  /// Every field as a specification file would state it, defaults included.
  public var parameters: [Parameter] {
    [
      Parameter(name: "rounding", value: rounding.name),
      Parameter(name: "overflow", value: overflow.name),
      Parameter(name: "tie-parity", value: Spelled.kebab(tieParity.rawValue)),
      Parameter(name: "range-test", value: Spelled.kebab(rangeTest.rawValue)),
      Parameter(name: "without-infinity", value: Spelled.kebab(withoutInfinity.rawValue)),
      Parameter(name: "odd-overflow", value: Spelled.kebab(oddOverflow.rawValue)),
      Parameter(name: "infinity", value: Spelled.kebab(infinity.rawValue)),
      Parameter(name: "nan", value: Spelled.kebab(nan.rawValue)),
      Parameter(name: "without-nan", value: Spelled.kebab(withoutNaN.rawValue)),
      Parameter(name: "negative", value: Spelled.kebab(negative.rawValue)),
      Parameter(name: "without-zero", value: Spelled.kebab(withoutZero.rawValue)),
      Parameter(name: "division-by-zero", value: Spelled.kebab(divisionByZero.rawValue)),
      Parameter(name: "zero-sign", value: zeroSign.rawValue),
      Parameter(name: "flush-operands", value: flushOperands.description),
      Parameter(name: "flush-results", value: flushResults.description),
      Parameter(name: "wraps", value: wraps.description),
    ]
  }
}
