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
    for name in OperationOptions.Function.allCases {
      table.add(name.rawValue, name.usage, name.meaning)
    }
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
      + OperationOptions.Function.allCases.map { name in
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
    switch family {
    case .conversion: "--from F --to F"
    case .scaled: "--format S,F ..."
    default: rounds ? "--format F [--to F]" : "--format F"
    }
  }
}
