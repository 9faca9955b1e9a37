public import Descriptors
import Reference

/// Why a survey could not be made.
public enum SurveyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A target format that is not surveyed; the text says why and what to do.
  case target(String)
  /// The file could not be read; the text is the reader's.
  case file(String)
  /// The device did not do its part.
  case device(String)
  /// The device's result is not the reference's.
  case disagreement(
    tensor: String, conversion: Operation, operand: UInt64, device: UInt64, reference: UInt64)

  /// One line.
  public var description: String {
    switch self {
    case .target(let text), .file(let text), .device(let text): return text
    case .disagreement(let tensor, let conversion, let operand, let device, let reference):
      let (from, to) = (conversion.operands[0], conversion.result)
      return
        "tensor '\(tensor)': \(Self.hex(operand)) of \(from.name) became \(Self.hex(device)) of "
        + "\(to.name), the reference says \(Self.hex(reference)); "
        + "run 'assay verify' on this cast and report it"
    }
  }

  private static func hex(_ code: UInt64) -> String {
    "0x" + String(code, radix: 16, uppercase: true)
  }
}
