import Descriptors
import Devices
import Harness
import Reference

/// The stream of results that a check compares, block by block, as the reference has it and as a
/// device gives it.
struct CertifiedStream: Sendable {
  /// How many cases there are.
  let cases: UInt64
  /// How many cases a block has; the last may have fewer.
  let size: UInt64
  /// The bytes of a result.
  let width: Int
  /// The verdict of a device that conforms.
  let verdict: String
  /// What the reference gives for some cases, result after result.
  let expected: @Sendable (Range<UInt64>) -> [UInt64]
  /// What a device gives for them.
  let answers: @Sendable (any Device, Range<UInt64>) async throws -> [UInt64]
  /// The operands of a case, for people.
  let text: @Sendable (UInt64) -> String

  /// How many blocks there are.
  var blocks: UInt64 { (cases + size - 1) / size }

  /// The cases of a block.
  func range(of block: UInt64) -> Range<UInt64> {
    block * size..<min((block + 1) * size, cases)
  }

  /// The digest of a block's results.
  func digest(of results: [UInt64], block: UInt64) -> ResultDigest {
    var column = CodeColumn(bytes: width, count: results.count)
    for (index, code) in results.enumerated() { column[index] = code }
    let cases = range(of: block)
    return column.withBytes {
      BlockHash.digest($0, block: block, count: cases.upperBound - cases.lowerBound)
    }
  }
}

extension DeviceCheck {
  /// The stream that a device is compared with.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  func stream(seed: UInt64, isAimed: Bool) throws(OperationError) -> CertifiedStream {
    let asked = try cases(seed: seed)
    let evaluator = asked.evaluator
    // Several results are digested as words, whatever their widths.
    let width = operation.resultCount == 1 ? operation.resultBytes : 8
    let text = CaseText(evaluator)
    func stream(
      _ count: UInt64, _ size: UInt64, _ extent: CaseExtent,
      _ item: @escaping @Sendable (UInt64) -> Case,
      _ expected: @escaping @Sendable (Range<UInt64>) -> [UInt64]
    ) -> CertifiedStream {
      CertifiedStream(
        cases: count, size: size, width: width,
        verdict: extent.verdict(cases: 0, seed: 0, isWhole: true).word, expected: expected,
        answers: { device, range in
          let unit = try device.prepare(evaluator.operation)
          let runner = CaseRunner(evaluator: evaluator, unit: unit)
          return try await runner.answers(range.map(item)).flatMap(\.results)
        },
        text: { text.operands(item($0)) })
    }
    switch asked.questions {
    case .everyCode(let map, _):
      return stream(map.lastCode + 1, asked.batchSize, .everything, { Case(codes: [$0]) }) {
        range in
        var interval = map.index(of: range.lowerBound)
        return range.map { code in
          while interval + 1 < map.starts.count, map.starts[interval + 1] <= code { interval += 1 }
          return map.results[interval]
        }
      }
    case .listed(let plain):
      var source = plain
      if isAimed, let coverage = CaseCoverage(evaluator, .full) {
        source = coverage.aiming(plain)
      }
      let size = CheckCases.batchSize(source.count, operation)
      return stream(source.count, size, source.extent, { [source] in source($0) }) {
        [source] range in
        range.flatMap { evaluator.answer(source($0)).results }
      }
    }
  }
}
