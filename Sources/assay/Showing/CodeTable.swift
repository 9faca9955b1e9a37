import Descriptors
import Reference

/// Every code of a format with its exact value.
struct CodeTable {
  private let format: NumberFormat

  /// The widest format whose codes are listed.
  static let mostBits = 16

  /// The table of a format.
  ///
  /// - Throws: `CommandFailure` for formats of more than 16 bits.
  init(_ descriptor: FormatDescriptor) throws(CommandFailure) {
    guard descriptor.bits <= Self.mostBits else {
      throw .usage(
        "\(descriptor.name) has 2^\(descriptor.bits) codes",
        "--codes lists formats of up to \(Self.mostBits) bits; 'assay explain' shows single values"
      )
    }
    format = NumberFormat(descriptor)
  }

  /// The codes, one a line, long values as powers of two.
  func print() {
    Output.line(Style.output.heading("\(format.name), \(format.bits.counted("bit"))"))
    for code in 0...format.lastCode {
      Output.line("  \(format.hexadecimal(code))  \(ExactText.short(format.decode(code)))")
    }
  }

  /// The codes in JSON, values in full.
  var document: Document {
    let codes = (0...format.lastCode).map { code in
      Row(code: format.hexadecimal(code), value: format.decode(code).description)
    }
    return Document(name: format.name, bits: format.bits, codes: codes)
  }

  /// A format and its codes in JSON.
  struct Document: Encodable {
    var name: String
    var bits: Int
    var codes: [Row]
  }

  /// One code.
  struct Row: Encodable {
    var code: String
    var value: String
  }
}
