public import Descriptors

import class Foundation.ProcessInfo

/// A numeric library of Python as a device: every case goes through the library's own types.
///
/// The interpreter is `ASSAY_PYTHON` of the environment, or `python3`. A library that is not installed
/// there makes the device absent. Each operation runs in a process of its own, which answers in raw
/// streams. Only what a library lets its caller choose is passed on: the rounding rule, and what
/// becomes of values out of range; the rest is its own doing.
public struct PeerDevice: Device {
  /// The libraries that are known, by the names under which Python imports them.
  public static let all: [PeerDevice] = [
    PeerDevice("ml_dtypes", dialects: ["ml_dtypes-0.6"]),
    PeerDevice("torch", dialects: ["torch-2.13"]),
    PeerDevice(
      "onnx",
      dialects: [
        "onnx-saturate", "onnx-nonsaturate", "onnx-document-saturate", "onnx-document-nonsaturate",
      ]),
    PeerDevice(
      "gfloat", dialects: ["ocp-saturating", "ocp-nonsaturating"], p3109: "p3109-4.0"),
    // Finite formats of P3109 overflow to NaN by its own document, as in the formal text.
    PeerDevice("pychop", dialects: ["standard"], p3109: "p3109-iml-2026-07"),
  ]

  public let name: String
  /// The dialects that are the library's own by its documents, as presets' names.
  public let dialects: [String]
  /// The same for the formats of IEEE P3109; `nil` where it has none.
  public let p3109: String?
  private let answer: PeerDescription.Lookup

  private init(_ name: String, dialects: [String], p3109: String? = nil) {
    self.name = name
    self.dialects = dialects
    self.p3109 = p3109
    answer = PeerDescription.Lookup(library: name)
  }

  public var summary: String { "the Python library \(name), each case through its own types" }

  /// The library's version and what it can be asked; `nil` where it is not installed.
  public var description: PeerDescription? { answer.description }

  public func support(for operation: Operation) -> DeviceSupport {
    guard let description else { return .absent("not installed for \(Self.python)") }
    return description.support(for: operation)
  }

  public func support(for operation: Operation) -> DeviceSupport {
    guard let description else { return .absent("not installed for \(Self.python)") }
    return description.support(for: operation)
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    try peerUnit(operation)
  }

  /// The library made ready for an operation, with errors that it raises as answers of their own.
  ///
  /// - Throws: `DeviceError.unsupported` where it does not have the operation.
  public func peerUnit(_ operation: Operation) throws(DeviceError) -> PeerUnit {
    try Self.require(support(for: operation))
    let dialect = operation.dialect
    let words: [String] =
      [
        name, operation.kind.rawValue, dialect.rounding.name, dialect.overflow.name,
        operation.operands.map(\.name).joined(separator: ","), operation.result.name,
      ] + operation.operands.map { "\($0.bits)" } + ["\(operation.result.bits)"]
    return PeerUnit(
      operation, asked: try Self.program(words).prepare(PeerUnit.widened(operation)))
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    try peerUnit(operation)
  }

  /// The library made ready for an operation on blocks, with errors that it raises as answers of their
  /// own.
  ///
  /// - Throws: `DeviceError.unsupported` where it does not have the operation.
  public func peerUnit(_ operation: Operation) throws(DeviceError) -> PeerUnit {
    try Self.require(support(for: operation))
    let words: [String]
    switch operation.function {
    case .encodeBlock(let block, _, _, _):
      words = ["encode-block", block.name, operation.format.name]
    case .decodeBlock(let block, _, _, _):
      words = ["decode-block", block.name, operation.result.name]
    case .mask, .prune, .pruneBelow, .dot: throw .unsupported("it has no such operation")
    }
    let runs = [operation.operandRuns, operation.resultRuns].map { runs in
      runs.map { "\($0.count)x\($0.format?.bits ?? 1)" }.joined(separator: ",")
    }
    return PeerUnit(
      operation, asked: Self.program([name] + words + runs).unit(PeerUnit.layout(operation)))
  }

  private static func require(_ support: DeviceSupport) throws(DeviceError) {
    switch support {
    case .supported: return
    case .unsupported(let reason), .absent(let reason): throw .unsupported(reason)
    }
  }

  /// The script as a program, told some words.
  private static func program(_ words: [String]) -> ProcessDevice {
    ProcessDevice(command(words), framing: .frames, timeout: 120, patience: 120_000)
  }

  /// The interpreter.
  static var python: String { ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3" }

  /// The command line that runs the script with some words.
  static func command(_ words: [String]) -> String {
    let script = String(decoding: PackageResources.peer_py, as: UTF8.self)
    return (["exec", python, "-c", script] + words).map(ShellWord.quoted)
      .joined(separator: " ")
  }
}
