import Descriptors
import Reference

/// Every code of a format with its exact value.
struct CodeTable: Encodable {
  var name: String
  var bits: Int
  var codes: [Row]

  /// One code.
  struct Row: Encodable {
    var code: String
    var value: String
  }

  private let format: NumberFormat

  private enum CodingKeys: CodingKey {
    case name, bits, codes
  }

  /// The widest format whose codes are listed.
  static let mostBits = 16

  /// Decodes every code.
  ///
  /// - Throws: `CommandFailure` for formats of more than 16 bits.
  init(_ descriptor: FormatDescriptor) throws(CommandFailure) {
    guard descriptor.bits <= Self.mostBits else {
      throw .usage(
        "\(descriptor.name) has 2^\(descriptor.bits) codes",
        "--codes lists formats of up to \(Self.mostBits) bits; 'assay explain' shows single values")
    }
    let format = NumberFormat(descriptor)
    self.format = format
    name = format.name
    bits = format.bits
    codes = (0...format.lastCode).map { code in
      Row(code: format.hexadecimal(code), value: format.decode(code).description)
    }
  }

  /// The codes, one a line, long values as powers of two.
  func print() {
    Output.line(Style.output.heading("\(name), \(bits) bits"))
    for code in 0...format.lastCode {
      Output.line("  \(format.hexadecimal(code))  \(ExactText.short(format.decode(code)))")
    }
  }
}
