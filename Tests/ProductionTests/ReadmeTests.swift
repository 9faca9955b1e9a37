import Descriptors
import Production
import Specs
import Testing

@Suite("the README's example")
struct ReadmeTests {
  @Test("does what the README says")
  func example() throws {
    let catalog = try Catalog.builtIn()
    let target = try catalog.format(named: "float8_e4m3fn")
    let cast = try Cast(
      to: target, dialect: Dialect(rounding: .toNearestOrEven, overflow: .satFinite))
    let codes = cast([0.1, 464, 465, -0.0])
    #expect(codes == [0x1D, 0x7E, 0x7E, 0x80])
  }

  @Test("prunes and masks as the README says")
  func pruning() throws {
    let prune = try GradientPruning(named: "2:4")
    let (sparse, summary) = try prune([3, -1, 2, -4], seed: 7)
    #expect(summary == PruningSummary())
    // Two of four, of the one magnitude that every kept element of this block has.
    #expect(sparse.filter { $0 != 0 }.map { abs($0) } == [5, 5])
    let rule = try #require(MaskRule(named: "transposable-2:4"))
    let single = try Catalog.builtIn().format(named: "float32")
    let mask = try PreparedMask(rule, format: single, rows: 4, columns: 4)
    let kept = try mask.mask(of: [7, 1, 5, 3, 2, 8, 6, 4, 9, 3, 1, 5, 4, 6, 2, 7])
    #expect(kept == [1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1])
  }
}
