public import Descriptors

import class Foundation.ProcessInfo

/// A numeric library of Python as a device: every case goes through the library's own types.
///
/// The interpreter is `ASSAY_PYTHON` of the environment, or `python3`. A library that is not installed
/// there makes the device absent. Each operation runs in a process of its own, which answers in raw
/// streams. Only what a library lets its caller choose is passed on: the rounding rule, and whether
/// values out of range saturate; the rest is its own doing.
public struct PeerDevice: Device {
  /// The libraries that are known, by the names under which Python imports them.
  public static let all: [PeerDevice] = [
    PeerDevice("ml_dtypes", dialects: ["ml_dtypes-0.6"]),
    PeerDevice("torch", dialects: ["torch-2.13"]),
    PeerDevice("onnx", dialects: ["onnx-saturate", "onnx-nonsaturate"]),
    PeerDevice("gfloat", dialects: ["ocp-saturating", "ocp-nonsaturating"]),
  ]

  public let name: String
  /// The dialects that are the library's own by its documents, as presets' names.
  public let dialects: [String]
  private let answer: PeerDescription.Lookup

  private init(_ name: String, dialects: [String]) {
    self.name = name
    self.dialects = dialects
    answer = PeerDescription.Lookup(library: name)
  }

  public var summary: String { "the Python library \(name), each case through its own types" }

  /// The library's version and what it can be asked; `nil` where it is not installed.
  public var description: PeerDescription? { answer.description }

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
    switch support(for: operation) {
    case .supported: break
    case .unsupported(let reason), .absent(let reason): throw .unsupported(reason)
    }
    let dialect = operation.dialect
    let words: [String] =
      [
        name, operation.kind.rawValue, dialect.rounding.name,
        dialect.overflow == .satNone ? "no" : "yes",
        operation.operands.map(\.name).joined(separator: ","), operation.result.name,
      ] + operation.operands.map { "\($0.bits)" } + ["\(operation.result.bits)"]
    let device = ProcessDevice(
      Self.command(words), framing: .frames, timeout: 120, patience: 120_000)
    return PeerUnit(operation, asked: try device.prepare(PeerUnit.widened(operation)))
  }

  /// The interpreter.
  static var python: String { ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3" }

  /// The command line that runs the script with some words.
  static func command(_ words: [String]) -> String {
    let script = String(decoding: PackageResources.peer_py, as: UTF8.self)
    return (["exec", python, "-c", script] + words).map { word in
      let parts = word.split(separator: "'", omittingEmptySubsequences: false)
      return "'" + parts.joined(separator: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
