import Calibration
import ExactArithmetic
import Specs
import Tensors
import Testing

@Suite("samples")
struct SampleTests {
  @Test("every finite binary64 is the rational that it is")
  func doubles() {
    #expect(Rational(exactly: 0.75) == Rational(3, over: 4))
    #expect(Rational(exactly: -3) == Rational(-3))
    #expect(Rational(exactly: -0.0) == .zero)
    #expect(Rational(exactly: 0x1p-1074) == .powerOfTwo(-1074))
    #expect(
      Rational(exactly: .greatestFiniteMagnitude) == Rational(1 << 53 - 1, exponent: 971))
    #expect(Rational(exactly: .nan) == nil)
    #expect(Rational(exactly: -.infinity) == nil)
  }

  @Test("elements of a narrow type are the values of their codes, and NaN is named by its place")
  func narrow() throws {
    let file = try TensorFile.open(
      bytes: SafetensorsWriter.bytes([
        Tensor(name: "a", element: .float8E4M3FN, shape: [2, 2], bytes: [0x38, 0xB8, 0x01, 0x00]),
        Tensor(name: "b", element: .float8E4M3FN, shape: [2], bytes: [0x38, 0x7F]),
      ]))
    let catalog = try Catalog.builtIn()
    let sample = try Sample(#require(file.tensor(named: "a")), of: file, catalog: catalog)
    #expect(sample.rationals == [1, -1, .powerOfTwo(-9), 0])
    #expect(throws: CalibrationError.self) {
      try Sample(#require(file.tensor(named: "b")), of: file, catalog: catalog)
    }
  }
}
