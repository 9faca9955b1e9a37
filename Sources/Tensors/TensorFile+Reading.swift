extension TensorFile {
  /// Replaces `bytes` by some elements of a tensor, each in `element.streamBytes` bytes.
  ///
  /// The elements come in the order of the file, least significant byte first whatever the order
  /// in the file. An element narrower than a byte is in the low bits of its own byte, the high
  /// bits zero. The array's storage is used again, so a loop over `entry.runs(ofAtMost:)` allocates
  /// once.
  ///
  /// Packed elements follow each other from the low bit of the first byte on: two F4 elements
  /// share a byte, the first in its low half; four F6 elements share three bytes. A safetensors
  /// header does not state this order; it is the one that PyTorch and ONNX use for four bits.
  ///
  /// Throws when the tensor has no such elements, or when the file cannot be read any more.
  public func read(
    _ entry: TensorEntry, elements: Range<Int>, into bytes: inout [UInt8]
  ) throws(TensorFileError) {
    guard elements.lowerBound >= 0, elements.upperBound <= entry.count else {
      throw TensorFileError(
        .outOfRange, path: path, tensor: entry.name,
        "elements \(elements.lowerBound)..<\(elements.upperBound) asked for, it has \(entry.count)",
        "ask for elements of 0..<\(entry.count)")
    }
    let base = entry.byteRange.lowerBound
    let bits = entry.element.bits
    if bits < 8 {
      let first = elements.lowerBound * bits
      let end = elements.upperBound * bits
      let stored = elements.isEmpty ? base..<base : base + first / 8..<base + (end + 7) / 8
      let packed = try source.bytes(stored, path: path, tensor: entry.name)
      bytes = BitPacking.unpack(packed, from: first % 8, count: elements.count, bits: bits)
    } else {
      let width = bits / 8
      let stored = base + elements.lowerBound * width..<base + elements.upperBound * width
      try source.read(stored, into: &bytes, path: path, tensor: entry.name)
      if entry.isBigEndian, width > 1 {
        for start in stride(from: 0, to: bytes.count, by: width) {
          for byte in 0..<width / 2 { bytes.swapAt(start + byte, start + width - 1 - byte) }
        }
      }
    }
  }

  /// Some elements of a tensor, each as the low `element.bits` bits of a word.
  ///
  /// Throws as `read(_:elements:into:)` does.
  public func codes(
    of entry: TensorEntry, elements: Range<Int>
  ) throws(TensorFileError) -> [UInt64] {
    var bytes: [UInt8] = []
    try read(entry, elements: elements, into: &bytes)
    let width = entry.element.streamBytes
    var codes = [UInt64](repeating: 0, count: elements.count)
    for index in codes.indices {
      var code: UInt64 = 0
      for byte in 0..<width { code |= UInt64(bytes[index * width + byte]) << UInt64(8 * byte) }
      codes[index] = code
    }
    return codes
  }
}
