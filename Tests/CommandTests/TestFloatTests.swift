import Foundation
import Testing

@Suite("Berkeley TestFloat's text")
struct TestFloatTests {
  private func judge(_ arguments: String, _ text: String) throws -> Command.Result {
    try Command.run("judge \(arguments) --as testfloat", input: .file([UInt8](text.utf8)))
  }

  // From the manual of testfloat_gen, release 3d: f64_add, nearest-even.
  private let manual = """
    3F90EB5825D6851E C3E0080080000000 C3E0080080000000 01
    41E3C00000000000 C182024F8AE474A8 41E377F6C1D46E2D 01
    7FD80FFFFFFFFFFF 7FEFFFFFFFFFFF80 7FF0000000000000 05
    3FFFED6A25C534BE 3CA1000000020000 3FFFED6A25C534BF 01

    """

  @Test("the manual's own lines are right, flags included, by either name")
  func published() throws {
    for name in ["f64_add", "add --format binary64"] {
      let run = try judge("\(name) --flags", manual)
      #expect(run.status == 0, "\(run.text)")
      #expect(run.text.contains("enumerated"))
    }
  }

  @Test("a wrong result and a wrong flag are found, flags only where asked for")
  func planted() throws {
    let result = manual.replacing("C3E0080080000000 01", with: "C3E0080080000001 01")
    #expect(try judge("f64_add", result).status == 1)
    let flag = manual.replacing(" 05", with: " 04")
    #expect(try judge("f64_add", flag).status == 0)
    let run = try judge("f64_add --flags", flag)
    #expect(run.status == 1)
    #expect(run.text.contains("flags ..o.x") && run.text.contains("flags ..o.."))
    #expect(try judge("f64_add --flags --rounding toward-zero", manual).status == 1)
  }

  @Test("lines that cannot be read are counted, and the others judged")
  func malformed() throws {
    let run = try judge("f64_add", manual + "7FD80FFFFFFFFFFF 7FEF\nxyz\n")
    #expect(run.status == 4)
    #expect(run.text.contains("2 rows cannot be read, first row 5"))
    #expect(try judge("f64_add", "").status == 4)
  }

  @Test("our own text is right about itself, whatever the operation")
  func own() throws {
    for operation in [
      "sqrt --format float32 --rounding up", "cast --from float32 --to float16 --rounding to-odd",
      "cast --from float32 --to float8_e4m3fn",
    ] {
      let text = try Command.run("vectors \(operation) --as testfloat").text
      #expect(try judge(operation, text).status == 0)
      guard !operation.contains("e4m3") else {
        #expect(text.split(separator: "\n" as Character).allSatisfy { $0.hasSuffix(" 00") })
        #expect(try judge("\(operation) --flags", text).status == 2)
        continue
      }
      #expect(try judge("\(operation) --flags", text).status == 0)
    }
  }

  @Test("what the text has no place for is refused")
  func refused() throws {
    for arguments in [
      "vectors cast --from float32 --to float16 --rounding stochastic-8 --as testfloat",
      "vectors mask --pattern 2:4 --rows 1 --columns 4 --format float16 --as testfloat",
      "judge f32_add", "judge f32_add --as testfloat --format float16",
      "judge add --format float16 --flags", "judge f32_add --as testfloat --tininess before",
    ] {
      #expect(try Command.run(arguments).status == 2, "\(arguments)")
    }
  }
}
