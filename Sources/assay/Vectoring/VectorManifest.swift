import Conformance
import Descriptors
import Foundation
import Harness

/// What goes with files of vectors: everything needed to read them and to judge their answers.
struct VectorManifest: Codable {
  /// The version of this layout.
  var manifest = 1
  /// The version of the tool.
  var assay = Version.current
  /// The hash of the specifications.
  var specification: String
  /// The operation's name on the command line.
  var operation: String
  /// Its options, and those of the vectors.
  var options: [String]
  /// The id of the operation.
  var id: String
  /// Every choice of the dialect.
  var dialect: [String: String]
  /// The operands of a case, in order.
  var operands: [Run]
  /// The results of a case, in order.
  var results: [Run]
  /// The random words of a case.
  var words: Words
  var level: String
  var seed: UInt64
  /// The number of cases.
  var count: UInt64
  /// `everything`, `everyDraw` or `sample`.
  var extent: String
  /// How often each class was met, and every how many cases it was looked at.
  var classes: [String: UInt64]
  var classifiedEvery: UInt64
  /// How the files are written.
  var encoding: VectorEncoding
  /// The same in words.
  var packing: String
  var byteOrder: String
  /// Where the fields of a memory's word lie.
  var fields: [MemoryField]?
  /// What the exception flags are.
  var flags: String?
  var files: [File]

  /// Codes of one format that follow each other.
  struct Run: Codable {
    var format: String
    var bits: Int
    var bytes: Int
    var count: Int
  }

  /// Random words.
  struct Words: Codable {
    var count: Int
    /// What they decide, and which of their bits count.
    var policy: String
    var order: String
  }

  /// Bits of a memory's word.
  struct MemoryField: Codable {
    var name: String
    var high: Int
    var low: Int
  }

  /// One file.
  struct File: Codable {
    var name: String
    /// `cases`, `operands`, `words` or `expected`.
    var role: String
    var bytes: UInt64
    var sha256: String
    /// The type and shape of an array.
    var type: String?
    var shape: [Int]?
  }

  /// The file's name in its folder.
  static let name = "manifest.json"

  /// Reads a manifest.
  ///
  /// - Throws: `CommandFailure` for what is none.
  static func read(_ path: String) throws(CommandFailure) -> VectorManifest {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .usage("\(path) cannot be read", "name the manifest.json of the vectors")
    }
    let found: VectorManifest
    do {
      found = try JSONDecoder().decode(VectorManifest.self, from: data)
    } catch {
      throw .usage(
        "\(path) is no manifest of vectors: \(Self.text(error))", "'assay vectors --out' writes one"
      )
    }
    guard found.manifest == 1 else {
      throw .usage(
        "\(path) has layout \(found.manifest), this tool reads 1", "write the vectors again")
    }
    return found
  }

  private static func text(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has another type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is not understood"
    default: "it is no JSON of that kind"
    }
  }

  /// Writes the manifest into a folder, as a whole.
  func write(in folder: String) throws(CommandFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      try DurableFile.replace(folder + "/" + Self.name, with: try encoder.encode(self) + [10])
    } catch {
      throw .failed(
        "\(folder)/\(Self.name) cannot be written (\(FileFailure.reason(error)))",
        "see that there is room and permission")
    }
  }
}
