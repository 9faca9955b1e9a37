import Descriptors
import Devices
import Specs

extension Listing {
  /// Name and note or source of every dialect.
  var dialectTable: WrappedTable {
    var table = WrappedTable()
    for preset in catalog.dialects {
      table.add(preset.name, preset.note.isEmpty ? preset.source : preset.note)
    }
    return table
  }

  /// The dialects.
  var dialectEntries: [ListedEntry] {
    catalog.dialects.map { preset in
      var entry = ListedEntry(name: preset.name)
      entry.roundings = preset.roundings.isEmpty ? nil : preset.roundings.map(\.name)
      entry.source = preset.source
      entry.note = preset.note.isEmpty ? nil : preset.note
      return entry
    }
  }

  /// Name, options and meaning of every operation.
  var operationTable: WrappedTable {
    var table = WrappedTable()
    for kind in Operation.Kind.allCases { table.add(kind.rawValue, kind.usage, kind.meaning) }
    for name in BlockOptions.Name.allCases { table.add(name.rawValue, name.usage, name.meaning) }
    return table
  }

  /// The operations.
  var operationEntries: [ListedEntry] {
    Operation.Kind.allCases.map { kind in
      var entry = ListedEntry(name: kind.rawValue)
      entry.operands = kind.operandCount
      entry.summary = kind.meaning
      return entry
    }
      + BlockOptions.Name.allCases.map { name in
        var entry = ListedEntry(name: name.rawValue)
        entry.summary = name.meaning
        return entry
      }
  }

  /// Name, presence and meaning of every device.
  var deviceTable: WrappedTable {
    var table = WrappedTable()
    for device in KnownDevices.all {
      table.add(device.name, device.isPresent ? "here" : "absent", device.summary)
    }
    return table
  }

  /// The devices.
  var deviceEntries: [ListedEntry] {
    KnownDevices.all.map { device in
      var entry = ListedEntry(name: device.name)
      entry.present = device.isPresent
      entry.summary = device.summary
      return entry
    }
  }
}

extension Operation.Kind {
  /// The options that the operation needs.
  fileprivate var usage: String {
    self == .cast ? "--from F --to F" : "--format F [--to F]"
  }

  /// The exact function before its one rounding.
  fileprivate var meaning: String {
    switch self {
    case .cast: "x, rounded into another format"
    case .add: "x + y"
    case .sub: "x - y"
    case .mul: "x * y"
    case .div: "x / y"
    case .sqrt: "the square root of x"
    case .fma: "x * y + z, rounded once"
    case .faa: "x + y + z, rounded once"
    }
  }
}

extension BlockOptions.Name {
  /// The options that the operation needs.
  fileprivate var usage: String {
    switch self {
    case .mask: "--pattern P --format F ..."
    case .mvue: "--pattern N:M --format F"
    case .pruneBelow: "--threshold T --format F"
    case .dot: "--accumulator A --length K ..."
    case .encodeBlock: "--block B --format F ..."
    case .decodeBlock: "--block B --to F ..."
    }
  }

  /// What is computed.
  fileprivate var meaning: String {
    switch self {
    case .mask: "which elements are kept"
    case .mvue: "N of every M, drawn without bias"
    case .pruneBelow: "below T: 0 or T, without bias"
    case .dot: "x1 w1 + ... + xK wK"
    case .encodeBlock: "into elements and scales"
    case .decodeBlock: "from elements and scales"
    }
  }
}
