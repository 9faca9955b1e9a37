import Conformance
import Descriptors
import Specs
import Testing

struct SummationTreeTests {
  private func tree(
    _ length: Int, adder: Accumulator.Adder = .serial, order: Accumulator.Order = .sequential,
    chunk: Int? = nil
  ) throws -> String {
    let float32 = try Catalog.builtIn().format(named: "float32")
    let accumulator = Accumulator(
      name: "tried", sum: .exact, adder: adder, order: order,
      chunk: chunk.map { .init(length: $0, outer: .exact) }, result: float32)
    return SummationTree(accumulator, length: length)?.description ?? "none"
  }

  @Test func ordersAreTrees() throws {
    #expect(try tree(0) == "none")
    #expect(try tree(1) == "0")
    #expect(try tree(4) == "(((0 1) 2) 3)")
    #expect(try tree(5, order: .oddFirst) == "((((1 0) 3) 2) 4)")
    #expect(try tree(5, order: .pairwise) == "(((0 1) 2) (3 4))")
    #expect(try tree(6, order: .lanes(4, .halves)) == "(((0 4) 2) ((1 5) 3))")
    #expect(try tree(6, order: .lanes(4, .neighbours)) == "(((0 4) (1 5)) (2 3))")
    #expect(try tree(5, order: .lanes(3, .sequential)) == "(((0 3) (1 4)) 2)")
    #expect(try tree(2, order: .lanes(4, .halves)) == "(0 1)")
    #expect(try tree(5, chunk: 2) == "(((0 1) (2 3)) 4)")
  }

  @Test func alignedAddersHaveManyParts() throws {
    let together = AlignedAdder(terms: 2, bits: 10, includesSum: true)
    let apart = AlignedAdder(terms: 2, bits: 10, includesSum: false)
    #expect(try tree(5, adder: .aligned(together)) == "(((0 1) 2 3) 4)")
    #expect(try tree(5, adder: .aligned(apart)) == "(((0 1) (2 3)) 4)")
  }

  @Test func whatIsLostIsWhatMeetsTheLargeValue() {
    let tree = SummationTree.sum([.sum([.sum([.term(0), .term(1)]), .term(2)]), .term(3)])
    let lost = tree.lostPlaces(length: 4)
    #expect(lost[0 * 4 + 1] == 0)
    #expect(lost[0 * 4 + 2] == 0b0010)
    #expect(lost[3 * 4 + 1] == 0b0101)
    #expect(lost[1 * 4 + 3] == lost[3 * 4 + 1])
  }
}
