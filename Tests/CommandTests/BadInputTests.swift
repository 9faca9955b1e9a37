import Foundation
import Testing

@Suite("bad input")
struct BadInputTests {
  /// A command line, its words separated by spaces, with the one line that answers it.
  ///
  /// A `*` at the end stands for the rest of a list that grows with the catalogue.
  struct Mistake: CustomTestStringConvertible {
    var line: String
    var message: String
    var status: Int32 = 2

    init(_ line: String, _ message: String) {
      self.line = line
      self.message = message
    }

    var testDescription: String { line }
  }

  static let explain = "explain cast --from float8_e4m3fn --to float8_e5m2 --values "
  static let rules =
    "nearest-even, nearest-away, nearest-zero, toward-zero, up, down, to-odd, stochastic-N"
  static let operations = "cast, add, sub, mul, div, sqrt, fma, faa, *"
  static let digit = "expected a digit; write n, n/d, a decimal such as 1.5e-3 or a hex float"

  static let mistakes = [
    Mistake(
      "lst",
      "unknown command 'lst'; nearest: list; known are list, show, *"),
    Mistake("list --jso", "unknown option '--jso'; did you mean '--json'?; see 'assay help list'"),
    Mistake("show", "missing expected argument '<name>'; see 'assay help show'"),
    Mistake(
      "explain cast --values", "missing value for '--values <list>'; see 'assay help explain'"),
    Mistake(
      "list formatz",
      "unknown kind 'formatz'; nearest: formats; known are formats, blocks, dialects, "
        + "accumulators, masks, estimators, quantizers, operations, profiles, laws, devices, corpus"
    ),
    Mistake(
      "list --formats nowhere.yaml",
      "nowhere.yaml: the file cannot be read; check that it exists and is readable"),
    Mistake(
      "show tff32", "unknown format 'tff32'; nearest: tf32; 'assay list formats' shows all"),
    Mistake(
      "show trch-2.13",
      "unknown format or dialect 'trch-2.13'; nearest: torch-2.13; 'assay list' shows all"),
    Mistake(
      "show posit99",
      "'posit99' has 99 bits; take 3 to 16, or define it under 'family: posit'"),
    Mistake(
      "show float32 --codes",
      "float32 has 2^32 codes; --codes lists formats of up to 16 bits; 'assay explain' shows "
        + "single values"),
    Mistake(
      "show standard --codes", "standard is a dialect, which has no codes; leave out --codes"),
    Mistake(
      "explain cats --to float16 --values 1",
      "unknown operation 'cats'; nearest: cast; known are \(operations)"),
    Mistake("explain cast --values 1", "cast lacks --to; name the format of the result"),
    Mistake(
      "explain cast --format float16 --values 1", "cast has no --format; use --from and --to"),
    Mistake("explain add --values 1", "add lacks --format; name the format of the operands"),
    Mistake(
      "explain add --from float16 --to float16 --values 1", "add has no --from; use --format"),
    Mistake(
      "explain add --format float16 --values 1",
      "add takes 2 values, --values has 1; give one value for each operand"),
    Mistake(
      "explain cast --to float16 --values code:7E",
      "'code:7E' is a code of no format; name the format with --from"),
    Mistake(explain + ",", empty(1)),
    Mistake(explain + "1,,2", empty(2)),
    Mistake(
      explain + "1/0",
      "--values: '1/0' is no number; the denominator is zero; write n/d with d other than zero"),
    Mistake(
      explain + "1e99999999",
      "--values: '1e99999999' is no number; the exponent is beyond ±1000000"),
    Mistake(
      explain + "1e999999",
      "--values: '1e999999' has a numerator or denominator above 2^200000; "
        + "no format reaches that far"),
    Mistake(explain + "abc", "--values: 'abc' is no number; \(digit)"),
    Mistake(explain + "0x", "--values: '0x' is no number; \(digit)"),
    Mistake(
      explain + "code:XYZ",
      "--values: 'code:XYZ' is no code; write up to 16 hex digits, as in code:7E"),
    Mistake(
      explain + "code:-1",
      "--values: 'code:-1' is no code; write up to 16 hex digits, as in code:7E"),
    Mistake(
      explain + "code:1FF",
      "code:1FF is wider than the 8 bits of float8_e4m3fn; its last code is 0xFF"),
    Mistake(explain + "17", "17 is not in float8_e4m3fn; the nearest there are 16 and 18"),
    Mistake(explain + "-1e9", "-1e9 is not in float8_e4m3fn; the nearest there is -448"),
    Mistake(explain + "-inf", "-inf is not in float8_e4m3fn; the nearest there is -448"),
    Mistake(
      "explain cast --from int4 --to float16 --values nan",
      "nan is not in int4; choose a number"),
    Mistake(
      "explain cast --from float8_e8m0fnu --to float16 --values 0",
      "0 is not in float8_e8m0fnu; the nearest there is 2^-127"),
    Mistake(
      explain + "1 --rounding nearest-evn",
      "unknown rounding rule 'nearest-evn'; nearest: nearest-even; known are \(rules)"),
    Mistake(explain + "1 --rounding stochastic-99", badStochastic("stochastic-99")),
    Mistake(explain + "1 --rounding stochastic-0", badStochastic("stochastic-0")),
    Mistake(explain + "1 --rounding stochastic-", badStochastic("stochastic-")),
    Mistake(
      explain + "1 --rounding stochastic-8",
      "stochastic-8 takes a random word; add --word, as in --word 0x80"),
    Mistake(explain + "1 --word 3", "nearest-even takes no random word; leave out --word"),
    Mistake(
      explain + "1 --rounding stochastic-8 --word 0x123456789",
      "--word '0x123456789' is no word of 32 bits; "
        + "write 0 to 4294967295, or 0x and up to 8 hex digits"),
    Mistake(
      explain + "1 --overflow sat-fnite",
      "unknown overflow rule 'sat-fnite'; nearest: sat-finite; "
        + "known are sat-finite, sat-propagate, sat-none"),
    Mistake(
      explain + "1 --dialect troch-2.13",
      "unknown dialect 'troch-2.13'; nearest: torch-2.13, torch-2.11; "
        + "'assay list dialects' shows all"),
    Mistake(
      explain + "1 --dialect torch-2.13 --rounding up",
      "torch-2.13 does not round up; it offers nearest-even, toward-zero"),
    Mistake("apply cast --to float16", "cast lacks --from; name the format of the operand"),
    Mistake(
      "apply cast --from float32 --to float16 --by refrence",
      "unknown device 'refrence'; nearest: reference; known are reference, production, *"),
    Mistake(
      "apply cast --from float32 --to bfloat16 --by x86-vcvtps2ph",
      "x86-vcvtps2ph does not compute this: x86-vcvtps2ph converts float32 to float16 and does "
        + "nothing else; choose another device or --by reference"),
    Mistake(
      "replay foo 1",
      "'foo' is no law's id; write format/NAME/LAW or OPERATION@DEVICE, as a counterexample's "
        + "replay line has it"),
    Mistake(
      "replay format/float8_e4m3fn/decode-totl 1",
      "unknown law of float8_e4m3fn 'decode-totl'; nearest: decode-total; known are *"),
    Mistake(
      "replay format/float8_e4m3fn/decode-total x",
      "choice 1 is 'x', no number of 64 bits; write decimal numbers between commas, or none"),
    Mistake(
      "replay format/float8_e4m3fn/decode-total 256",
      "choice 1 is 256; this law asks there for a number up to 255"),
    Mistake(
      "replay format/float8_e4m3fn/decode-total 1,2",
      "2 choices given, this case has 1; copy the whole replay line"),
    Mistake(
      "replay format/float8_e4m3fn/decode-injective 1,1",
      "these choices are outside the law's domain; copy the whole replay line"),
    Mistake(
      "replay cast/float32/float16/nearest-even@production 1",
      "'cast/float32/float16/nearest-even' is no operation's id; an id is "
        + "kind/formats/rounding/overflow, as in cast/float32/float16/nearest-even/sat-none"),
    Mistake(
      "replay add/float16/nearest-even/sat-none@production 1",
      "1 choice is given, a case has 2; give the 2 operand codes"),
    Mistake(
      "replay add/float16/nearest-even/sat-none@production 1,65536",
      "choice 65536 is wider than the 16 bits of float16; its last code is 65535"),
  ]

