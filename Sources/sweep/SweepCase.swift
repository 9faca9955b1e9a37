import Foundation

/// One line of `assay verify`, in parts that can be changed one by one, with the formats of its own
/// that it needs.
struct SweepCase: Codable, Hashable, Sendable {
  /// An operation as on the command line, or a pattern such as `format/f0`.
  var operation: String
  /// The options in the order in which they are written.
  var options: [Option] = []
  /// The formats that a file beside the command line defines.
  var formats: [Entry] = []
  /// What is made of classes; `nil` for what `verify` does by itself.
  var coverage: String?

  /// An option of the command line.
  struct Option: Codable, Hashable, Sendable {
    /// The name without dashes.
    var name: String
    /// What stands behind it; `nil` for a flag.
    var value: String?
  }

  /// An entry of a specification file, its fields as they are written.
  struct Entry: Codable, Hashable, Sendable {
    var name: String
    var fields: [Option]

    /// The value of a field.
    subscript(field: String) -> String? { fields.first { $0.name == field }?.value }
  }

  /// The value of an option; `nil` where it is not there.
  subscript(name: String) -> String? {
    get { options.first { $0.name == name }?.value }
    set {
      guard let index = options.firstIndex(where: { $0.name == name }) else {
        if let newValue { options.append(Option(name: name, value: newValue)) }
        return
      }
      if let newValue { options[index].value = newValue } else { options.remove(at: index) }
    }
  }

  /// Whether a flag or an option is there.
  func has(_ name: String) -> Bool { options.contains { $0.name == name } }

  /// Adds a flag.
  mutating func set(_ flag: String) { options.append(Option(name: flag, value: nil)) }

  /// The specification file; `nil` where no format is of its own.
  var specification: String? {
    guard !formats.isEmpty else { return nil }
    return "formats:\n"
      + formats.map { entry in
        "  - name: \(entry.name)\n"
          + entry.fields.map { "    \($0.name): \($0.value ?? "")\n" }.joined()
      }.joined()
  }

  /// The name of the file that the command line refers to.
  static let file = "sweep.yaml"

  /// The command line, with what writes its file before it.
  var command: String {
    let isPattern = operation.contains("/")
    var words = ["assay", "verify", isPattern ? "'\(operation)'" : operation]
    for option in options {
      // A value that begins with a minus sign would look like an option.
      let value = option.value.map { $0.hasPrefix("-") ? "=\($0)" : " \($0)" } ?? ""
      words.append("--\(option.name)\(value)")
    }
    if let coverage { words.append("--coverage \(coverage)") }
    guard let specification else {
      return (words + ["--effort quick"]).joined(separator: " ")
    }
    let line = (words + ["--formats \(Self.file)", "--effort quick"]).joined(separator: " ")
    return "cat > \(Self.file) <<'END'\n\(specification)END\n\(line)"
  }

  /// How much there is to a case: the shrinker only goes down.
  var size: Int {
    var size = operation.utf8.count + 4 * options.count
    for option in options { size += option.value?.utf8.count ?? 0 }
    for entry in formats {
      size += 40 + entry.fields.reduce(0) { $0 + 4 + ($1.value?.utf8.count ?? 0) }
    }
    return size
  }
}

/// What came of a case.
struct SweepOutcome: Codable, Hashable, Sendable {
  /// What sort of end it was.
  enum Kind: String, Codable, Sendable, CaseIterable {
    /// Every check conforms.
    case conforms
    /// The command line is refused with a message, or the device does not compute the operation.
    case refused
    /// A check is refuted.
    case refuted
    /// A check is left open.
    case undecided
    /// The tool failed with an error.
    case failed
    /// The process ended.
    case trap
    /// The process did not answer in time.
    case hang

    /// Whether the sweep reports it.
    var isFailure: Bool { self != .conforms && self != .refused }
  }

  var kind: Kind
  /// The check that it was, with its counterexample or reason.
  var text = ""
  /// The checks of the case that were run.
  var checks = 0
  var seconds = 0.0
}
