import Descriptors
import Production
import Testing

/// Sparse groups stored and brought back, against a search for the places that are due.
@Suite struct CompressionTests {
  private static let formats = [
    Sample.binary64, Sample.binary32, Sample.tf32, Sample.bfloat16, Sample.e4m3fn,
    Sample.e4m3fnuz, Sample.int4, Sample.e2m3,
  ]

  /// Codes and places of a group, each zero being the code 0 or the sign alone; `nil` where there are
  /// too many others.
  private static func stored(
    _ group: [UInt64], _ keep: Int, _ isZero: (UInt64) -> Bool
  ) -> (codes: [UInt64], places: [UInt64])? {
    var chosen = group.indices.filter { !isZero(group[$0]) }
    guard chosen.count <= keep else { return nil }
    let top = chosen.last ?? -1
    var up = top + 1
    var down = top - 1
    while chosen.count < keep {
      if up < group.count {
        chosen.append(up)
        up += 1
      } else {
        if isZero(group[down]) { chosen.append(down) }
        down -= 1
      }
    }
    chosen.sort()
    return (chosen.map { group[$0] }, chosen.map(UInt64.init))
  }

  private static func run(
    _ prepared: PreparedCompression, _ codes: [UInt64]
  ) -> (codes: [UInt64], places: [UInt8], refused: [Int]) {
    let bytes = prepared.format.streamBytes
    let compression = prepared.compression
    let cases = codes.count / compression.elements
    let packed = PreparedOperation.pack(codes, bytes: bytes)
    var values = [UInt8](repeating: 0xAA, count: cases * compression.codes * bytes)
    let perCase = compression.layout == .bytes ? compression.codes : 1
    var places = [UInt8](repeating: 0xAA, count: cases * perCase)
    var refused: [Int] = []
    packed.withUnsafeBytes { source in
      values.withUnsafeMutableBytes { values in
        places.withUnsafeMutableBytes { places in
          prepared.compress(source, values: values, places: places, cases: cases) {
            refused.append($0)
          }
        }
      }
    }
    return (PreparedOperation.unpack(values, bytes: bytes), places, refused)
  }

  private static func back(
    _ prepared: PreparedCompression, _ codes: [UInt64], _ places: [UInt8]
  ) -> (codes: [UInt64], refused: [Int]) {
    let bytes = prepared.format.streamBytes
    let cases = codes.count / prepared.compression.codes
    let packed = PreparedOperation.pack(codes, bytes: bytes)
    var dense = [UInt8](repeating: 0xAA, count: cases * prepared.compression.elements * bytes)
    var refused: [Int] = []
    packed.withUnsafeBytes { values in
      places.withUnsafeBytes { places in
        dense.withUnsafeMutableBytes { dense in
          prepared.expand(values, places: places, codes: dense, cases: cases) {
            refused.append($0)
          }
        }
      }
    }
    return (PreparedOperation.unpack(dense, bytes: bytes), refused)
  }

  @Test(arguments: formats)
  func groups(_ format: FormatDescriptor) throws {
    let sign: UInt64 = 1 << UInt64(format.bits - 1)
    let hasNegativeZero = format != Sample.e4m3fnuz && format != Sample.int4
    let isZero = { (code: UInt64) in code == 0 || hasNegativeZero && code == sign }
    var draws = Draws(5)
    for (keep, of) in [(1, 2), (2, 4), (3, 4), (1, 4), (4, 8), (5, 13), (7, 64), (64, 64)] {
      let compression = try #require(BlockPattern(keep: keep, of: of).flatMap { Compression($0) })
      let prepared = try PreparedCompression(compression, format: format)
      let codes = (0..<40 * of).map { _ -> UInt64 in
        let draw = draws.next()
        guard draw % UInt64(of) < UInt64(keep) else { return draw % 3 == 0 ? sign : 0 }
        return draw >> UInt64(64 - format.bits)
      }
      let (stored, places, refused) = Self.run(prepared, codes)
      let (dense, wrong) = Self.back(prepared, stored, places)
      for index in 0..<40 {
        let group = Array(codes[index * of..<(index + 1) * of])
        let own = index * keep..<(index + 1) * keep
        guard let due = Self.stored(group, keep, isZero) else {
          #expect(refused.contains(index))
          #expect(stored[own].allSatisfy { $0 == 0 } && places[own].allSatisfy { $0 == 0 })
          #expect(keep == 1 || wrong.contains(index))
          continue
        }
        #expect(!refused.contains(index) && !wrong.contains(index))
        #expect(Array(stored[own]) == due.codes && places[own].map(UInt64.init) == due.places)
        let again = group.enumerated().map { place, code in
          isZero(code) && !due.places.contains(UInt64(place)) ? 0 : code
        }
        #expect(Array(dense[index * of..<(index + 1) * of]) == again)
      }
    }
  }

  @Test func layouts() throws {
    let pairs = try #require(BlockPattern(named: "2:4").flatMap { Compression($0, layout: .mmaSp) })
    let prepared = try PreparedCompression(pairs, format: Sample.bfloat16)
    let found = Self.run(prepared, [0, 7, 0, 0, 7, 0, 0, 9])
    #expect(found.codes == [7, 0, 7, 9])
    #expect(found.places == [0b11_00_10_01])
    #expect(Self.back(prepared, found.codes, found.places).codes == [0, 7, 0, 0, 7, 0, 0, 9])
    #expect(Self.back(prepared, found.codes, [0b11_00_01_01]).refused == [0])
    let halves = try #require(
      BlockPattern(named: "1:2").flatMap { Compression($0, layout: .mmaSpTF32) })
    let single = try PreparedCompression(halves, format: Sample.tf32)
    let other = Self.run(single, [0, 7, 9, 0])
    #expect(other.codes == [7, 9] && other.places == [0b0100_1110])
    #expect(Self.back(single, [7, 9], [0b0100_1110]).codes == [0, 7, 9, 0])
    #expect(Self.back(single, [7, 9], [0b0101_1110]).refused == [0])
  }

  @Test func formatsWithoutZero() throws {
    let compression = try #require(BlockPattern(named: "2:4").flatMap { Compression($0) })
    #expect(throws: ProductionError.self) {
      try PreparedCompression(compression, format: Sample.e8m0)
    }
  }
}
