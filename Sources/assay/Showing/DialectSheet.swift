import Descriptors
import Specs

/// A dialect preset with all its choices.
struct DialectSheet {
  let preset: DialectPreset

  /// The choices, then what differs by target format.
  func print() {
    Output.line(Style.output.heading("\(preset.name), dialect"))
    var table = WrappedTable()
    for parameter in preset.base.parameters { table.add(parameter.name, parameter.value) }
    if !preset.roundings.isEmpty {
      table.add("offers", preset.roundings.map(\.name).joined(separator: ", "))
    }
    if let through = preset.through {
      table.add("through", "\(through), where the operand has more bits: it is rounded twice")
    }
    for override in preset.overrides {
      table.add("for \(override.formats)", override.changed.map(\.text).joined(separator: ", "))
    }
    table.add("source", preset.source)
    if !preset.note.isEmpty { table.add("note", preset.note) }
    for line in table.lines { Output.line(line) }
  }

  /// The same in JSON.
  var document: Document {
    Document(
      name: preset.name,
      fields: Dictionary(uniqueKeysWithValues: preset.base.parameters.map { ($0.name, $0.value) }),
      roundings: preset.roundings.map(\.name),
      overrides: preset.overrides.map { override in
        Override(
          formats: override.formats,
          fields: Dictionary(override.changed.map { ($0.name, $0.value) }) { $1 })
      },
      through: preset.through, source: preset.source, note: preset.note)
  }

  /// A dialect in JSON.
  struct Document: Encodable {
    var name: String
    var fields: [String: String]
    /// Empty where the system offers every rule.
    var roundings: [String]
    var overrides: [Override]
    /// The format to which operands of more bits are rounded first.
    var through: String?
    var source: String
    var note: String
  }

  /// What differs for some target formats.
  struct Override: Encodable {
    var formats: String
    var fields: [String: String]
  }
}

extension DialectPreset.Override {
  /// The fields that the override sets, as a specification file would state them.
  fileprivate var changed: [Parameter] {
    changes.compactMap { change in
      // Two dialects that differ everywhere agree, after the change, in that field alone.
      var (one, other) = (Dialect(), Self.opposite)
      change.apply(to: &one)
      change.apply(to: &other)
      return zip(one.parameters, other.parameters).first { $0 == $1 }?.0
    }
  }

  private static let opposite = Dialect(
    rounding: .toOdd, overflow: .satPropagate, tieParity: .significand,
    rangeTest: .beforeRounding, withoutInfinity: .bound, oddOverflow: .infinity, infinity: .nan,
    nan: .payload, withoutNaN: .smallest, negative: .magnitude, withoutZero: .smallest,
    divisionByZero: .nan, zeroSign: .dropped, flushOperands: true, flushResults: true, wraps: true)
}

extension Parameter {
  /// `overflow sat-finite`.
  fileprivate var text: String { "\(name) \(value)" }
}
