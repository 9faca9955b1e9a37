import CKernels

/// Where a block's 64-bit number comes from again when the first was refused.
///
/// A number of 64 bits is uniform modulo a total only below the largest multiple of the total; one
/// above it is refused. The `n`-th repetition, `n` from 1 on, takes the first two words, low one
/// first, of the Philox counter whose low 64 bits are the number of the block's first word and
/// whose high 64 bits are the stream with its top bit flipped, plus `n`. So a block's numbers
/// depend on nothing but its own place; streams below 2^63 do not meet those of the repetitions.
struct RefusedDraws {
  let seed: UInt64
  let stream: UInt64
  /// The number of the block's first word.
  let element: UInt64

  /// The number of a repetition.
  func number(_ repetition: UInt64) -> UInt64 {
    var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { bytes in
      if let base = bytes.bindMemory(to: UInt32.self).baseAddress {
        assay_philox_block(element, (stream ^ 1 << 63) &+ repetition, seed, base)
      }
    }
    return UInt64(words.1) << 32 | UInt64(words.0)
  }
}
