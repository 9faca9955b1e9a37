import Descriptors
import Production

/// Formats whose codes the oracle reads by itself.
enum PruningSample {
  /// The value of a code of a float layout with an IEEE exponent bias, by its fields.
  static func value(_ code: UInt64, w: Int, t: Int, bias: Int, ieee: Bool) -> Double {
    let trailing = Double(code & (1 << UInt64(t) - 1))
    let field = Int(code >> UInt64(t)) & (1 << w - 1)
    let negative = code >> UInt64(w + t) & 1 == 1
    let one = Double(1 << t)
    let magnitude: Double
    if ieee, field == 1 << w - 1 {
      magnitude = trailing == 0 ? .infinity : .nan
    } else if field == 0 {
      magnitude = trailing * Double(sign: .plus, exponent: 1 - bias - t, significand: 1)
    } else {
      magnitude = (one + trailing) * Double(sign: .plus, exponent: field - bias - t, significand: 1)
    }
    return negative ? -magnitude : magnitude
  }

  static func oracle32(_ keep: Int, _ draw: BlockPruning.Draw = .fraction) -> PruningOracle {
    PruningOracle(
      keep: keep, draw: draw, value: { Double(Float(bitPattern: UInt32($0))) },
      largest: 0x7F7F_FFFF, negated: { $0 | 0x8000_0000 }, overflow: 0x7F80_0000)
  }

  static func oracleBFloat16(_ keep: Int, _ draw: BlockPruning.Draw = .fraction) -> PruningOracle {
    PruningOracle(
      keep: keep, draw: draw, value: { Double(Float(bitPattern: UInt32($0) << 16)) },
      largest: 0x7F7F, negated: { $0 | 0x8000 }, overflow: 0x7F80)
  }

  static func oracle16(_ keep: Int, _ draw: BlockPruning.Draw = .fraction) -> PruningOracle {
    PruningOracle(
      keep: keep, draw: draw, value: { value($0, w: 5, t: 10, bias: 15, ieee: true) },
      largest: 0x7BFF, negated: { $0 | 0x8000 }, overflow: 0x7C00)
  }

  /// Without infinity, NaN with all bits set: overflow gives the NaN.
  static func oracleE4M3(_ keep: Int, _ draw: BlockPruning.Draw = .fraction) -> PruningOracle {
    PruningOracle(
      keep: keep, draw: draw,
      value: { $0 & 0x7F == 0x7F ? .nan : value($0, w: 4, t: 3, bias: 7, ieee: false) },
      largest: 0x7E, negated: { $0 == 0x7F ? 0x7F : $0 | 0x80 }, overflow: 0x7F)
  }

  static func oracleInt8(_ keep: Int, _ draw: BlockPruning.Draw = .fraction) -> PruningOracle {
    PruningOracle(
      keep: keep, draw: draw, value: { Double(Int8(truncatingIfNeeded: $0)) },
      largest: 0x7F, largestBelow: 0x80, negated: { (0 &- $0) & 0xFF }, overflow: 0x7F)
  }
}

/// A small generator with a fixed seed.
struct PruningSource: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A block of binary32 codes of one of several kinds.
  mutating func block32(_ of: Int, kind: Int) -> [UInt64] {
    var block = (0..<of).map { _ in element32(kind: kind) }
    switch kind {
    case 1:
      // The largest is the sum of the others.
      let magnitudes = block.dropFirst().map { abs(Float(bitPattern: UInt32($0))) }
      block[0] = UInt64(magnitudes.reduce(0, +).bitPattern)
    case 2: block = Array(repeating: block[0], count: of)
    default: break
    }
    block.shuffle(using: &self)
    return block
  }

  private mutating func element32(kind: Int) -> UInt64 {
    let sign = next() & 1 << 31
    switch kind {
    case 0, 1: return UInt64(Float(next() % 8).bitPattern) | sign
    case 2, 3:
      return UInt64(Float.random(in: 0..<1, using: &self).bitPattern) | sign
    case 4: return (next() & 0x7FFF_FFFF) % 0x7F80_0000 | sign
    case 5: return next() % 64 | sign
    case 6: return 0x7F7F_FFFF - next() % 0x100_0000 | sign
    case 7: return (0x3F80_0000 + (next() % 64) << 23 + next() & 0x7FFFFF) | sign
    case 8: return next() & 3 == 0 ? next() & 0xFFFF_FFFF : 0x7F80_0000 | sign
    case 9: return next() & 3 == 0 ? UInt64(Float(next() % 4).bitPattern) : sign
    default: return (0x3F80_0000 + (next() % 20) << 23 + next() & 0x7FFFFF) | sign
    }
  }

  static let kinds32 = 11
}

extension PreparedPruning {
  /// Prunes codes given as integers.
  func codes(
    _ codes: [UInt64], words: RandomWords, blocks: Int
  ) -> (codes: [UInt64], summary: PruningSummary) {
    let source = PreparedOperation.pack(codes, bytes: operation.format.streamBytes)
    var summary = PruningSummary()
    let bytes = blocks * operation.resultCount * operation.resultBytes
    let results = [UInt8](unsafeUninitializedCapacity: bytes) { buffer, initialized in
      source.withUnsafeBytes { source in
        summary = run(
          source, words: words, results: UnsafeMutableRawBufferPointer(buffer), blocks: blocks)
      }
      initialized = bytes
    }
    return (PreparedOperation.unpack(results, bytes: operation.resultBytes), summary)
  }

  /// Prunes codes given as integers with words given.
  func codes(_ codes: [UInt64], words: [UInt32]) -> (codes: [UInt64], summary: PruningSummary) {
    words.withUnsafeBufferPointer {
      self.codes(codes, words: .given($0), blocks: codes.count / operation.operandCount)
    }
  }
}

extension PruningSummary {
  /// A summary of the oracle's flags, all blocks exact.
  init(_ flags: [AnswerFlags]) {
    self.init(
      nonFinite: flags.count { $0.contains(.nonFinite) },
      biased: flags.count { $0.contains(.biased) },
      overflowed: flags.count { $0.contains(.overflowed) })
  }

  /// The counts that do not depend on the path.
  var facts: PruningSummary {
    PruningSummary(nonFinite: nonFinite, biased: biased, overflowed: overflowed)
  }
}
