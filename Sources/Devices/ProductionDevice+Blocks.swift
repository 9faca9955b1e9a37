public import Descriptors
import Production

extension ProductionDevice {
  /// Whether the module computes the operation on blocks and this CPU has the level.
  public func support(for operation: BlockOperation) -> DeviceSupport {
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

  public func prepare(_ operation: BlockOperation) throws(DeviceError) -> any BlockUnit {
    if let level, !InstructionLevel.available.contains(level) {
      throw .unsupported("not on this CPU: \(level.rawValue)")
    }
    let level = level ?? .best
    do {
      switch operation.function {
      case .mask: throw DeviceError.unsupported("no masks yet")
      case .prune, .pruneBelow:
        return PruningUnit(prepared: try PreparedPruning(operation, level: level))
      }
    } catch let error as ProductionError {
      throw .unsupported("\(error)")
    } catch {
      throw .unsupported("\(error)")
    }
  }
}

private struct PruningUnit: BlockUnit {
  let prepared: PreparedPruning

  func run(_ batch: inout BlockBatch) async throws(DeviceError) -> Int {
    let count = batch.count
    let shape = batch.shape
    let operands = batch.operands
    let words = batch.words
    var flags = Array(repeating: BlockFlags(), count: count)
    words.withUnsafeBufferPointer { words in
      operands.withBytes { codes in
        batch.results.withMutableBytes { results in
          let summary = prepared.run(
            codes, words: words.isEmpty ? .none : .given(words), results: results, blocks: count)
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
                    words: words.isEmpty ? .none : .given(own), results: scratch, blocks: 1
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
  fileprivate var flags: BlockFlags {
    var flags = BlockFlags()
    if nonFinite > 0 { flags.insert(.nonFinite) }
    if biased > 0 { flags.insert(.biased) }
    if overflowed > 0 { flags.insert(.overflowed) }
    return flags
  }
}
