public import Descriptors

/// What a shared library is asked to compute, in the words of `assay_device.h`.
public struct LibraryTask: Hashable, Sendable {
  /// Codes of one format that follow each other in a case.
  struct Run: Hashable, Sendable {
    var format: String
    var bits: Int
    var count: Int

    var bytes: Int {
      switch bits {
      case ...8: 1
      case ...16: 2
      case ...32: 4
      default: 8
      }
    }
  }

  var kind = ""
  var name = ""
  var rounding: String
  var overflow: String
  var operands: [Run]
  var results: [Run]
  var words: Int
  var rows = 0
  var columns = 0

  /// The task of an operation.
  public init(_ operation: Operation) {
    func runs(_ runs: [Operation.Run]) -> [Run] {
      runs.map {
        Run(format: $0.format?.name ?? "bit", bits: $0.bits, count: $0.count)
      }
    }
    rounding = operation.dialect.rounding.name
    overflow = operation.dialect.overflow.rawValue
    operands = runs(operation.operandRuns)
    results = runs(operation.resultRuns)
    words = operation.wordCount
    (kind, name) = (operation.family, operation.rule)
    (rows, columns) = operation.matrix ?? (0, 0)
  }

  /// The bytes of a case's results.
  var resultBytes: Int { results.reduce(0) { $0 + $1.bytes * $1.count } }

  // MARK: - On a command line

  /// The words by which the process that loads the library is told its task.
  var arguments: [String] {
    func text(_ run: Run) -> String { "\(run.bits):\(run.count):\(run.format)" }
    return [
      "kind=\(kind)", "name=\(name)", "rounding=\(rounding)", "overflow=\(overflow)",
      "words=\(words)", "rows=\(rows)", "columns=\(columns)",
    ] + operands.map { "operand=\(text($0))" } + results.map { "result=\(text($0))" }
  }

  /// Reads what `arguments` wrote; `nil` for anything else.
  init?(arguments: [String]) {
    (rounding, overflow, operands, results, words) = ("", "", [], [], 0)
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let value = String(parts[1])
      switch parts[0] {
      case "kind": kind = value
      case "name": name = value
      case "rounding": rounding = value
      case "overflow": overflow = value
      case "words", "rows", "columns":
        guard let number = Int(value), (0...1 << 30).contains(number) else { return nil }
        if parts[0] == "words" { words = number }
        if parts[0] == "rows" { rows = number }
        if parts[0] == "columns" { columns = number }
      case "operand", "result":
        let fields = value.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, let bits = Int(fields[0]), let count = Int(fields[1]),
          (1...64).contains(bits), (1...1 << 30).contains(count)
        else { return nil }
        let run = Run(format: String(fields[2]), bits: bits, count: count)
        if parts[0] == "operand" { operands.append(run) } else { results.append(run) }
      default: return nil
      }
    }
    guard !kind.isEmpty, !operands.isEmpty, !results.isEmpty else { return nil }
  }
}
