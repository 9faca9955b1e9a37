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
  func stream(seed: UInt64, isAimed: Bool) -> CertifiedStream {
    let asked = CheckCases(operation, effort: effort, sample: sample, seed: seed)
    let evaluator = asked.evaluator
    let count: UInt64
    let most: UInt64
    let isEverything: Bool
    let cases: @Sendable (UInt64) -> (codes: [UInt64], word: UInt32)
    let expected: @Sendable (Range<UInt64>) -> [UInt64]
    switch asked.questions {
    case .everyCode(let map):
      (count, most, isEverything) = (map.lastCode + 1, Sweep.mostPerBlock, true)
      cases = { ([$0], 0) }
      expected = { range in
        var interval = map.index(of: range.lowerBound)
        return range.map { code in
          while interval + 1 < map.starts.count, map.starts[interval + 1] <= code { interval += 1 }
          return map.results[interval]
        }
      }
    case .listed(let plain):
      let domain = isAimed ? plain.aiming(at: CoverageCount(evaluator).aimed) : plain
      (count, most, isEverything) = (domain.count, Self.mostListed, domain.isEverything)
      cases = { domain($0) }
      expected = { range in
        range.map { index in
          let item = domain(index)
          return evaluator(item.codes, word: item.word)
        }
      }
    }
    return CertifiedStream(
      cases: count, size: BlockRun.size(of: count, atMost: most),
      width: operation.result.streamBytes, verdict: isEverything ? "proved" : "sampled",
      expected: expected,
      answers: { [operation] device, range in
        let unit = try device.prepare(operation)
        var batch = Batch(operation, count: range.count)
        for (index, number) in range.enumerated() {
          let item = cases(number)
          batch.set(index, codes: item.codes, word: item.word)
        }
        let answered = try await unit.run(&batch)
        return (0..<answered).map { batch.results[$0] }
      },
      text: { number in
        let item = cases(number)
        let codes = zip(evaluator.operands, item.codes).map { format, code in
          hexadecimal(code, bits: format.bits)
        }
        let word = self.operation.takesRandomWord ? ["word \(item.word)"] : []
        return (codes + word).joined(separator: ", ")
      })
  }
}

extension BlockCheck {
  /// The stream that a device is compared with.
  func stream(seed: UInt64) -> CertifiedStream {
    let domain =
      alphabet.map { BlockDomain(evaluator, over: $0, seed: seed) }
      ?? effort.domain(for: evaluator, sample: sample, seed: seed)
    let verdict =
      switch domain.extent {
      case .sample: "sampled"
      case .everything: "proved"
      case .everyDraw, .alphabet: "enumerated"
      }
    return CertifiedStream(
      cases: domain.count, size: Self.batchSize(domain.count, operation), width: 8,
      verdict: verdict,
      expected: { [evaluator] range in
        range.flatMap { evaluator.answer(domain($0)).results }
      },
      answers: { [evaluator] device, range in
        let runner = BlockRunner(
          evaluator: evaluator, unit: try device.prepare(evaluator.operation))
        return try await runner.answers(range.map { domain($0) }).flatMap(\.results)
      },
      text: { [evaluator] in BlockText(evaluator).operands(domain($0)) })
  }
}
