import CKernels
public import Descriptors

/// A matrix product under an accumulator: every output is one sum of products.
///
/// Output `(m, n)` sums `x[m, k] * w[n, k]` over `k`: the weights of each output lie side by side, as a
/// dense layer stores them. Results do not depend on the level or the number of tasks.
public struct PreparedProduct: Sendable {
  /// The number of rows of x and of the results.
  public let rows: Int
  /// The number of outputs: rows of w, columns of the results.
  public let columns: Int
  /// The products of each sum.
  public let depth: Int
  /// The instruction set that the kernels use.
  public let level: InstructionLevel
  /// Whether a kernel computes it; otherwise every sum is computed with integers.
  public var hasKernel: Bool { dot.kernel != nil }
  private let dot: PreparedDot

  /// Prepares a product.
  ///
  /// - Parameters:
  ///   - accumulator: how each sum is taken.
  ///   - format: the format of x and w.
  ///   - result: the format of the results; the accumulator's own where none is given.
  ///   - dialect: how a sum enters it, to nearest even and `sat-none` where nothing is given.
  /// - Throws: `AccumulationError` for negative sizes and for what `PreparedDot` refuses; stochastic
  ///   rounding of results is refused here.
  public init(
    _ accumulator: Accumulator, format: FormatDescriptor, rows: Int, columns: Int, depth: Int,
    result: FormatDescriptor? = nil, dialect: Dialect = Dialect(), level: InstructionLevel = .best,
    exactOnly: Bool = false
  ) throws(AccumulationError) {
    for (name, size) in [("rows", rows), ("columns", columns), ("depth", depth)] where size < 0 {
      throw .field(name, what: "is \(size)", remedy: "use 0 or more")
    }
    guard !dialect.rounding.takesRandomWord else {
      throw .unsupported("a matrix product rounds its results without random words")
    }
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.level = level
    dot = try PreparedDot(
      Operation(
        .dot(accumulator, length: depth), format: format, result: result ?? accumulator.result,
        dialect: dialect), level: level, exactOnly: exactOnly)
  }

  /// Computes the product of matrices of codes.
  ///
  /// - Parameters:
  ///   - x: `rows * depth` codes, row by row, each in its format's stream bytes.
  ///   - w: `columns * depth` codes, the weights of one output after the other.
  ///   - tasks: how many parts work at once, 1 or more.
  /// - Returns: `rows * columns` codes, row by row.
  /// - Throws: `AccumulationError.shape` where a matrix has another number of codes.
  public func callAsFunction(
    x: [UInt8], w: [UInt8], tasks: Int = 1
  ) async throws(AccumulationError) -> [UInt8] {
    precondition(tasks >= 1, "at least one task is needed")
    let bytes = dot.operation.format.streamBytes
    try check("x", x.count, rows * depth, bytes)
    try check("w", w.count, columns * depth, bytes)
    let weights = Weights(codes: w, packed: pack(w))
    let share = max((rows + tasks - 1) / tasks, 1)
    let starts = Array(stride(from: 0, to: rows, by: share))
    let parts = await withTaskGroup(of: (Int, [UInt8]).self) { group in
      for start in starts {
        group.addTask {
          (start, self.part(x, start..<min(start + share, self.rows), weights))
        }
      }
      var parts: [Int: [UInt8]] = [:]
      for await (start, part) in group { parts[start] = part }
      return parts
    }
    return starts.flatMap { parts[$0] ?? [] }
  }

  private func check(
    _ name: String, _ got: Int, _ count: Int, _ bytes: Int
  ) throws(AccumulationError) {
    guard got == count * bytes else {
      throw .shape(name, got: got / bytes, expected: count)
    }
  }

  /// Weights as codes, and for a kernel as blocks of 64 outputs side by side.
  private struct Weights: Sendable {
    var codes: [UInt8]
    var packed: Packed?
  }

  private struct Packed: Sendable {
    var values: [Float]
    var blocks: Int
    /// Whether an output has a weight that is NaN or infinite.
    var isSpecial: [Bool]
  }

  private func pack(_ w: [UInt8]) -> Packed? {
    guard let kernel = dot.kernel else { return nil }
    let width = DotKernel.width
    let blocks = (columns + width - 1) / width
    var packed = Packed(
      values: Array(repeating: 0, count: blocks * depth * width), blocks: blocks,
      isSpecial: Array(repeating: false, count: columns))
    let places = kernel.places
    w.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let stream = CodeStream(base: base, bytes: dot.operation.format.streamBytes)
      for column in 0..<columns {
        let (block, lane) = (column / width, column % width)
        for k in 0..<depth {
          let value = kernel.values[stream[column * depth + (places?[k] ?? k)]]
          if value.isNaN { packed.isSpecial[column] = true }
          packed.values[(block * depth + k) * width + lane] = value
        }
      }
    }
    return packed
  }

  /// The results of some rows.
  private func part(_ x: [UInt8], _ range: Range<Int>, _ weights: Weights) -> [UInt8] {
    let resultBytes = dot.target.coding.streamBytes
    var results = [UInt8](repeating: 0, count: range.count * columns * resultBytes)
    x.withUnsafeBytes { xBytes in
      weights.codes.withUnsafeBytes { wBytes in
        results.withUnsafeMutableBytes { output in
          guard let out = output.baseAddress else { return }
          let operandBytes = dot.operation.format.streamBytes
          guard let xBase = xBytes.baseAddress, let wBase = wBytes.baseAddress else {
            for item in 0..<range.count * columns {
              dot.keep(.zero(negative: false), item, to: out)
            }
            return
          }
          let sums = Sums(
            x: CodeStream(base: xBase, bytes: operandBytes),
            w: CodeStream(base: wBase, bytes: operandBytes), out: out)
          if let packed = weights.packed, let kernel = dot.kernel {
            compute(range, sums, packed, kernel)
          } else {
            for row in range {
              for column in 0..<columns { exactly(row, column, range.lowerBound, sums) }
            }
          }
        }
      }
    }
    return results
  }

  private struct Sums {
    let x: CodeStream
    let w: CodeStream
    let out: UnsafeMutableRawPointer
  }

  private func compute(
    _ range: Range<Int>, _ sums: Sums, _ packed: Packed, _ kernel: DotKernel
  ) {
    let pitch = packed.blocks * DotKernel.width
    let places = kernel.places
    // A few rows at a time stay in the cache while all outputs are computed.
    let most = 16
    var values = [Float](repeating: 0, count: most * depth)
    var found = [Double](repeating: 0, count: most * pitch)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: most) {
      let count = min(most, range.upperBound - first)
      var isSpecial = [Bool](repeating: false, count: count)
      for row in 0..<count {
        for k in 0..<depth {
          let value = kernel.values[sums.x[(first + row) * depth + (places?[k] ?? k)]]
          if value.isNaN { isSpecial[row] = true }
          values[row * depth + k] = value
        }
      }
      kernel.product(values, rows: count, packed.values, blocks: packed.blocks, sums: &found)
      for row in 0..<count {
        for column in 0..<columns {
          let value = found[row * pitch + column]
          if isSpecial[row] || packed.isSpecial[column] || value.isNaN {
            exactly(first + row, column, range.lowerBound, sums)
          } else {
            dot.keep(value, (first + row - range.lowerBound) * columns + column, to: sums.out)
          }
        }
      }
    }
  }

  /// One sum with integers.
  private func exactly(_ row: Int, _ column: Int, _ firstRow: Int, _ sums: Sums) {
    let sum = dot.exactSum(sums.x, row * depth, sums.w, column * depth)
    dot.keep(sum, (row - firstRow) * columns + column, to: sums.out)
  }
}
