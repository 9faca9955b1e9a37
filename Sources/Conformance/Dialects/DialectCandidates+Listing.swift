import Descriptors

// What may be computed instead of an operation: dialects of a function of a few numbers, ways to encode
// and decode blocks. Nothing is looked for where there are no candidates.

extension DialectCandidates {
  /// The candidates that have a name, or differ from the operation in a single choice.
  ///
  /// - Parameter preset: the name of the preset that the operation's dialect was taken from.
  func listed(for operation: Operation, preset: String) -> [DialectCandidate] {
    switch operation.function {
    case .scalar: dialects(for: operation, preset: preset)
    case .encodeBlock(let block, _, _, _), .decodeBlock(let block, _, _, _):
      formats(for: operation, of: block)
    default: []
    }
  }

  /// Every operation that differs from one in a single choice and takes and gives codes of the same widths
  /// in the same places; some may contradict themselves.
  func neighbours(of operation: Operation) -> [Operation] {
    func inDialects() -> [Operation] {
      operation.dialect.neighbours(for: operation.result).map { operation.replacing($0) }
    }
    return switch operation.function {
    case .scalar: inDialects()
    case .encodeBlock(let block, _, _, _):
      block.encodings(among: formats).map { operation.replacing($0) }
    case .decodeBlock(let block, _, _, _):
      inDialects() + block.decodings(among: formats).map { operation.replacing($0) }
    default: []
    }
  }

  /// The presets, the presets with the rounding and overflow rules that were asked for, and the
  /// neighbours.
  private func dialects(for operation: Operation, preset: String) -> [DialectCandidate] {
    func inPreset(_ preset: DialectPreset) -> Operation {
      operation.replacing(preset.dialect(for: operation.result.name))
    }
    var found = presets.map { candidate in
      let plain = inPreset(candidate)
      return DialectCandidate(operation: plain, base: plain, baseName: candidate.name, changes: 0)
    }
    found += presets.map { candidate in
      let plain = inPreset(candidate)
      let other = plain.changing {
        $0.dialect.rounding = operation.dialect.rounding
        $0.dialect.overflow = operation.dialect.overflow
      }
      return DialectCandidate(operation: other, base: plain, baseName: candidate.name, changes: 1)
    }
    let own = presets.first { $0.name == preset }.map(inPreset) ?? operation
    return found
      + neighbours(of: operation).map {
        DialectCandidate(operation: $0, base: own, baseName: preset, changes: 1)
      }
  }

  /// The listed formats with codes of the same widths, the presets that values may enter their format by,
  /// and the neighbours.
  private func formats(for operation: Operation, of block: BlockFormat) -> [DialectCandidate] {
    var found: [DialectCandidate] = []
    for other in blocks where other != block {
      let changed = operation.replacing(other)
      guard operation.hasLayout(of: changed) else { continue }
      found.append(.init(operation: changed, base: changed, baseName: other.name, changes: 0))
    }
    if case .decodeBlock = operation.function {
      found += presets.map { preset in
        let other = operation.replacing(preset.dialect(for: operation.result.name))
        return .init(
          operation: other, base: other, baseName: "\(block.name) in \(preset.name)", changes: 0)
      }
    }
    return found
      + neighbours(of: operation).map {
        DialectCandidate(operation: $0, base: operation, baseName: block.name, changes: 1)
      }
  }
}

extension Operation {
  /// The block format that is encoded into or decoded.
  var blockFormat: BlockFormat? {
    switch function {
    case .encodeBlock(let block, _, _, _), .decodeBlock(let block, _, _, _): block
    default: nil
    }
  }

  /// The same in another dialect.
  fileprivate func replacing(_ dialect: Dialect) -> Operation { changing { $0.dialect = dialect } }

  /// The same with another block format.
  fileprivate func replacing(_ block: BlockFormat) -> Operation {
    var other = self
    switch function {
    case .encodeBlock(_, let rows, let columns, let ragged):
      other.function = .encodeBlock(block, rows: rows, columns: columns, ragged: ragged)
    case .decodeBlock(_, let rows, let columns, let ragged):
      other.function = .decodeBlock(block, rows: rows, columns: columns, ragged: ragged)
    default: break
    }
    return other
  }

  /// Whether the codes of another operation have the same widths in the same places.
  fileprivate func hasLayout(of other: Operation) -> Bool {
    func widths(_ runs: [Run]) -> [[Int]] { runs.map { [$0.format?.bits ?? 0, $0.count] } }
    return widths(operandRuns) == widths(other.operandRuns)
      && widths(resultRuns) == widths(other.resultRuns)
  }
}
