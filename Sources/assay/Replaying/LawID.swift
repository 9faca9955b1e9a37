import Conformance
import Descriptors
import Devices
import Harness
import Specs

/// The id of a law, read back.
enum LawID {
  /// An operation judged on a device: `cast/float32/float16/nearest-even/sat-none@production`.
  case device(NamedOperation, any Device)

  /// Finds the law of an id.
  ///
  /// - Throws: `SpecError` or `CommandFailure` that names the nearest names.
  init(_ id: String, in catalog: Catalog) throws {
    guard let at = id.lastIndex(of: "@") else {
      throw CommandFailure.usage(
        "'\(id.excerpt)' is no law's id",
        "a device's law is OPERATION@DEVICE, as a counterexample's replay line has it")
    }
    let operation = try NamedOperation(parsing: String(id[..<at]), catalog: catalog)
    try operation.operation.requireReference()
    let device = try KnownDevices.device(named: String(id[id.index(after: at)...]))
    self = .device(operation, device)
  }

  /// Runs one case of the law.
  ///
  /// - Throws: `CommandFailure` for choices that are no case of it, and for devices that fail.
  func replay(_ text: String) async throws -> ReplayedCase {
    let choices: [UInt64]
    do { choices = try ChoiceList.parse(text) } catch {
      throw CommandFailure.usage(
        "choice \(error.position + 1) is '\(error.word.excerpt)', no number of 64 bits",
        "write decimal numbers between commas, or none")
    }
    switch self {
    case .device(let named, let device):
      _ = try KnownDevices.prepared(device, for: named.operation)
      let check = DeviceCheck(
        named.operation, on: device, preset: named.preset, effort: .quick)
      do {
        let replayed = try await check.replay(choices)
        return ReplayedCase(replayed.counterexample, holds: replayed.holds)
      } catch let error as ReplayError {
        throw CommandFailure.usage(error.what, error.remedy)
      }
    }
  }
}

/// What came of one case.
struct ReplayedCase: Encodable {
  var law: String
  var choices: [UInt64]
  var holds: Bool
  var input: String
  var expected: String
  var got: String
  var derivation: [String]

  /// A case that was run, held or not.
  init(_ found: Counterexample, holds: Bool) {
    law = found.law
    choices = found.choices
    self.holds = holds
    input = found.text
    expected = found.expected
    got = found.got
    derivation = found.derivation
  }

  /// The case, one fact a line.
  func print() {
    let style = Style.output
    let verdict = holds ? style.good("holds") : style.bad("does not hold")
    Output.line("\(style.heading(law)) \(verdict)")
    var table = TextTable()
    table.add("case", input)
    table.add("expected", expected)
    table.add("got", got)
    for line in table.lines { Output.line(line) }
    for line in derivation { Output.line("    \(line)") }
  }
}
