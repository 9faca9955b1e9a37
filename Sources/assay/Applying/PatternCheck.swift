import Descriptors
import Reference

/// Matrices that should have a pattern already: the first place at which one has not.
struct PatternCheck: StreamedCases {
  private let format: NumberFormat
  private let rule: MaskRule
  private let rows: Int
  private let columns: Int
  /// The first violation, with the number of its matrix where there are several.
  private(set) var violation: String?

  /// Prepares a check of the zeros of a mask operation's matrices.
  ///
  /// - Throws: `CommandFailure` for rules without a pattern, and for shapes that the pattern does
  ///   not divide unless ragged edges are allowed.
  init(_ operation: Operation) throws(CommandFailure) {
    _ = try ReferenceDevice.evaluator(of: operation)
    guard case .mask(let rule, let rows, let columns, _) = operation.function, rule.pattern != nil
    else {
      throw .usage("only block patterns can be checked", "use N:M or transposable-N:M")
    }
    (self.rule, self.rows, self.columns) = (rule, rows, columns)
    format = NumberFormat(operation.format)
  }

  var stride: Int { rows * columns * format.descriptor.streamBytes }
  var resultStride: Int { 0 }
  var blockSize: Int { max(1, (1 << 18) / (rows * columns)) }
  var text: String {
    "\((rows * columns).counted("code")) of \(format.descriptor.streamBytes.counted("byte"))"
  }

  mutating func compute(
    _ bytes: UnsafeRawBufferPointer, count: Int, firstCase: Int
  ) async throws -> Int {
    let width = format.descriptor.streamBytes
    for item in 0..<count where violation == nil {
      let codes = (0..<rows * columns).map { place -> UInt64 in
        let start = item * stride + place * width
        return (0..<width).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
      }
      if let wide = codes.first(where: { $0 > format.lastCode }) {
        throw CommandFailure.usage(
          "case \(firstCase + item) has a code wider than the \(format.bits) bits of "
            + "\(format.name): 0x\(String(wide, radix: 16, uppercase: true))",
          "the bits above a code must be 0")
      }
      do {
        try check(Mask(rows: rows, columns: columns, kept: codes.map { !format.isZero($0) }))
      } catch {
        violation = "matrix \(firstCase + item), \(error)"
      }
    }
    return count
  }

  private func check(_ support: Mask) throws(PatternViolation) {
    switch rule {
    case .magnitude(let pattern, let axis):
      try PatternValidator.validate(support, pattern, along: axis, .atMost)
    case .sequential(let pattern, let axis):
      try PatternValidator.validateSequential(support, pattern, along: axis)
    case .transposable(let pattern, _):
      try PatternValidator.validateTransposable(support, pattern, .atMost)
    case .top, .threshold: break
    }
  }

  func withResults(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {}
}

extension NumberFormat {
  /// Whether a code denotes zero, with or without sign.
  fileprivate func isZero(_ code: UInt64) -> Bool { decode(code).isZero }
}
