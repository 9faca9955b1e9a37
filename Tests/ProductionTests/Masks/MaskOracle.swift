import Descriptors
import Production

/// Masks by definition: everything is sorted or tried.
enum MaskOracle {
  /// A magnitude that is compared and added exactly: NaN and infinity by count, then 384 bits of
  /// units of 2^-149.
  struct Weight: Comparable {
    var nans = 0
    var infinities = 0
    var limbs = [UInt64](repeating: 0, count: 6)

    init() {}

    init(_ value: Float) {
      if value.isNaN {
        nans = 1
      } else if value.isInfinite {
        infinities = 1
      } else if value != 0 {
        let field = max(value.exponentBitPattern, 1)
        let hidden: UInt32 = value.isNormal ? 1 << 23 : 0
        let significand = UInt64(value.significandBitPattern | hidden)
        let shift = Int(field) - 1
        limbs[shift / 64] = significand << UInt64(shift % 64)
        if shift % 64 != 0 { limbs[shift / 64 + 1] = significand >> UInt64(64 - shift % 64) }
      }
    }

    static func + (x: Weight, y: Weight) -> Weight {
      var sum = x
      sum.nans += y.nans
      sum.infinities += y.infinities
      var carry: UInt64 = 0
      for index in sum.limbs.indices {
        let (first, over) = x.limbs[index].addingReportingOverflow(y.limbs[index])
        let (second, again) = first.addingReportingOverflow(carry)
        sum.limbs[index] = second
        carry = over || again ? 1 : 0
      }
      return sum
    }

    static func < (x: Weight, y: Weight) -> Bool {
      if x.nans != y.nans { return x.nans < y.nans }
      if x.infinities != y.infinities { return x.infinities < y.infinities }
      for (a, b) in zip(x.limbs, y.limbs).reversed() where a != b { return a < b }
      return false
    }
  }

  /// The first `keep` of some weights by size, the lower index first among equals.
  static func largest(_ weights: [Weight], keep: Int) -> [UInt8] {
    let order = weights.indices.sorted {
      weights[$0] == weights[$1] ? $0 < $1 : weights[$0] > weights[$1]
    }
    var mask = [UInt8](repeating: 0, count: weights.count)
    for index in order.prefix(keep) { mask[index] = 1 }
    return mask
  }

  /// The best mask of a tile by trying every row, given what room the columns have left; of several
  /// the lexicographically greatest.
  static func optimal(
    _ weights: [Weight], rows: Int, columns: Int, keep: Int, isWhole: Bool
  ) -> [UInt8] {
    let patterns = (0..<1 << columns).filter {
      isWhole ? $0.nonzeroBitCount == keep : $0.nonzeroBitCount <= keep
    }
    var known: [[Int]: (Weight, [UInt8])?] = [:]
    func best(_ row: Int, _ room: [Int]) -> (Weight, [UInt8])? {
      if row == rows { return isWhole && room.contains { $0 != 0 } ? nil : (Weight(), []) }
      if let found = known[room + [row]] { return found }
      var result: (Weight, [UInt8])?
      // The top bit stands for column 0: from the greatest pattern down the first best one stays.
      for pattern in patterns.reversed() {
        let bits = (0..<columns).map { pattern >> (columns - 1 - $0) & 1 }
        var left = room
        var sum = Weight()
        for column in 0..<columns where bits[column] == 1 {
          left[column] -= 1
          sum = sum + weights[row * columns + column]
        }
        guard !left.contains(where: { $0 < 0 }), let rest = best(row + 1, left) else { continue }
        let total = sum + rest.0
        if let found = result, total <= found.0 { continue }
        result = (total, bits.map { UInt8($0) } + rest.1)
      }
      known[room + [row]] = .some(result)
      return result
    }
    return best(0, Array(repeating: keep, count: columns))?.1 ?? []
  }
}

/// A plain generator, so that every run sees the same cases.
struct Draws {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }

  mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }

  /// Ordinary values: a sum of uniform ones.
  mutating func ordinary() -> Float {
    (0..<6).reduce(0) { sum, _ in sum + Float(below(1 << 20)) / Float(1 << 19) - 1 }
  }

  /// A tile's worth of values of one kind: ordinary, few distinct ones, far apart, special.
  mutating func values(_ count: Int, kind: Int) -> [Float] {
    (0..<count).map { _ in
      switch kind {
      case 0: return ordinary()
      case 1: return Float(below(3) - 1)
      case 2: return Float(below(7) - 3) / 4
      case 3: return Float(bitPattern: UInt32(truncatingIfNeeded: next()) & 0xFF7F_FFFF)
      case 4:
        return Float(1 + below(3)) * Float(sign: .plus, exponent: below(90) - 60, significand: 1)
      case 5:
        let special: [Float] = [.infinity, -.infinity, .nan, -.nan, 0, -0]
        return below(3) == 0 ? special[below(6)] : ordinary()
      default: return 1
      }
    }
  }
  static let kinds = 7
}

extension PreparedMask {
  /// The mask of codes given as integers.
  func mask(ofCodes codes: [UInt64], matrices: Int = 1) -> (mask: [UInt8], MaskSummary) {
    let packed = PreparedOperation.pack(codes, bytes: format.streamBytes)
    var mask = [UInt8](repeating: 9, count: codes.count)
    let summary = packed.withUnsafeBytes { codes in
      mask.withUnsafeMutableBytes { run(codes, mask: $0, matrices: matrices) }
    }
    return (mask, summary)
  }
}
