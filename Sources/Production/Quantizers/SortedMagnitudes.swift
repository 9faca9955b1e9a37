/// Finite magnitudes in order, with their sums exactly.
///
/// A magnitude is a whole number of units, a power of two that all of them share. Sums of the first so
/// many are kept for every 32nd; the rest is added when it is asked for.
struct SortedMagnitudes: Sendable {
  /// The magnitudes, rising.
  let values: [Double]
  /// The exponent of two that is the unit.
  let unit: Int
  /// The bits of the largest magnitude in units.
  let bits: Int
  private let sums: [UInt128]

  private static let stride = 32

  /// Sorts magnitudes.
  ///
  /// - Parameters:
  ///   - magnitudes: finite and from +0 on.
  ///   - unit: the exponent of a power of two that divides all of them.
  init(_ magnitudes: [Double], unit: Int) {
    values = RadixSort.sorted(magnitudes)
    self.unit = unit
    bits = values.last.map { $0 == 0 ? 0 : Int($0.exponent) + 1 - unit } ?? 0
    var sums: [UInt128] = [0]
    sums.reserveCapacity(values.count / Self.stride + 1)
    var sum: UInt128 = 0
    for (index, value) in values.enumerated() {
      sum &+= Self.units(value, unit)
      if (index + 1) % Self.stride == 0 { sums.append(sum) }
    }
    self.sums = sums
  }

  /// The largest exponent whose power of two divides every magnitude; 0 where all are 0.
  static func commonUnit(of magnitudes: [Double]) -> Int {
    var least = Int.max
    for value in magnitudes where value != 0 {
      let bits = value.significandBitPattern
      let subnormal = value.exponentBitPattern == 0
      let significand = subnormal ? bits : bits | 1 << 52
      let exponent = (subnormal ? 1 : Int(value.exponentBitPattern)) - 1075
      least = min(least, exponent + significand.trailingZeroBitCount)
    }
    return least == .max ? 0 : least
  }

  /// A magnitude in units of less than 128 bits.
  static func units(_ value: Double, _ unit: Int) -> UInt128 {
    let subnormal = value.exponentBitPattern == 0
    let bits = UInt128(value.significandBitPattern)
    let significand = subnormal ? bits : bits | 1 << 52
    let shift = (subnormal ? 1 : Int(value.exponentBitPattern)) - 1075 - unit
    return shift >= 0 ? significand << UInt128(shift) : significand >> UInt128(-shift)
  }

  /// How many magnitudes are at most a bound.
  func count(upTo bound: Double) -> Int {
    var (low, high) = (0, values.count)
    values.withUnsafeBufferPointer { values in
      while low < high {
        let middle = (low &+ high) &>> 1
        if values[middle] <= bound { low = middle &+ 1 } else { high = middle }
      }
    }
    return low
  }

  /// The sum of the first magnitudes in units.
  func sum(ofFirst count: Int) -> UInt128 {
    let full = count / Self.stride
    var sum = sums[full]
    for index in (full * Self.stride)..<count { sum &+= Self.units(values[index], unit) }
    return sum
  }
}

/// Sorting of numbers from +0 on by their bits, which rise as they do.
enum RadixSort {
  /// The numbers, rising.
  ///
  /// Bytes that all of them share are passed over: numbers that came from binary32 have three such.
  static func sorted(_ values: [Double]) -> [Double] {
    let count = values.count
    guard count > 64 else { return values.sorted() }
    var counts = [Int](repeating: 0, count: 8 * 256)
    for value in values {
      let key = value.bitPattern
      for byte in 0..<8 {
        counts[byte &* 256 &+ Int((key &>> UInt64(8 &* byte)) & 0xFF)] &+= 1
      }
    }
    var from = values
    var to = [Double](repeating: 0, count: count)
    for byte in 0..<8 {
      let row = byte * 256
      if counts[row..<(row + 256)].contains(count) { continue }
      var place = 0
      for digit in row..<(row + 256) { (counts[digit], place) = (place, place + counts[digit]) }
      from.withUnsafeBufferPointer { from in
        to.withUnsafeMutableBufferPointer { to in
          counts.withUnsafeMutableBufferPointer { counts in
            for index in 0..<count {
              let digit = row &+ Int((from[index].bitPattern &>> UInt64(8 &* byte)) & 0xFF)
              to[counts[digit]] = from[index]
              counts[digit] &+= 1
            }
          }
        }
      }
      swap(&from, &to)
    }
    return from
  }
}
