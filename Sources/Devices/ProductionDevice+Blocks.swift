public import Descriptors
import Production

extension ProductionDevice {
  /// Whether the module computes the operation on blocks and this CPU has the level.
  public func support(for operation: Operation) -> DeviceSupport {
    if let level, !InstructionLevel.available.contains(level) {
      return .absent("not on this CPU: \(level.rawValue)")
    }
    do {
      _ = try prepare(operation)
      return .supported
    } catch {
      return .unsupported("\(error)")
    }
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    if let level, !InstructionLevel.available.contains(level) {
      throw .unsupported("not on this CPU: \(level.rawValue)")
    }
    let level = level ?? .best
    do {
      switch operation.function {
      case .mask(let rule, let rows, let columns, let ragged):
        return MaskUnit(
          prepared: try PreparedMask(
            rule, format: operation.format, rows: rows, columns: columns, ragged: ragged,
            level: level))
      case .encodeBlock, .decodeBlock:
        return BlockCodecUnit(prepared: try PreparedBlockCodec(operation, level: level))
      case .dot:
        return DotUnit(prepared: try PreparedDot(operation, level: level))
      case .prune, .pruneBelow:
        return PruningUnit(prepared: try PreparedPruning(operation, level: level))
      }
    } catch {
      throw .unsupported("\(error)")
    }
  }
}

private struct MaskUnit: Unit {
  let prepared: PreparedMask

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let operands = batch.operands
    let elements = batch.shape.operands
    let bytes = elements * batch.shape.operandBytes
    var flags = Array(repeating: AnswerFlags(), count: count)
    operands.withBytes { codes in
      batch.results.withMutableBytes { mask in
        let summary = prepared.run(codes, mask: mask, matrices: count)
        guard summary.nonFiniteMatrices > 0 else { return }
        // The module counts such matrices; which ones they are, each tells alone.
        withUnsafeTemporaryAllocation(byteCount: elements, alignment: 8) { scratch in
          for index in 0..<count {
            let own = UnsafeRawBufferPointer(rebasing: codes[index * bytes..<(index + 1) * bytes])
            if prepared.run(own, mask: scratch).nonFiniteMatrices > 0 { flags[index] = .nonFinite }
          }
        }
      }
    }
    batch.flags = flags
    return count
  }
}

private struct PruningUnit: Unit {
  let prepared: PreparedPruning

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let shape = batch.shape
    let operands = batch.operands
    let words = batch.words
    var flags = Array(repeating: AnswerFlags(), count: count)
    words.withUnsafeBufferPointer { words in
      operands.withBytes { codes in
        batch.results.withMutableBytes { results in
          let summary = prepared.run(
            codes, words: shape.words == 0 ? .none : .given(words), results: results, blocks: count)
          if summary.hasFlags {
            // The module counts flagged blocks; which ones they are, each tells alone.
            let (block, result) = (
              shape.operands * shape.operandBytes, shape.results * shape.resultBytes
            )
            withUnsafeTemporaryAllocation(byteCount: result, alignment: 8) { scratch in
              for index in 0..<count {
                let own = UnsafeBufferPointer(
                  rebasing: words[index * shape.words..<(index + 1) * shape.words])
                flags[index] =
                  prepared.run(
                    UnsafeRawBufferPointer(rebasing: codes[index * block..<(index + 1) * block]),
                    words: shape.words == 0 ? .none : .given(own), results: scratch, blocks: 1
                  ).flags
              }
            }
          }
        }
      }
    }
    batch.flags = flags
    return count
  }
}

extension PruningSummary {
  /// Whether any block was flagged.
  fileprivate var hasFlags: Bool { !flags.isEmpty }

  /// The flags that some block had.
  fileprivate var flags: AnswerFlags {
    var flags = AnswerFlags()
    if nonFinite > 0 { flags.insert(.nonFinite) }
    if biased > 0 { flags.insert(.biased) }
    if overflowed > 0 { flags.insert(.overflowed) }
    return flags
  }
}
