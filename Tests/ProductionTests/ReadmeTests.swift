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
}
