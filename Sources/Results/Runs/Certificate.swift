import Foundation
import Harness

/// What a run found, written down so that somebody else can check it again in part.
///
/// Each verdict states its operation, dialect, device, domain, counts and seed, and the digests of
/// stretches of its results. Whoever has the tool can compute any stretch from the reference, and
/// ask the device again. A digest is no signature: sign the file where that matters.
public struct Certificate: Codable, Hashable, Sendable {
  /// The version of this form of file.
  public var certificate = Self.form
  /// The words of the command that wrote it.
  public var command: [String]
  /// The verdicts, all of which conform.
  public var verdicts: [VerdictRecord]
  /// The digest of everything else in the file: counts of classes, warnings and all.
  public private(set) var seal = ""

  /// The form that this version writes and reads.
  private static let form = 2

  /// Into how many stretches a stream is split at most.
  public static let mostSegments = 4096

  /// Creates a certificate.
  public init(command: [String], verdicts: [VerdictRecord]) {
    self.command = command
    self.verdicts = verdicts
    seal = (try? sealed()) ?? ""
  }

  /// Whether the file is as it was written.
  ///
  /// Whoever means to deceive can seal anew; what is worth trusting can be computed again.
  public var isIntact: Bool { !seal.isEmpty && seal == (try? sealed()) }

  private func sealed() throws -> String {
    var bare = self
    bare.seal = ""
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return SHA256.text(of: try encoder.encode(bare))
  }

  /// Writes the file as a whole.
  ///
  /// - Throws: `VerdictFileError` when it cannot be written.
  public func write(to path: String) throws(VerdictFileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try DurableFile.replace(path, with: try encoder.encode(self) + Data("\n".utf8))
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
  }

  /// Reads a file.
  ///
  /// - Throws: `VerdictFileError` for what is no certificate.
  public static func read(_ path: String) throws(VerdictFileError) -> Certificate {
    func refusal(_ problem: String) -> VerdictFileError {
      VerdictFileError(
        file: path, line: 0, problem: problem,
        remedy: "give a file that 'assay verify --certificate' wrote")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw refusal("cannot be read")
    }
    let found: Certificate
    do {
      found = try JSONDecoder().decode(Certificate.self, from: data)
    } catch {
      throw refusal("is no certificate (\(VerdictFile.reason(error)))")
    }
    guard found.certificate == form else {
      throw refusal("is a certificate of form \(found.certificate), this version reads \(form)")
    }
    guard !found.verdicts.isEmpty else { throw refusal("certifies nothing") }
    return found
  }
}

extension VerdictRecord {
  /// The record without the digests of stretches, which only a certificate is for.
  public var withoutSegments: VerdictRecord {
    var record = self
    record.extent?.segments = nil
    record.extent?.basis = nil
    return record
  }
}
