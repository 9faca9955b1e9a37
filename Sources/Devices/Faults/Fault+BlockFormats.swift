import Descriptors

extension Fault {
  /// Mistakes in scaling blocks.
  static let blockFormats: [Fault] =
    [
      ("scale-floor", "the scale is OCP's floor rule", BlockFormat.ScaleRule.floor),
      ("scale-ceil", "the scale's exponent is rounded up", .ceil),
      ("scale-even", "the largest magnitude is rounded before its exponent is taken", .even),
      ("scale-rceil", "the scale is the least power of two that avoids saturation", .rceil),
    ].map { id, title, rule in
      format(id, title + ", whatever is asked for") { block in
        guard case .scaled(let own) = block.scheme, own.isPowerOfTwo, own != rule else {
          return false
        }
        block.scheme = .scaled(rule)
        return true
      }
    } + [
      format("scale-amax", "the scale is the largest magnitude itself, not divided") { block in
        guard case .scaled(.amaxOverMax) = block.scheme else { return false }
        block.scheme = .scaled(.amax)
        return true
      },
      format("six-only", "four over six never tries four") { block in
        switch block.scheme {
        case .scaled(.fourOverSix): block.scheme = .scaled(.amaxOverMax)
        case .twoLevel(var two) where two.fourOverSix:
          two.fourOverSix = false
          block.scheme = .twoLevel(two)
        default: return false
        }
        return true
      },
      format("elements-truncated", "elements are truncated, not rounded to nearest") { block in
        defer { block.elementDialect.rounding = .towardZero }
        return block.elementDialect.rounding == .toNearestOrEven
      },
      format("elements-ties-away", "elements halfway between two go away from zero") { block in
        defer { block.elementDialect.rounding = .toNearestOrAway }
        return block.elementDialect.rounding == .toNearestOrEven
      },
      format("scale-rounded-up", "a block scale is rounded up, not to nearest") { block in
        switch block.scheme {
        case .scaled(let rule) where rule.isPowerOfTwo: return false
        case .scaled, .twoLevel, .zeroPoint, .dual: break
        }
        defer { block.scaleDialect.rounding = .up }
        return block.scaleDialect.rounding == .toNearestOrEven
      },
      format("nan-skipped", "a NaN or an infinity does not make its block NaN") { block in
        defer { block.nonFinite = .element }
        return block.nonFinite == .block
      },
      format("empty-scale-one", "a block of zeros has scale 1") { block in
        defer { block.emptyScale = .one }
        return block.emptyScale == .smallest
      },
      format("scale-reciprocal", "values are multiplied by a rounded reciprocal, not divided") {
        block in
        guard case .twoLevel(var two) = block.scheme, two.arithmetic != .reciprocal else {
          return false
        }
        two.arithmetic = .reciprocal
        block.scheme = .twoLevel(two)
        return true
      },
      format("divided", "values are divided, not multiplied by the rounded reciprocal") { block in
        guard case .twoLevel(var two) = block.scheme, two.arithmetic == .reciprocal else {
          return false
        }
        two.arithmetic = .division
        block.scheme = .twoLevel(two)
        return true
      },
      format("block-max-256", "block scales aim at 256, not at 448") { block in
        guard case .twoLevel(var two) = block.scheme, two.blockMax == 448 else { return false }
        two.blockMax = 256
        block.scheme = .twoLevel(two)
        return true
      },
      .elements("scale-stale", "a block is scaled by the scale of the one before") { operation in
        guard case .decodeBlock(let block, let rows, let columns, _) = operation.function else {
          return nil
        }
        let count = block.blockCount(rows: rows, columns: columns)
        guard count > 1 else { return nil }
        let first = rows * columns + (block.hasZeroPoints ? count : 0)
        var sources = Array(0..<operation.operandCount)
        for index in 1..<count { sources[first + index] = first + index - 1 }
        return ElementMisoperation(ElementMisoperation.Step(operation, sources: sources))
      },
      .elements("nan-scale-ignored", "a block whose scale is NaN is decoded with scale 1") {
        operation in
        guard case .decodeBlock(let block, let rows, let columns, _) = operation.function,
          let nan = block.scale.e8m0NaN
        else { return nil }
        let places =
          rows * columns..<rows * columns + block.blockCount(rows: rows, columns: columns)
        var wrong = ElementMisoperation(operation)
        wrong.operands = { codes in
          var codes = codes
          for place in places where codes[place] == nan { codes[place] = 127 }
          return codes
        }
        return wrong
      },
      .elements(
        "leak-across-blocks", "the largest magnitude of the whole matrix scales every block"
      ) {
        operation in
        guard case .encodeBlock(let block, let rows, let columns, _) = operation.function,
          block.blockCount(rows: rows, columns: columns) > 1, block.matrixScale == nil
        else { return nil }
        var whole = block
        whole.shape = .init(rows: rows, columns: columns)
        let count = block.blockCount(rows: rows, columns: columns)
        let elements = rows * columns
        let points = block.hasZeroPoints
        let step = operation.changing {
          $0.function = .encodeBlock(whole, rows: rows, columns: columns, ragged: .refuse)
        }
        let targets =
          Array(0..<elements)
          + (points ? Array(repeating: elements, count: count) : [])
          + Array(repeating: elements + (points ? 1 : 0), count: count)
        return ElementMisoperation(ElementMisoperation.Step(step, targets: targets))
      },
    ]

  /// A block format changed for encoding and decoding; the edit says whether it changed anything.
  private static func format(
    _ id: String, _ title: String, _ edit: @escaping @Sendable (inout BlockFormat) -> Bool
  ) -> Fault {
    .elements(
      id, title,
      replacing: { operation in
        guard case .encodeBlock(var block, let rows, let columns, let ragged) = operation.function,
          edit(&block)
        else { return nil }
        return .encodeBlock(block, rows: rows, columns: columns, ragged: ragged)
      })
  }
}

extension FormatDescriptor {
  /// The NaN of a format of bare exponents; `nil` for other formats.
  fileprivate var e8m0NaN: UInt64? {
    guard let layout, layout.trailingBits == 0, !layout.signed, layout.nans != .none, bits == 8
    else { return nil }
    return 0xFF
  }
}
