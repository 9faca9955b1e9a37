import Descriptors
import Devices
import Specs
import Testing

@Suite("rows of answers")
struct AnswerReaderTests {
  private func layout() throws -> CaseLayout {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "float8_e4m3fn")
    let to = try catalog.format(named: "float16")
    return CaseLayout(
      Operation(.mul, operands: [format, format], result: to, dialect: Dialect()))
  }

  private func read(
    _ text: String, _ style: AnswerReader.Style = .lines
  ) throws -> (row: AnswerReader.Row, reader: AnswerReader) {
    var reader = AnswerReader(try layout(), style: style)
    let row = Array(text.utf8).withUnsafeBufferPointer { reader.read($0) }
    return (row, reader)
  }

  @Test("results alone, and with the case before them")
  func taken() throws {
    #expect(try read("3C00").row == .answer(isTagged: false))
    #expect(try read("0x3c00 // right").reader.results == [0x3C00])
    let (row, reader) = try read(" 7e 80\t3C00\r")
    #expect(row == .answer(isTagged: true))
    #expect(reader.codes == [0x7E, 0x80])
  }

  @Test("unknown bits are told apart from nonsense")
  func unknown() throws {
    #expect(try read("3Cx0").row == .undefined(isTagged: false))
    #expect(try read("7E 80 zzzz").row == .undefined(isTagged: true))
    for text in ["", "3G00", "13C00", "7E 80", "1 2 3 4", "7x 80 3C00", "100 80 3C00"] {
      guard case .malformed = try read(text).row else {
        Issue.record("'\(text)' is taken")
        continue
      }
    }
  }

  @Test("comments and messages of simulators are no rows")
  func remarks() throws {
    #expect(try read("// results").row == .remark)
    #expect(try read("- tb.sv:13: Verilog $finish").row == .remark)
  }

  @Test("a memory's word is cut into results, addresses are understood")
  func memory() throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "float6_e2m3fn")
    let layout = CaseLayout(
      Operation(
        .prune(BlockPruning(try #require(BlockPattern(keep: 2, of: 3)))),
        format: format))
    var reader = AnswerReader(layout, style: .memory)
    var text: [UInt8] = []
    layout.appendMemoryResults([0x3F, 0x01, 0x20], to: &text)
    #expect(String(decoding: text, as: UTF8.self) == "3F060")
    #expect(text.withUnsafeBufferPointer { reader.read($0) } == .answer(isTagged: false))
    #expect(reader.results == [0x3F, 0x01, 0x20])
    #expect(try read("@1F", .memory).row == .address(31))
    #expect(try read("3_C00", .memory).reader.results == [0x3C00])
    #expect(try read("xxxx", .memory).row == .undefined(isTagged: false))
    guard case .malformed = try read("13C00", .memory).row else {
      Issue.record("a word too wide is taken")
      return
    }
  }

  @Test("TestFloat's text has flags behind the result")
  func testFloat() throws {
    let (row, reader) = try read("7E 80 8000 11", .testFloat)
    #expect(row == .answer(isTagged: true))
    #expect(reader.flags == 0x11)
    guard case .malformed = try read("7E 80 8000", .testFloat).row else {
      Issue.record("a line without flags is taken")
      return
    }
  }
}
