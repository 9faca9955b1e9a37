import Descriptors

extension Fault {
  /// Mistakes with scales and sums that were added for entries of the corpus of public bugs.
  static let elementCorpus: [Fault] = [
    encoding(
      "scale-after-division", "the scale is 2^floor(log2(amax / max)): one step too small",
      threads: ["vllm#43557"]
    ) { encoding in
      guard case .scaled(let rule) = encoding.block.scheme, rule.isPowerOfTwo else { return nil }
      encoding.block.scheme = .scaled(.amaxOverMax)
      encoding.block.scaleDialect.rounding = .towardZero
      return ElementMisoperation(encoding.operation)
    },
    encoding(
      "log2-scale", "the scale's exponent is taken from a log2 in binary32",
      threads: ["chop#5"]
    ) { encoding in
      guard case .scaled(let rule) = encoding.block.scheme, rule == .floor,
        encoding.format.layout == FormatDescriptor.binary32.layout
      else { return nil }
      var wrong = ElementMisoperation(encoding.operation)
      wrong.operand = { BinaryLogarithm.raised($0) }
      return wrong
    },
    encoding(
      "blocks-across-rows", "blocks go on from the end of a row to the beginning of the next",
      threads: ["mase#321"]
    ) { encoding in
      let (rows, columns) = (encoding.rows, encoding.columns)
      let width = encoding.block.shape.columns
      guard encoding.block.shape.rows == 1, rows > 1, columns % width != 0,
        encoding.block.matrixScale == nil, !encoding.block.hasZeroPoints
      else { return nil }
      let elements = rows * columns
      let perRow = (columns + width - 1) / width
      let scales = (0..<rows * perRow).map { index in
        elements + (index / perRow * columns + index % perRow * width) / width
      }
      (encoding.rows, encoding.columns, encoding.ragged) = (1, elements, .atMost)
      return ElementMisoperation(
        ElementMisoperation.Step(encoding.operation, targets: Array(0..<elements) + scales))
    },
    encoding(
      "scale-unrounded", "elements are divided by the scale before it was rounded",
      threads: ["Model-Optimizer#2243"]
    ) { encoding in
      let elements = encoding.rows * encoding.columns
      let right = encoding.operation
      switch encoding.block.scheme {
      case .scaled(let rule) where rule == .amaxOverMax || rule == .amax: break
      case .twoLevel: break
      case .scaled, .zeroPoint, .dual: return nil
      }
      encoding.block.scale = .binary32
      encoding.block.scaleDialect = Dialect()
      var wrong = ElementMisoperation(encoding.operation)
      wrong.second = (ElementMisoperation.Step(right), { Array($0[..<elements] + $1[elements...]) })
      return wrong
    },
    encoding(
      "scale-reciprocal-infinite",
      "the reciprocal of 2^-127 is infinite: elements become the largest value, zeros NaN",
      threads: ["flashinfer#2440", "TensorLib#99"]
    ) { encoding in
      guard case .scaled(let rule) = encoding.block.scheme, rule.isPowerOfTwo,
        let codes = encoding.block.element.extremes, let source = encoding.format.layout
      else { return nil }
      let (block, format, columns) = (encoding.block, encoding.format, encoding.columns)
      let elements = encoding.rows * columns
      let perRow = (columns + block.shape.columns - 1) / block.shape.columns
      var wrong = ElementMisoperation(encoding.operation)
      wrong.answer = { operands, results in
        var given = results
        for place in 0..<elements {
          let (row, column) = (place / columns, place % columns)
          let blockRow = row / block.shape.rows
          let scale = results[elements + blockRow * perRow + column / block.shape.columns]
          guard scale == 0 else { continue }
          let sign = operands[place] & format.topBit == 0 ? 0 : block.element.topBit
          let isZero = format.kind(of: operands[place], source) == .zero
          given[place] = isZero ? codes.nan : sign | codes.largest
        }
        return given
      }
      return wrong
    },
    .elements(
      "small-scale-lost", "block scales below the normal range are read as zero",
      threads: ["vllm#34577", "vllm#37464"]
    ) { operation in
      guard case .decodeBlock(let block, let rows, let columns, _) = operation.function,
        let layout = block.scale.layout, layout.subnormals == .gradual
      else { return nil }
      let first = rows * columns + (block.hasZeroPoints ? 1 : 0)
      let places = first..<first + block.blockCount(rows: rows, columns: columns)
      let scale = block.scale
      var wrong = ElementMisoperation(operation)
      wrong.operands = { codes in
        var codes = codes
        for place in places where scale.kind(of: codes[place], layout) == .subnormal {
          codes[place] = 0
        }
        return codes
      }
      return wrong
    },
    .elements("sum-zero", "every sum is zero", threads: ["onnxruntime#31155"]) { operation in
      guard case .dot = operation.function else { return nil }
      var wrong = ElementMisoperation(operation)
      wrong.answer = { _, results in results.map { _ in 0 } }
      return wrong
    },
    .elements(
      "sum-doubled", "every sum is twice as large: it correlates perfectly",
      threads: ["tt-metal#22994"]
    ) { operation in
      guard case .dot = operation.function else { return nil }
      return ElementMisoperation(operation) { _, _, results in results.map { 2 * $0 } }
    },
  ]

  /// The parts of an encoding of blocks, for a fault to change.
  private struct Encoding {
    var original: Operation
    var block: BlockFormat
    var rows: Int
    var columns: Int
    var ragged: MaskRule.RaggedRule

    var format: FormatDescriptor { original.format }

    /// The operation with the parts as they are now.
    var operation: Operation {
      original.changing {
        $0.function = .encodeBlock(block, rows: rows, columns: columns, ragged: ragged)
      }
    }
  }

  private static func encoding(
    _ id: String, _ title: String, threads: [String],
    _ mistake: @escaping @Sendable (inout Encoding) -> ElementMisoperation?
  ) -> Fault {
    .elements(id, title, threads: threads) { operation in
      guard case .encodeBlock(let block, let rows, let columns, let ragged) = operation.function
      else { return nil }
      var encoding = Encoding(
        original: operation, block: block, rows: rows, columns: columns, ragged: ragged)
      return mistake(&encoding)
    }
  }
}

extension FormatDescriptor {
  /// The codes of the largest finite value and of a NaN, 0 where there is none; `nil` where the
  /// format is no signed float.
  fileprivate var extremes: (largest: UInt64, nan: UInt64)? {
    guard let layout, layout.signed else { return nil }
    let mask = topBit - 1
    let field = mask & ~0 << UInt64(layout.trailingBits)
    switch (layout.nans, layout.infinities) {
    case (.ieee, _): return (field - 1, field | 1 << UInt64(max(0, layout.trailingBits - 1)))
    case (.allOnes, .none): return (mask - 1, mask)
    case (.none, .none): return (mask, 0)
    case (.negativeZero, .none): return (mask, topBit)
    default: return nil
    }
  }
}
