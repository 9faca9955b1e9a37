import CKernels

/// Where a stochastic rounding takes its 32-bit random words from, one per element.
///
/// The words of `given` are only read; whoever hands them over keeps others from writing to them.
public enum RandomWords: @unchecked Sendable {
  /// Nowhere; for rules that take no random word.
  case none
  /// One word per element from memory, which must stay valid while the operation runs.
  case given(UnsafeBufferPointer<UInt32>)
  /// Philox4x32-10 words of the elements `offset`, `offset + 1`, ...
  ///
  /// The word of element `i` is output word `i % 4` of the counter whose low 64 bits are `i / 4`
  /// and whose high 64 bits are `stream`, under the key `seed` (low half first). It depends on
  /// nothing else, so any split of the elements over calls or threads gives the same words.
  case philox(seed: UInt64, offset: UInt64, stream: UInt64)

  /// The words of the elements from `first` on.
  func dropping(_ first: Int) -> RandomWords {
    switch self {
    case .none: self
    case .given(let words):
      .given(UnsafeBufferPointer(rebasing: words[min(first, words.count)...]))
    case .philox(let seed, let offset, let stream):
      .philox(seed: seed, offset: offset &+ UInt64(first), stream: stream)
    }
  }
}

/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011).
public enum Philox {
  /// The four output words of one counter under one key.
  public static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { bytes in
      let output = bytes.bindMemory(to: UInt32.self)
      if let base = output.baseAddress {
        assay_philox_block(
          UInt64(counter.1) << 32 | UInt64(counter.0), UInt64(counter.3) << 32 | UInt64(counter.2),
          UInt64(key.1) << 32 | UInt64(key.0), base)
      }
    }
    return words
  }

  /// The words of the elements `offset..<offset + count`, as `RandomWords.philox` defines them.
  public static func words(
    seed: UInt64, offset: UInt64 = 0, stream: UInt64 = 0, count: Int,
    level: InstructionLevel = .best
  ) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
      if let base = buffer.baseAddress {
        assay_philox_words(level.index, seed, stream, offset, base, count)
      }
      initialized = max(count, 0)
    }
  }
}
