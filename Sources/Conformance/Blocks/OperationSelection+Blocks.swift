import Descriptors
import Specs

extension OperationSelection {
  /// Every listed block format, encoded from wide and narrow values and decoded.
  func blocks() throws(SpecError) -> [Item] {
    var found: [Item] = []
    for entry in catalog.blocks {
      let block = entry.block
      for name in ["float32", "bfloat16"] {
        let format = try catalog.format(named: name)
        for (rows, columns, ragged) in Self.sizes(block) {
          found.append(
            Item(
              operation: Operation(
                .encodeBlock(block, rows: rows, columns: columns, ragged: ragged), format: format),
              group: block.name))
        }
        guard let (rows, columns, ragged) = Self.sizes(block).last else { continue }
        found.append(
          Item(
            operation: Operation(
              .decodeBlock(block, rows: rows, columns: columns, ragged: ragged), format: format,
              dialect: catalog.standard.dialect(for: name)),
            group: block.name))
      }
    }
    return found
  }

  /// The block formats in which faults are planted: one of each scheme whose blocks are small.
  private static let probed: Set<String> = [
    "mxfp8_e4m3", "mxfp4_e2m1", "nvfp4", "nvfp4-division", "nvfp4-four-over-six",
    "p3109-32-Binary8p1uf-Binary8p4se",
  ]

  /// The encodings and decodings in which faults are planted.
  func blockProbes() throws(SpecError) -> [Operation] {
    let float32 = try catalog.format(named: "float32")
    var others: [Operation] = []
    for rule in ["rceil", "amax-over-max", "four-over-six"] {
      let block = try catalog.block(named: "mxfp4_e2m1-\(rule)")
      others.append(
        Operation(
          .encodeBlock(block, rows: 2, columns: 42, ragged: .atMost), format: float32))
    }
    return others
      + (try blocks()).map(\.operation).filter { operation in
        switch operation.function {
        case .encodeBlock(let block, _, _, let ragged):
          Self.probed.contains(block.name) && operation.format == float32 && ragged == .atMost
        case .decodeBlock(let block, _, _, _):
          Self.probed.contains(block.name) && operation.result == float32
        default: false
        }
      }
  }

  /// One block, several in each direction, and blocks that the matrix cuts off.
  private static func sizes(
    _ block: BlockFormat
  ) -> [(rows: Int, columns: Int, ragged: MaskRule.RaggedRule)] {
    let (rows, columns) = (block.shape.rows, block.shape.columns)
    let isLarge = rows * columns > 64
    return [
      (rows, columns, .refuse), (2 * rows, (isLarge ? 1 : 2) * columns, .refuse),
      (rows > 1 ? rows + 1 : 2, columns + max(1, columns / 3), .atMost),
    ]
  }
}
