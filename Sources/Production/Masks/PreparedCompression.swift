public import Descriptors

/// Storing sparse groups and bringing them back, made ready to run over codes.
///
/// Groups are looked at one by one, as bits: which elements are not zero, then which are stored. Nothing
/// is allocated per group, and the results depend on neither the instruction level nor how groups are
/// batched.
public struct PreparedCompression: Sendable {
  /// What is stored, and how.
  public let compression: Compression
  /// The format of the elements.
  public let format: FormatDescriptor
  /// The code of the zero without sign.
  private let zero: UInt64
  /// The bits of which at least one is set in every code other than a zero.
  private let mask: UInt64
  /// Whether each code is a zero, for formats in which no bits tell; empty for others.
  private let zeros: [Bool]
  /// What is stored of each set of survivors, for groups of at most 8; empty for larger ones.
  private var known: [UInt8] = []
  private let keep, of, groups: Int

  /// Prepares a compression.
  ///
  /// - Throws: `ProductionError.unsupported` where the format is outside what this module computes, or
  ///   has no zero without sign.
  public init(
    _ compression: Compression, format: FormatDescriptor
  ) throws(ProductionError) {
    let coding = try NumberCoding(format)
    guard let zero = coding.zeroCode(negative: false),
      case .zero(negative: false) = coding.decode(zero)
    else {
      throw .unsupported("\(format.name): what is not stored becomes 0, which the format has not")
    }
    self.compression = compression
    self.format = format
    self.zero = zero
    (keep, of, groups) = (compression.pattern.keep, compression.pattern.of, compression.groups)
    switch coding.kind {
    case .float(let float):
      mask = float.nans == .negativeZero ? coding.codeMask : float.magnitudeMask
      zeros = []
    case .table(let table):
      mask = coding.codeMask
      zeros = table.data.map(\.isZero)
    case .fixedPoint, .posit, .hiFloat8:
      mask = coding.codeMask
      zeros = []
    }
    guard of <= 8 else { return }
    known = (0..<1 << UInt64(of)).map { (survivors: UInt64) in
      survivors.nonzeroBitCount > keep ? 0 : UInt8(self.stored(survivors))
    }
  }

  // MARK: - Compressing

  /// Stores cases, of as many groups as fill whole bytes of places.
  ///
  /// - Parameters:
  ///   - codes: `cases * compression.elements` codes, each `streamBytes` of the format, little-endian;
  ///     bits above the format's width are ignored and copied.
  ///   - values: receives `cases * compression.codes` codes.
  ///   - places: receives the places, a run of bytes for each case as `compression.stored` says.
  ///   - cases: how many.
  ///   - refused: is told each case that has a group of more than N elements other than zero; zeros
  ///     are written in its place.
  /// - Precondition: the buffers are long enough and do not overlap.
  public func compress(
    _ codes: UnsafeRawBufferPointer, values: UnsafeMutableRawBufferPointer,
    places: UnsafeMutableRawBufferPointer, cases: Int, refused: (Int) -> Void
  ) {
    let bytes = format.streamBytes
    let perCase = placeBytes
    precondition(codes.count >= cases * compression.elements * bytes, "the codes are too few")
    precondition(values.count >= cases * compression.codes * bytes, "too little room for codes")
    precondition(places.count >= cases * perCase, "too little room for places")
    guard cases > 0, let source = codes.baseAddress, let target = values.baseAddress,
      let written = places.baseAddress
    else { return }
    let streams = Streams(dense: source, values: target, places: written)
    switch bytes {
    case 1: compress(UInt8.self, streams, cases, refused)
    case 2: compress(UInt16.self, streams, cases, refused)
    case 4: compress(UInt32.self, streams, cases, refused)
    default: compress(UInt64.self, streams, cases, refused)
    }
  }

  /// What is read and what is written.
  private struct Streams {
    let dense: UnsafeRawPointer
    let values: UnsafeMutableRawPointer
    let places: UnsafeMutableRawPointer
  }

