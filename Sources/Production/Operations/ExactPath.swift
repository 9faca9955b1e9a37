import CKernels
import Descriptors

/// An operation computed element by element with exact integers: every format, every dialect.
///
/// It is the definition that tables are filled from and kernels are compared with inside this
/// module.
final class ExactPath: Sendable {
  let function: ExactFunction
  let operands: [NumberCoding]
  let target: Target
  private let first: NumberCoding
  private let second: NumberCoding
  private let third: NumberCoding
  private let direct: DirectFunction?

  init(_ operation: Operation) throws(ProductionError) {
    guard let kind = operation.kind else {
      throw .unsupported("\(operation.name) is no function of a few numbers")
    }
    guard operation.operands.count == kind.operandCount else {
      throw .unsupported(
        "\(kind) takes \(kind.operandCount) operands, not \(operation.operands.count)")
    }
    var codings: [NumberCoding] = []
    for format in operation.operands { codings.append(try NumberCoding(format)) }
    operands = codings
    first = codings[0]
    second = codings[min(1, codings.count - 1)]
    third = codings[min(2, codings.count - 1)]
    target = try Target(operation.result, dialect: operation.dialect)
    let isCast = kind == .cast
    if kind.family == .arithmetic || kind.family == .scaled {
      for coding in operands where coding.significandBits > 60 {
        throw .unsupported(
          "\(kind.rawValue) of \(coding.name): operands have at most 60 significant bits"
        )
      }
      if kind == .scaledMultiply {
        guard codings.map(\.significandBits).reduce(0, +) <= 120 else {
          throw .unsupported(
            "scaled-multiply: the operands have more than 120 significant bits together")
        }
      }
    }
    let usesRatios = target.needsRatios || !isCast && operands.contains { !$0.isDyadic }
    if operation.dialect.wraps, case .fixedPoint(let integers) = target.coding.kind,
      kind.family == .arithmetic || kind.family == .scaled
    {
      let spans = operands.compactMap { ValueSpan($0) }
      guard spans.count == operands.count,
        ValueSpan.keepsLowBits(kind, spans, usesRatios: usesRatios, unit: -integers.fractionBits)
      else {
        throw .unsupported(
          "\(kind.rawValue) into \(operation.result.name), which wraps around: "
            + "results of more bits than 128 hold")
      }
    }
    direct = DirectFunction(kind, first, usesRatios: usesRatios)
    function = ExactFunction(
      kind: kind, roundsDown: operation.dialect.rounding == .down,
      zeroDivisorIsInvalid: operation.dialect.divisionByZero == .nan,
      rootBits: target.coding.significandBits + (operation.takesRandomWord ? 34 : 2),
      usesRatios: usesRatios)
  }

  /// The result code for one case; unused operands are ignored.
  func result(
    _ x: UInt64, _ y: UInt64, _ z: UInt64, _ fourth: UInt64 = 0, word: UInt32
  ) -> UInt64 {
    if let direct {
      let exact = direct(datum(first, x), datum(second, y), datum(third, z), code: x)
      return target.encode(exact, word: word)
    }
    switch operands.count {
    case 1: return target.encode(function(datum(first, x)), word: word)
    case 2: return target.encode(function(datum(first, x), datum(second, y)), word: word)
    case 3:
      return target.encode(
        function(datum(first, x), datum(second, y), datum(third, z)), word: word)
    default:
      return target.encode(
        function.scaled(
          datum(first, x), datum(second, y), datum(third, z), datum(operands[3], fourth)),
        word: word)
    }
  }

  private func datum(_ coding: NumberCoding, _ code: UInt64) -> Datum {
    target.dialect.flushOperands ? coding.decodeFlushing(code) : coding.decode(code)
  }

  /// Computes `count` results.
  func run(
    operands streams: [CodeStream], words: RandomWords, results: UnsafeMutableRawPointer,
    count: Int
  ) {
    let x = streams[0]
    let y = streams.count > 1 ? streams[1] : x
    let z = streams.count > 2 ? streams[2] : x
    let last = streams.count > 3 ? streams[3] : x
    let bytes = target.coding.streamBytes
    let chunk = 1024
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk) { drawn in
      for start in stride(from: 0, to: count, by: chunk) {
        let length = min(chunk, count - start)
        if case .philox(let seed, let offset, let stream) = words,
          let base = drawn.baseAddress
        {
          assay_philox_words(0, seed, stream, offset &+ UInt64(start), base, length)
        }
        for index in start..<start + length {
          let word: UInt32 =
            switch words {
            case .none: 0
            case .given(let given): given[index]
            case .philox: drawn[index - start]
            }
          let code = result(x[index], y[index], z[index], last[index], word: word)
          CodeStream.store(code, to: results, at: index, bytes: bytes)
        }
      }
    }
  }
}

extension NumberCoding {
  /// An upper limit of the bits of a finite value's significand.
  var significandBits: Int {
    switch kind {
    case .float(let format): format.trailingBits + 1
    case .fixedPoint: bits
    case .posit: bits
    case .hiFloat8: 4
    case .table(let table):
      (table.positive + table.negative).map {
        64 - ($0.value.significand | $0.value.denominator).leadingZeroBitCount
      }.max() ?? 0
    }
  }

  /// Whether every finite value is an integer times a power of two.
  var isDyadic: Bool {
    if case .table(let table) = kind { return table.isDyadic }
    return true
  }
}