  static func empty(_ position: Int) -> String {
    "value \(position) of --values is empty; write values between commas, as in 17/2,-0,inf"
  }

  static func badStochastic(_ name: String) -> String {
    "'\(name)' is no rounding rule; write stochastic-N with N from 1 to 32, or with a variant as "
      + "in stochastic-8b"
  }

  @Test("one line on stderr, nothing on stdout, exit code 2", arguments: mistakes)
  func message(_ mistake: Mistake) throws {
    let result = try Command.run(mistake.line)
    if mistake.message.hasSuffix("*") {
      #expect(result.diagnostics.hasPrefix("assay: \(mistake.message.dropLast())"))
      #expect(result.diagnostics.split(separator: "\n").count == 1)
    } else {
      #expect(result.diagnostics == "assay: \(mistake.message)\n")
    }
    #expect(result.status == mistake.status)
    #expect(result.output.isEmpty)
  }

  @Test("an empty list is named as such")
  func emptyList() throws {
    let result = try Command.run(["explain", "cast", "--to", "float16", "--values", ""])
    #expect(
      result.diagnostics
        == "assay: --values is empty; write values between commas, as in 17/2,-0,inf\n")
    #expect(result.status == 2)
  }

  @Test(
    "formats that the reference cannot take in are refused before anything is computed",
    arguments: [
      "show f", "explain cast --to f --values 1", "explain cast --from f --to int8 --values 1",
      "apply cast --from f --to int8 --by reference",
      "replay cast/f/int8/nearest-even/sat-none@production 1", "replay format/f/nearest 1",
      "verify format/f --effort quick",
    ])
  func tooLarge(_ line: String) throws {
    let posit = try Command.file("formats:\n  - {name: f, family: posit, bits: 32}\n")
    let integer = try Command.file(
      "formats:\n  - {name: f, family: fixed-point, bits: 64, signed: false}\n")
    defer {
      for file in [posit, integer] { try? FileManager.default.removeItem(atPath: file) }
    }
    let first = try Command.run("\(line) --formats \(posit)")
    #expect(
      first.diagnostics
        == "assay: 'f' has 32 bits, and the reference lists every value of a posit; "
        + "use a posit of at most 16 bits\n")
    #expect(first.status == 2)
    let second = try Command.run("\(line) --formats \(integer)")
    #expect(
      second.diagnostics
        == "assay: 'f' has 64 bits without a sign, more values than the reference counts; "
        + "use at most 63 bits\n")
    #expect(second.status == 2)
  }

  @Test("control characters cannot reach the terminal through a message")
  func controlCharacters() throws {
    let result = try Command.run(["show", "a\u{1B}[31m\nb"])
    #expect(!result.diagnostics.contains("\u{1B}"))
    #expect(result.diagnostics.split(separator: "\n").count == 1)
    #expect(result.status == 2)
  }
}