  /// The loop for one width of codes, so that no group asks for it.
  @inline(__always)
  private func compress<Code: FixedWidthInteger & UnsignedInteger>(
    _: Code.Type, _ streams: Streams, _ cases: Int, _ refused: (Int) -> Void
  ) {
    let bytes = MemoryLayout<Code>.size
    let (keep, of, groups, perCase, layout) = (keep, of, groups, placeBytes, compression.layout)
    let mask = Code(truncatingIfNeeded: mask).littleEndian
    for index in 0..<cases {
      let places = streams.places + index * perCase
      let values = streams.values + index * groups * keep * bytes
      var isWhole = true
      var metadata: UInt64 = 0
      for group in 0..<groups {
        let elements = streams.dense + (index * groups + group) * of * bytes
        let out = values + group * keep * bytes
        var survivors: UInt64 = 0
        for place in 0..<of {
          let code = elements.loadUnaligned(fromByteOffset: place * bytes, as: Code.self) & mask
          let isZero = zeros.isEmpty ? code == 0 : zeros[Int(Code(littleEndian: code))]
          survivors |= (isZero ? 0 : 1) << UInt64(place)
        }
        guard survivors.nonzeroBitCount <= keep else {
          isWhole = false
          break
        }
        var stored = known.isEmpty ? self.stored(survivors) : UInt64(known[Int(survivors)])
        for place in 0..<keep {
          let at = stored.trailingZeroBitCount
          stored &= stored &- 1
          let code = elements.loadUnaligned(fromByteOffset: at * bytes, as: Code.self)
          out.storeBytes(of: code, toByteOffset: place * bytes, as: Code.self)
          switch layout {
          case .bytes:
            places.storeBytes(
              of: UInt8(truncatingIfNeeded: at), toByteOffset: place, as: UInt8.self)
          case .mmaSp: metadata |= UInt64(at) << UInt64(4 * group + 2 * place)
          case .mmaSpTF32: metadata |= (at == 0 ? 0b0100 : 0b1110) << UInt64(4 * group)
          }
        }
      }
      if layout != .bytes {
        places.storeBytes(of: UInt8(truncatingIfNeeded: metadata), as: UInt8.self)
      }
      if !isWhole {
        clear(values, groups * keep * bytes)
        clear(places, perCase)
        refused(index)
      }
    }
  }

  /// The elements that are stored, a bit each, where those that must be are given.
  private func stored(_ survivors: UInt64) -> UInt64 {
    var free = keep - survivors.nonzeroBitCount
    let top = UInt64.bitWidth - survivors.leadingZeroBitCount
    let above = min(free, of - top)
    free -= above
    // Everything above the highest one is zero, so that run is taken from its beginning.
    var stored = survivors | Self.ones(above) << UInt64(top)
    var below = ~survivors & Self.ones(top)
    while free > 0 {
      let highest = 1 << UInt64(UInt64.bitWidth - 1 - below.leadingZeroBitCount) as UInt64
      stored |= highest
      below ^= highest
      free -= 1
    }
    return stored
  }

  private static func ones(_ count: Int) -> UInt64 {
    count == 0 ? 0 : ~0 >> UInt64(UInt64.bitWidth - count)
  }

  // MARK: - Expanding

  /// Brings stored cases back.
  ///
  /// - Parameters:
  ///   - values: the codes, as `compress` writes them.
  ///   - places: their places, likewise.
  ///   - codes: receives `cases * compression.elements` codes.
  ///   - cases: how many.
  ///   - refused: is told each case with places that do not rise or that no group has; zeros are
  ///     written in its place.
  /// - Precondition: as for `compress`.
  public func expand(
    _ values: UnsafeRawBufferPointer, places: UnsafeRawBufferPointer,
    codes: UnsafeMutableRawBufferPointer, cases: Int, refused: (Int) -> Void
  ) {
    let bytes = format.streamBytes
    let perCase = placeBytes
    precondition(values.count >= cases * compression.codes * bytes, "the codes are too few")
    precondition(places.count >= cases * perCase, "the places are too few")
    precondition(codes.count >= cases * compression.elements * bytes, "too little room for codes")
    guard cases > 0, let source = values.baseAddress, let read = places.baseAddress,
      let target = codes.baseAddress
    else { return }
    for index in 0..<cases {
      let first = index * groups
      let written = read + index * perCase
      var isWhole = true
      for group in 0..<groups {
        let kept = CodeStream(base: source + (first + group) * keep * bytes, bytes: bytes)
        let out = target + (first + group) * of * bytes
        for place in 0..<of { CodeStream.store(zero, to: out, at: place, bytes: bytes) }
        var next = 0
        for place in 0..<keep {
          let at = self.place(written, group, place)
          guard at >= next, at < of else {
            isWhole = false
            break
          }
          CodeStream.store(kept[place], to: out, at: at, bytes: bytes)
          next = at + 1
        }
      }
      if !isWhole {
        clear(target + first * of * bytes, groups * of * bytes)
        refused(index)
      }
    }
  }

  /// A place as it is stored; one that no group has where it has no meaning.
  @inline(__always)
  private func place(_ written: UnsafeRawPointer, _ group: Int, _ place: Int) -> Int {
    switch compression.layout {
    case .bytes: return Int(written.load(fromByteOffset: place, as: UInt8.self))
    case .mmaSp: return Int(written.load(as: UInt8.self) >> UInt8(4 * group + 2 * place) & 3)
    case .mmaSpTF32:
      let field = written.load(as: UInt8.self) >> UInt8(4 * group) & 15
      return field == 0b0100 ? 0 : field == 0b1110 ? 1 : of
    }
  }

  private var placeBytes: Int { compression.layout == .bytes ? keep : 1 }

  private func clear(_ start: UnsafeMutableRawPointer, _ count: Int) {
    UnsafeMutableRawBufferPointer(start: start, count: count).initializeMemory(
      as: UInt8.self, repeating: 0)
  }
}
