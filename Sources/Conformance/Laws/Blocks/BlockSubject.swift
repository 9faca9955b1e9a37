import Descriptors
import ExactArithmetic
import Harness
import Reference

/// A block format about which laws are made, on a row of three blocks, and what claims to be it.
struct BlockSubject: Sendable {
  let format: BlockFormat
  let maker: BlockMaker
  let element, scale: NumberFormat
  /// The elements of a block, and of a row of three.
  let length, columns: Int
  let encode: @Sendable ([UInt64]) -> [UInt64]
  let decode: @Sendable ([UInt64]) -> [UInt64]

  static let blocks = 3
  static let binary32 = NumberFormat(ieee("float32", bits: 32, exponent: 8))
  /// Wide enough for every product of an element and its scales.
  static let binary64 = NumberFormat(ieee("float64", bits: 64, exponent: 11))

  private static func ieee(_ name: String, bits: Int, exponent: Int) -> FormatDescriptor {
    FormatDescriptor(
      name: name, bits: bits,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: exponent, trailingBits: bits - 1 - exponent,
          bias: (1 << (exponent - 1)) - 1, hasNegativeZero: true, infinities: .ieee, nans: .ieee)))
  }

  /// `nil` where the format contradicts itself.
  init?(_ given: BlockFormat, _ maker: @escaping BlockMaker) {
    var format = given
    format.shape = BlockFormat.Shape(
      columns: min(4, max(2, given.shape.rows * given.shape.columns)))
    let (length, columns) = (format.shape.columns, Self.blocks * format.shape.columns)
    let encoding = Operation(
      .encodeBlock(format, rows: 1, columns: columns, ragged: .refuse),
      format: Self.binary32.descriptor)
    guard (try? BlockCodec(encoding)) != nil else { return nil }
    encode = maker(encoding)
    decode = maker(
      Operation(
        .decodeBlock(format, rows: 1, columns: columns, ragged: .refuse),
        format: Self.binary64.descriptor))
    (self.format, self.maker, self.length, self.columns) = (format, maker, length, columns)
    (element, scale) = (NumberFormat(format.element), NumberFormat(format.scale))
  }

  /// The same with another scheme.
  func with(_ scheme: BlockFormat.Scheme) -> BlockSubject? {
    var changed = format
    changed.scheme = scheme
    return BlockSubject(changed, maker)
  }

  /// A law about the format, called `block/<format>/<name>`.
  func law(
    _ name: String, check: @escaping @Sendable ([Rational], inout Choices) throws -> CaseOutcome
  ) -> Property {
    Property(
      id: "block/\(format.name)/\(name)", subject: format.name,
      domain: .stated(
        "rows of \(Self.blocks) blocks of \(length): small integers, or 12 bits in 2^-12...2^3")
    ) { choices in
      let row = Self.row(&choices, columns)
      choices.describe(row.map(\.description).joined(separator: " "))
      return try check(row, &choices)
    }
  }

  /// A row of numbers that binary32 has: integers, which are full of ties, or any of 12 bits.
  static func row(_ choices: inout Choices, _ count: Int) -> [Rational] {
    let coarse = choices.drawFlag()
    return (0..<count).map { _ in
      let size =
        coarse
        ? Rational(choices.draw(in: 0...15))
        : Rational(Int64(choices.draw(in: 0...4095)), exponent: -12 - choices.draw(in: 0...9) + 3)
      return choices.drawFlag() ? -size : size
    }
  }

  func encode(_ row: [Rational]) -> [UInt64] {
    encode(row.map { Self.binary32.encode(.finite($0)) })
  }

  /// The decoded row.
  func values(_ codes: [UInt64]) -> [Datum] { decode(codes).map { Self.binary64.decode($0) } }

  func elements(_ codes: [UInt64], block: Int) -> ArraySlice<UInt64> {
    codes.dropFirst(block * length).prefix(length)
  }

  func scaleCode(_ codes: [UInt64], block: Int) -> UInt64 {
    let index = columns + (format.hasZeroPoints ? Self.blocks : 0) + block
    return index < codes.count ? codes[index] : 0
  }

  func scaleValue(_ codes: [UInt64], block: Int) -> Rational? {
    scale.decode(scaleCode(codes, block: block)).number
  }

  /// The codes of a block: elements, its zero point if any, its scale.
  func codes(_ codes: [UInt64], block: Int) -> [UInt64] {
    let zero = format.hasZeroPoints ? [codes.dropFirst(columns + block).first ?? 0] : []
    return elements(codes, block: block) + zero + [scaleCode(codes, block: block)]
  }

  /// The largest magnitude of a block of a row.
  func amax(_ row: [Rational], block: Int) -> Rational {
    row.dropFirst(block * length).prefix(length).map(\.magnitude).max() ?? .zero
  }

  /// Whether elements are floats that saturate and round to nearest even.
  var hasPlainFloats: Bool {
    guard case .float = element.descriptor.encoding else { return false }
    return format.elementDialect.overflow == .satFinite
      && format.elementDialect.rounding == .toNearestOrEven
  }
}
