import CKernels
import Descriptors

/// A conversion that runs in two steps: exactly into binary32 or binary64, then by a kernel.
struct CastKernel: Sendable {
  private let plan: CastPlan
  private let widening: Widening
  private let codeBytes: Int
  private let resultBytes: Int

  /// The exact first step.
  private enum Widening: Sendable {
    /// The operand is binary32 or binary64 itself.
    case none
    case binary16
    case bfloat16
    case binary32
    /// Every code of a format with its value in binary32 or binary64.
    case table([UInt8], width: Int)
  }

  /// Plans a conversion; nil where no kernel covers it.
  init?(_ path: ExactPath, _ operation: Operation) {
    guard operation.kind == .cast, let coding = path.operands.first else { return nil }
    let target = path.target
    codeBytes = coding.streamBytes
    resultBytes = target.coding.streamBytes
    let flushes = target.dialect.flushOperands
    var choice: (CastPlan, Widening)?
    switch coding.interchangeBits {
    case 64:
      choice = Self.plan(target, 64, resultBytes, flushes).map { ($0, .none) }
    case 32:
      choice = Self.plan(target, 32, resultBytes, flushes).map { ($0, .none) }
      if choice == nil {
        // Subnormals of binary32 are normal in binary64, where no kernel would flush them.
        if flushes { return nil }
        choice = Self.plan(target, 64, resultBytes, false).map { ($0, .binary32) }
      }
    case 16 where !flushes:
      choice = Self.plan(target, 32, resultBytes, false).map {
        ($0, coding.isBinary16 ? .binary16 : .bfloat16)
      }
    default: break
    }
    if choice == nil, coding.bits <= 16, operation.takesRandomWord {
      for bits in [32, 64] where choice == nil {
        guard let plan = Self.plan(target, bits, resultBytes, false),
          let table = Self.table(coding, bits: bits, flushes: flushes)
        else { continue }
        choice = (plan, .table(table, width: coding.bits))
      }
    }
    guard let (plan, widening) = choice else { return nil }
    self.plan = plan
    self.widening = widening
  }

  private static func plan(
    _ target: Target, _ bits: Int, _ resultBytes: Int, _ flushes: Bool
  ) -> CastPlan? {
    guard resultBytes <= (bits == 32 ? 2 : 8) else { return nil }
    guard let plan = CastPlan(into: target, sourceBits: bits, flushesOperands: flushes) else {
      return nil
    }
    if resultBytes == 8, plan.rule != Int(assay_toward_zero) { return nil }
    return plan
  }

  /// Every code's value in a wider IEEE format; nil where one does not fit.
  private static func table(
    _ coding: NumberCoding, bits: Int, flushes: Bool
  ) -> [UInt8]? {
    guard let source = CastPlan.Source(bits: bits) else { return nil }
    let format = source.format
    var table: [UInt8] = []
    table.reserveCapacity(bits / 8 << coding.bits)
    for code in 0..<UInt64(1) << UInt64(coding.bits) {
      let wide: UInt64
      switch flushes ? coding.decodeFlushing(code) : coding.decode(code) {
      case .nan(let negative, let payload):
        wide =
          source.infinity | payload >> UInt64(64 - source.trailingBits)
          | 1 << UInt64(source.trailingBits - 1) | (negative ? format.signBit : 0)
      case .infinity(let negative): wide = source.infinity | (negative ? format.signBit : 0)
      case .zero(let negative): wide = negative ? format.signBit : 0
      case .finite(let value):
        let toOdd = Decision(rule: .toOdd, word: 0, negative: value.negative)
        guard
          case .code(let rounded) = format.round(value.magnitude, toOdd, tieParity: .code),
          case .finite(let back) = format.decode(rounded),
          Datum.Finite.compareMagnitudes(back, value) == 0
        else { return nil }
        wide = rounded
      }
      for byte in 0..<bits / 8 { table.append(UInt8(truncatingIfNeeded: wide >> UInt64(8 * byte))) }
    }
    return table
  }

  // MARK: - Running

  /// Converts `count` codes.
  func run(
    _ codes: UnsafeRawPointer, words: RandomWords, results: UnsafeMutableRawPointer, count: Int,
    level: InstructionLevel
  ) {
    if case .none = widening {
      switch words {
      case .none:
        plan.run(
          codes, words: nil, results: results, resultBytes: resultBytes, count: count,
          level: level)
        return
      case .given(let given):
        plan.run(
          codes, words: given.baseAddress, results: results, resultBytes: resultBytes,
          count: count, level: level)
        return
      case .philox: break
      }
    }
    runInBlocks(codes, words: words, results: results, count: count, level: level)
  }

  /// As `run`, through buffers that stay in the first-level cache.
  private func runInBlocks(
    _ codes: UnsafeRawPointer, words: RandomWords, results: UnsafeMutableRawPointer, count: Int,
    level: InstructionLevel
  ) {
    let block = 1024
    withUnsafeTemporaryAllocation(byteCount: block * 8, alignment: 64) { wide in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: block) { drawn in
        guard let buffer = wide.baseAddress, let random = drawn.baseAddress else { return }
        for start in stride(from: 0, to: count, by: block) {
          let length = min(block, count - start)
          let source = codes + start * codeBytes
          var input = UnsafeRawPointer(buffer)
          switch widening {
          case .none: input = source
          case .binary16: assay_widen_binary16(level.index, source, buffer, length)
          case .bfloat16: assay_widen_bfloat16(level.index, source, buffer, length)
          case .binary32: assay_widen_binary32(level.index, source, buffer, length)
          case .table(let table, let width):
            table.withUnsafeBytes { entries in
              if let base = entries.baseAddress {
                assay_lookup(
                  source, Int32(codeBytes), Int32(width), base, buffer,
                  Int32(plan.sourceBits / 8), length)
              }
            }
          }
          var chosen: UnsafePointer<UInt32>?
          switch words {
          case .none: break
          case .given(let given): chosen = given.baseAddress.map { $0 + start }
          case .philox(let seed, let offset, let stream):
            assay_philox_words(
              level.index, seed, stream, offset &+ UInt64(start), random, length)
            chosen = UnsafePointer(random)
          }
          plan.run(
            input, words: chosen, results: results + start * resultBytes,
            resultBytes: resultBytes, count: length, level: level)
        }
      }
    }
  }
}

extension NumberCoding {
  /// The width of binary16, binary32, binary64 and bfloat16; 0 for all other formats.
  var interchangeBits: Int {
    guard case .float(let format) = kind, format.signed, format.gradual,
      format.hasNegativeZero, format.nans == .ieee, format.infinity != nil,
      format.bias == 1 << (format.exponentBits - 1) - 1
    else { return 0 }
    switch (format.exponentBits, format.trailingBits) {
    case (11, 52): return 64
    case (8, 23): return 32
    case (5, 10), (8, 7): return 16
    default: return 0
    }
  }

  /// Whether the exponent field has binary16's width; asked only of interchange formats.
  fileprivate var isBinary16: Bool {
    if case .float(let format) = kind { return format.exponentBits == 5 }
    return false
  }
}
