import Descriptors

extension Fault {
  /// Mistakes with transposable masks.
  static let tiles: [Fault] = [
    .elements("row-tiles", "a tile is made of consecutive elements, not of a square") {
      operation in
      guard
        case .mask(.transposable(let pattern, let method), let rows, let columns, let ragged) =
          operation.function, columns > pattern.of, rows * columns % (pattern.of * pattern.of) == 0
      else { return nil }
      return ElementMisoperation(
        operation.changing {
          $0.function = .mask(
            .transposable(pattern, method), rows: rows * columns / pattern.of,
            columns: pattern.of, ragged: ragged)
        })
    },
    .elements(
      "columns-unchecked", "only the rows of a tile are looked at",
      replacing: {
        guard case .transposable(let pattern, _) = $0.maskRule else { return nil }
        return $0.mask(.magnitude(pattern, .rows))
      }),
    .elements(
      "greedy-as-optimal", "a greedy choice is given out as the best one",
      replacing: {
        guard case .transposable(let pattern, .optimal) = $0.maskRule else { return nil }
        return $0.mask(.transposable(pattern, .keepGreedy))
      }),
    .elements(
      "prune-inclusive", "the greedy scan prunes one element too many of every row and column",
      replacing: {
        guard case .transposable(let pattern, .pruneGreedy) = $0.maskRule,
          let fewer = BlockPattern(keep: pattern.keep - 1, of: pattern.of)
        else { return nil }
        return $0.mask(.transposable(fewer, .pruneGreedy))
      }),
    .elements(
      "padding-eats", "cut-off tiles are filled up with zeros, which take places from what is there"
    ) { operation in
      guard
        case .mask(.transposable(let pattern, .optimal), let rows, let columns, .atMost) =
          operation.function
      else { return nil }
      let height = (rows + pattern.of - 1) / pattern.of * pattern.of
      let width = (columns + pattern.of - 1) / pattern.of * pattern.of
      guard height > rows || width > columns else { return nil }
      let sources = (0..<height * width).map { index in
        let (row, column) = (index / width, index % width)
        return row < rows && column < columns ? row * columns + column : -1
      }
      let targets = (0..<rows * columns).map { $0 / columns * width + $0 % columns }
      return ElementMisoperation(
        ElementMisoperation.Step(
          operation.changing {
            $0.function = .mask(
              .transposable(pattern, .optimal), rows: height, columns: width, ragged: .atMost)
          }, sources: sources, targets: targets))
    },
    .elements("edge-kept", "blocks that the matrix cuts off are kept whole") { operation in
      guard case .mask(let rule, let rows, let columns, .atMost) = operation.function,
        let pattern = rule.pattern
      else { return nil }
      var (height, width) = (rows, columns / pattern.of * pattern.of)
      switch rule {
      case .magnitude(_, .columns), .sequential(_, .columns):
        (height, width) = (rows / pattern.of * pattern.of, columns)
      case .transposable: height = rows / pattern.of * pattern.of
      case .magnitude, .sequential, .top, .threshold: break
      }
      let (whole, across) = (height, width)
      guard whole < rows || across < columns else { return nil }
      var wrong = ElementMisoperation(operation)
      wrong.answer = { _, results in
        results.indices.map { $0 / columns < whole && $0 % columns < across ? results[$0] : 1 }
      }
      return wrong
    },
  ]
}
