import CKernels
public import Descriptors

/// Sums of products made ready to run: every accumulator, by a kernel where one is proved exact, with
/// integers otherwise.
///
/// Results do not depend on the level, the number of cases or how a stream is split.
public struct PreparedDot: Sendable {
  /// The operation.
  public let operation: Operation
  /// The instruction set that the kernels use.
  public let level: InstructionLevel
  let exact: ExactSummation
  let target: Target
  let kernel: DotKernel?
  private let direct: DirectCode?
  private let longSum: LongSum?
  private let length: Int
  /// Whether every binary32 value enters the result format as it is.
  private let isBinary32: Bool

  /// Prepares a sum.
  ///
  /// - Throws: `AccumulationError` where the operation is no sum of products, a field of the accumulator
  ///   is out of its range, or a format is outside what this module computes.
  public init(
    _ operation: Operation, level: InstructionLevel = .best
  ) throws(AccumulationError) {
    try self.init(operation, level: level, exactOnly: false)
  }

  /// Prepares a sum, on request without kernels.
  ///
  /// - Parameter exactOnly: computes every sum with integers; slow, for comparing the kernels with it.
  public init(
    _ operation: Operation, level: InstructionLevel = .best, exactOnly: Bool
  ) throws(AccumulationError) {
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    guard case .dot(let accumulator, let length) = operation.function else { throw .notASum }
    guard length >= 0 else {
      throw .field("length", what: "is \(length)", remedy: "use 0 or more")
    }
    self.operation = operation
    self.level = level
    self.length = length
    isBinary32 = Self.isBinary32(operation.result, operation.dialect)
    direct = DirectCode(operation.result)
    exact = try ExactSummation(accumulator, operation.format)
    var dialect = operation.dialect
    if accumulator.nan == .x86 { dialect.nan = .payload }
    do {
      target = try Target(operation.result, dialect: dialect)
    } catch {
      throw .unsupported("\(error)")
    }
    kernel =
      exactOnly
      ? nil
      : DotKernel(accumulator, exact.coding, depth: length, level: level)
    longSum = exactOnly || kernel != nil ? nil : LongSum(accumulator, exact.coding)
  }

  private static func isBinary32(_ format: FormatDescriptor, _ dialect: Dialect) -> Bool {
    guard case .float(let layout) = format.encoding, format.bits == 32 else { return false }
    return layout.signed && layout.exponentBits == 8 && layout.bias == 127
      && layout.subnormals == .gradual && layout.infinities == .ieee && !dialect.flushResults
      && dialect.overflow == .satNone && dialect.infinity == .byOverflow
  }

  /// Computes sums.
  ///
  /// - Parameters:
  ///   - codes: for each case the `length` codes of x, then the `length` codes of w.
  ///   - words: a random word for each case, where the result is rounded stochastically.
  ///   - results: receives a code for each case.
  ///   - cases: the number of cases.
  /// - Precondition: every buffer holds that many.
  public func run(
    _ codes: UnsafeRawBufferPointer, words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, cases: Int
  ) {
    let bytes = operation.format.streamBytes
    precondition(codes.count >= 2 * length * cases * bytes, "too few codes for the cases")
    precondition(
      results.count >= cases * target.coding.streamBytes, "the result buffer is too short")
    guard cases > 0, let output = results.baseAddress else { return }
    guard length > 0, let input = codes.baseAddress else {
      for item in 0..<cases { keep(.zero(negative: false), item, words, to: output) }
      return
    }
    let stream = CodeStream(base: input, bytes: bytes)
    guard let kernel else {
      for item in 0..<cases { computeExactly(item, stream, words, to: output) }
      return
    }
    let width = DotKernel.width
    let places = kernel.places
    var x = [Float](repeating: 0, count: length * width)
    var w = x
    var sums = [Double](repeating: 0, count: width)
    for first in stride(from: 0, to: cases, by: width) {
      let count = min(width, cases - first)
      var special = [Bool](repeating: false, count: count)
      for lane in 0..<count {
        let base = (first + lane) * 2 * length
        for k in 0..<length {
          let place = places?[k] ?? k
          let a = kernel.values[stream[base + place]]
          let b = kernel.values[stream[base + length + place]]
          if a.isNaN || b.isNaN { special[lane] = true }
          x[k * width + lane] = a
          w[k * width + lane] = b
        }
      }
      kernel.dots(x, w, blocks: 1, sums: &sums)
      for lane in 0..<count {
        if special[lane] || sums[lane].isNaN {
          computeExactly(first + lane, stream, words, to: output)
        } else {
          keep(sums[lane], first + lane, words, to: output)
        }
      }
    }
  }

  /// One sum with integers.
  private func computeExactly(
    _ item: Int, _ stream: CodeStream, _ words: RandomWords, to output: UnsafeMutableRawPointer
  ) {
    let base = item * 2 * length
    keep(exactSum(stream, base, stream, base + length), item, words, to: output)
  }

  /// A sum with integers, of codes from two places on.
  func exactSum(_ x: CodeStream, _ xFirst: Int, _ w: CodeStream, _ wFirst: Int) -> Partial {
    if let longSum, let sum = longSum(x, xFirst, w, wFirst, count: length) { return sum }
    return exact(
      (0..<length).map { exact.operand(x[xFirst + $0]) },
      (0..<length).map { exact.operand(w[wFirst + $0]) })
  }

  /// Writes a sum as a code of the result format.
  func keep(
    _ value: Partial, _ item: Int, _ words: RandomWords = .none, to output: UnsafeMutableRawPointer
  ) {
    var word: UInt32 = 0
    switch words {
    case .none: break
    case .given(let given): word = given[item]
    case .philox(let seed, let offset, let stream):
      assay_philox_words(0, seed, stream, offset &+ UInt64(item), &word, 1)
    }
    let code = target.encode(value.exact, word: word)
    CodeStream.store(code, to: output, at: item, bytes: target.coding.streamBytes)
  }

  /// Writes a sum that is no NaN; a value of the result format has its code in it.
  func keep(
    _ value: Double, _ item: Int, _ words: RandomWords = .none, to output: UnsafeMutableRawPointer
  ) {
    let narrow = Float(value)
    if value.isZero, target.dialect.zeroSign == .dropped {
      keep(Partial(value), item, words, to: output)
    } else if isBinary32, Double(narrow) == value {
      CodeStream.store(UInt64(narrow.bitPattern), to: output, at: item, bytes: 4)
    } else if let code = direct?(value) {
      CodeStream.store(code, to: output, at: item, bytes: target.coding.streamBytes)
    } else {
      keep(Partial(value), item, words, to: output)
    }
  }
}

extension Partial {
  /// A float that is no NaN.
  init(_ value: Double) {
    let negative = value.sign == .minus
    if value.isZero {
      self = .zero(negative: negative)
    } else if value.isInfinite {
      self = .infinity(negative: negative)
    } else {
      let field = Int(value.exponentBitPattern)
      let significand = value.significandBitPattern | (field == 0 ? 0 : 1 << 52)
      self = .finite(
        SignedMagnitude(
          negative: negative,
          Magnitude(UInt128(significand), exponent: max(field, 1) - 1075)))
    }
  }
}
