import Descriptors
import ExactArithmetic
import Reference
import Specs
import Testing

@Suite("division by zero")
struct DivisionByZeroTests {
  @Test(
    "is an infinity for IEEE 754 and a NaN for P3109",
    arguments: [("float8_e5m2", "inf"), ("Binary8p3se", "nan")])
  func finite(_ name: String, _ expected: String) throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: name)
    let divide = ScalarEvaluator(
      Operation(
        .div, operands: [format, format], result: format,
        dialect: catalog.standard.dialect(for: name)))
    let number = NumberFormat(format)
    let one = number.encode(.finite(1))
    let infinity = number.encode(.infinity(negative: false))
    #expect(number.decode(divide([one, 0])).description == expected)
    #expect(number.decode(divide([infinity, 0])).description == expected)
    #expect(number.decode(divide([0, 0])).isNaN)
    #expect(number.decode(divide([0, one])).isZero)
  }
}
