import Reference
import Testing

@Suite struct ConstantInitialisationTests {
  @Test func constNet() {
    let groups = ConstNet.parameters()
    func count(_ name: String) -> Int { groups.filter { $0.name == name }.parameterCount }
    #expect(count("stem") == 432)
    #expect(count("3x3") == 714_240 + 3_225_600 + 12_902_400)
    #expect(count("1x1") == 2_560 + 51_200 + 204_800)
    #expect(count("normalisation") == 7_712)
    #expect(count("unused") == 36)
    #expect(count("dense") == 6_410)
    #expect(groups.parameterCount == 17_115_390)
    // 48 in the stem, all 1 x 1, a scale for each normalised channel and for each block.
    #expect(groups.nonZeroCount == 48 + 258_560 + 3_856 + 12)
  }

  @Test func leakyNet() {
    #expect(LeakyNet.parameters().parameterCount == 16_858_066)
    // The identity reads one input for each output; the stem averages three.
    let channels = 4 * (160 + 320 + 640)
    #expect(LeakyNet.parameters().nonZeroCount == 48 + channels + channels)
    let averaging = LeakyNet.parameters(initialisation: "1_1111_1111_1111")
    #expect(averaging.parameterCount == 16_858_066)
    #expect(averaging.nonZeroCount == 48 + (714_240 + 3_225_600 + 12_902_400) / 9 + channels)
  }
}
