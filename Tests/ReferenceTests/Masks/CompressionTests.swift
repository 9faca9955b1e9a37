import Descriptors
import Reference
import Specs
import Testing

@Suite("sparse groups stored and brought back")
struct CompressionTests {
  private static func evaluator(
    _ name: String, _ layout: PlaceLayout = .bytes, _ format: String = "float8_e4m3fn",
    expanding: Bool = false
  ) throws -> CompressionEvaluator {
    let pattern = try #require(BlockPattern(named: name))
    let compression = try #require(Compression(pattern, layout: layout))
    return try CompressionEvaluator(
      Operation(
        expanding ? .expand(compression) : .compress(compression),
        format: try Catalog.builtIn().format(named: format)))
  }

  @Test("free places take the next zeros above, or the nearest below")
  func places() throws {
    let expected: [(String, [UInt64], [UInt64], [UInt64])] = [
      ("2:4", [0, 7, 0, 0], [7, 0], [1, 2]),
      ("2:4", [0, 0, 0, 7], [0, 7], [2, 3]),
      ("2:4", [0, 0, 0, 0], [0, 0], [0, 1]),
      ("2:4", [7, 0, 0, 9], [7, 9], [0, 3]),
      ("2:4", [7, 0, 0x80, 0], [7, 0], [0, 1]),
      ("2:4", [0, 7, 0x80, 0], [7, 0x80], [1, 2]),
      ("2:4", [0, 0x7F, 0, 0xFF], [0x7F, 0xFF], [1, 3]),
      ("3:4", [7, 0, 0, 9], [7, 0, 9], [0, 2, 3]),
      ("3:4", [0, 0x80, 9, 0], [0x80, 9, 0], [1, 2, 3]),
      ("1:2", [0x80, 0], [0x80], [0]),
      ("1:2", [0x80, 5], [5], [1]),
      ("4:8", [0, 0, 0, 1, 0, 2, 0, 0], [1, 2, 0, 0], [3, 5, 6, 7]),
      ("4:8", [0, 0, 0, 1, 0, 0, 2, 0], [1, 0, 2, 0], [3, 5, 6, 7]),
      ("2:2", [0, 3], [0, 3], [0, 1]),
    ]
    for (pattern, group, codes, places) in expected {
      let (results, flags) = try Self.evaluator(pattern)(group)
      #expect(results == codes + places, "\(pattern) \(group)")
      #expect(flags == [])
      let back = try Self.evaluator(pattern, expanding: true)(results).results
      #expect(back == group.enumerated().map { places.contains(UInt64($0)) || $1 != 0x80 ? $1 : 0 })
    }
  }

  @Test("groups that are too full, and places that do not rise, are refused by one line")
  func refusals() throws {
    let compress = try Self.evaluator("2:4")
    #expect(compress([1, 0, 2, 3]).flags == .refused)
    #expect(compress([1, 0, 2, 3]).results == [0, 0, 0, 0])
    #expect(
      compress.refusal(of: [1, 0, 2, 3])
        == "group 0 has 3 elements other than 0, and 2:4 has 2 places; prune it first, as mask or "
        + "mvue do")
    #expect(compress.refusal(of: [1, 0x80, 0, 3]) == nil)
    let expand = try Self.evaluator("2:4", expanding: true)
    for places in [[1, 1], [2, 1], [3, 0]] as [[UInt64]] {
      #expect(expand([5, 6] + places).flags == .refused)
    }
    #expect(
      expand.refusal(of: [5, 6, 2, 1])
        == "group 0 has the places 2, 1; they must rise, from 0 to at most 3")
    let long = try Self.evaluator("2:5", expanding: true)
    #expect(
      long.refusal(of: [5, 6, 2, 6])
        == "group 0 has the places 2, none; they must rise, from 0 to at most 4")
    #expect(throws: OperationError.self) { try Self.evaluator("2:4", .bytes, "float8_e8m0fnu") }
  }

  @Test("two groups share a byte where the layout is one of hardware")
  func layouts() throws {
    let pairs = try Self.evaluator("2:4", .mmaSp)
    // Places 1, 2 and then 0, 3.
    #expect(pairs([0, 7, 0, 0, 7, 0, 0, 9]).results == [7, 0, 7, 9, 0b11_00_10_01])
    let back = try Self.evaluator("2:4", .mmaSp, expanding: true)
    #expect(back([7, 0, 7, 9, 0b11_00_10_01]).results == [0, 7, 0, 0, 7, 0, 0, 9])
    #expect(back([7, 0, 7, 9, 0b11_00_01_01]).flags == .refused)
    let halves = try Self.evaluator("1:2", .mmaSpTF32, "tf32")
    #expect(halves([0, 7, 9, 0]).results == [7, 9, 0b0100_1110])
    let whole = try Self.evaluator("1:2", .mmaSpTF32, "tf32", expanding: true)
    #expect(whole([7, 9, 0b0100_1110]).results == [0, 7, 9, 0])
    #expect(whole([7, 9, 0b0100_1100]).flags == .refused)
  }

  @Test("all groups of four codes come back, and what is stored is stored so again")
  func laws() throws {
    for name in ["1:4", "2:4", "3:4", "4:4"] {
      let compress = try Self.evaluator(name)
      let expand = try Self.evaluator(name, expanding: true)
      let codes: [UInt64] = [0, 0x80, 5, 0x7F]
      for number in 0..<256 {
        let group = (0..<4).map { codes[number >> (2 * $0) & 3] }
        let (stored, flags) = compress(group)
        guard flags == [] else { continue }
        let places = Set(stored.suffix(compress.compression.codes))
        let back = expand(stored).results
        #expect(
          back
            == group.enumerated().map { place, code in
              code == 0x80 && !places.contains(UInt64(place)) ? 0 : code
            })
        #expect(compress(back).results == stored)
      }
    }
  }

  @Test("a case is explained group by group")
  func explains() throws {
    let steps = try Self.evaluator("2:4").explanation(of: [0, 0x38, 0, 0])
    #expect(
      steps.map(\.label) == [
        "group 0", "survivors", "free places", "places", "2 codes of float8_e4m3fn",
        "2 codes of uint2",
      ])
    #expect(
      steps.map(\.text) == [
        "0, 1, 0, 0", "1 at 1", "taken by the zeros at 2 above them", "1, 2", "0x38 0x00",
        "0x1 0x2",
      ])
    let back = try Self.evaluator("2:4", expanding: true).explanation(of: [0x38, 0, 1, 2])
    #expect(back.map(\.text) == ["1, 0", "1, 2", "0, 3", "0x00 0x38 0x00 0x00"])
  }
}
