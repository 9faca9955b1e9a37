import Conformance
import Descriptors
import Devices
import ExactArithmetic
import Foundation
import Harness
import Results
import Specs
import Tensors
import Testing

/// One reader of foreign input: its name is that of its folder of good inputs.
struct Parser: Sendable, CustomTestStringConvertible {
  let name: String
  /// Reads the bytes, which also lie in the file: the complaint, or `nil` where they are taken.
  let complaint: @Sendable (_ bytes: [UInt8], _ file: String) throws -> String?

  var testDescription: String { name }

  private init(
    _ name: String, _ complaint: @escaping @Sendable ([UInt8], String) throws -> String?
  ) {
    (self.name, self.complaint) = (name, complaint)
  }

  /// The complaint about a text.
  private static func reading(
    _ name: String, _ read: @escaping @Sendable (String) throws -> Void
  ) -> Parser {
    Parser(name) { bytes, _ in
      do {
        try read(String(decoding: bytes, as: UTF8.self))
        return nil
      } catch { return "\(error)" }
    }
  }

  /// The complaint about a file.
  private static func file(
    _ name: String, _ read: @escaping @Sendable (String) throws -> Void
  ) -> Parser {
    Parser(name) { _, file in
      do {
        try read(file)
        return nil
      } catch { return "\(error)" }
    }
  }

  /// Rows of answers, judged.
  private static func rows(
    _ name: String, _ style: AnswerReader.Style, _ task: VectorTask, _ layout: CaseLayout,
    asked: CaseVectors?
  ) -> Parser {
    Parser(name) { bytes, _ in
      var judge = AnswerJudge(task, asked: asked)
      var reader = AnswerReader(layout, style: style)
      var complaint: String?
      let rows = (bytes.last == 10 ? bytes.dropLast() : bytes[...])
        .split(separator: 10, omittingEmptySubsequences: false)
      for (number, row) in rows.enumerated() {
        Array(row).withUnsafeBufferPointer { row in
          let found = reader.read(row)
          if case .malformed(let what) = found {
            complaint = complaint ?? "line \(number + 1) \(what)"
          }
          judge.take(found, number: UInt64(number + 1), from: reader)
        }
      }
      _ = RecordedCheck(judge, of: asked, seed: 1, seconds: 0).result()
      return complaint
    }
  }

  /// Every reader of foreign input.
  static func all() throws -> [Parser] {
    let catalog = try Catalog.builtIn()
    let cast = Descriptors.Operation.cast(
      from: try catalog.format(named: "float16"), to: try catalog.format(named: "float4_e2m1fn"))
    let castTask = try VectorTask(cast, preset: "standard")
    let format = try catalog.format(named: "float16")
    let add = Descriptors.Operation(
      .add, operands: [format, format], result: format, dialect: Dialect())
    let vectors = CaseVectors(castTask, effort: .quick, seed: 1)
    return [
      rows("answer-lines", .lines, castTask, CaseLayout(cast), asked: vectors),
      rows("answer-memory", .memory, castTask, CaseLayout(cast), asked: vectors),
      rows(
        "answer-testfloat", .testFloat, try VectorTask(add, preset: "standard"), CaseLayout(add),
        asked: nil),
      reading("specification") { text in
        var catalog = catalog
        try catalog.add(specification: text, file: "my.yaml")
      },
      Parser("tensors") { bytes, _ in
        do {
          let file = try TensorFile.open(bytes: bytes)
          for entry in file.tensors { _ = try file.codes(of: entry, elements: 0..<entry.count) }
          return nil
        } catch { return "\(error)" }
      },
      file("verdicts") { _ = try VerdictFile.read($0) },
      file("certificate") { _ = try Certificate.read($0) },
      file("experiments") { _ = try ExperimentFile.records($0) },
      Parser("history") { _, file in
        let folder = (file as NSString).deletingLastPathComponent
        do {
          return try HistoryFile.read(folder).faults.first?.description
        } catch { return "\(error)" }
      },
      reading("choices") { _ = try ChoiceList.parse($0) },
      reading("number") { text in
        // Exponents are bounded elsewhere, where a value is asked for.
        if text.utf8.count < 64 { _ = try Rational(parsing: text) }
      },
      reading("operation") { _ = try NamedOperation(parsing: $0, catalog: catalog) },
      reading("format-name") { _ = try catalog.format(named: $0) },
    ]
  }
}
