import CKernels
public import Descriptors

/// Transposable masks by entropy regularisation: fractions for all tiles at once, then rounding.
///
/// The fractions approximate the mask that keeps the most, with an entropy term that keeps them
/// between 0 and 1: from `exp(sharpness * (|w| / largest - 1))`, `largest` being the tile's, each
/// iteration scales the rows to sums of `keep`, then the columns, and projects to at most 1 with
/// Dykstra's correction. Rounding keeps the largest fractions as rows and columns allow, in
/// row-major order among equals, and then, for each row and column that keep too few, makes the
/// exchange of one kept element for two that gains the most in exact magnitude, as long as one
/// gains. A tile can end with fewer than `keep` elements in a row or column.
///
/// Every tile is computed by the same operations in the same order at each level, with an
/// exponential of its own; results do not depend on level, tasks or neighbours. The method is that
/// of TSENOR.
public struct Tsenor: Sendable {
  /// How many elements each row and column of a tile keeps.
  public let pattern: BlockPattern
  /// The rows of the matrix.
  public let rows: Int
  /// The elements of a row.
  public let columns: Int
  /// How many times rows and columns are scaled.
  public let iterations: Int
  /// The factor of the exponent.
  public let sharpness: Float
  /// The instruction set that the kernels use.
  public let level: InstructionLevel

  /// Prepares masks of matrices of one shape.
  ///
  /// - Throws: `ProductionError.unsupported` where tiles are larger than `MaskRule.largestTile` or
  ///   do not fill the matrix, or where the parameters are not positive.
  /// - Precondition: the machine can run `level`.
  public init(
    _ pattern: BlockPattern, rows: Int, columns: Int, iterations: Int = 60,
    sharpness: Float = 40, level: InstructionLevel = .best
  ) throws(ProductionError) {
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    guard pattern.of <= MaskRule.largestTile else {
      throw .unsupported(
        "\(pattern): a tile has at most \(MaskRule.largestTile) rows; use a smaller pattern")
    }
    guard rows >= 0, columns >= 0, rows % pattern.of == 0, columns % pattern.of == 0 else {
      throw .unsupported(
        "\(pattern): tiles of side \(pattern.of) do not fill \(rows)x\(columns); pad the matrix")
    }
    guard (1...1 << 20).contains(iterations), sharpness > 0, sharpness.isFinite else {
      throw .unsupported("\(pattern): iterations and sharpness must be positive")
    }
    self.pattern = pattern
    self.rows = rows
    self.columns = columns
    self.iterations = iterations
    self.sharpness = sharpness
    self.level = level
  }

  /// The fraction of each element, row-major.
  ///
  /// Elements that are not finite count as 1, the others of their tile as 0.
  ///
  /// - Precondition: `values` has `rows * columns` elements.
  public func fractions(_ values: [Float]) -> [Float] {
    precondition(values.count == rows * columns, "one value per element is needed")
    var fractions = [Float](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { values in
      fractions.withUnsafeMutableBufferPointer { run(values, $0, nil, 0..<rows) }
    }
    return fractions
  }

  /// The mask that rounding makes of fractions, a byte 0 or 1 per element.
  ///
  /// - Precondition: both have `rows * columns` elements; fractions are finite and not negative.
  public func round(_ fractions: [Float], of values: [Float]) -> [UInt8] {
    precondition(
      values.count == rows * columns && fractions.count == values.count,
      "one value and one fraction per element are needed")
    var mask = [UInt8](repeating: 0, count: values.count)
    for row in stride(from: 0, to: rows, by: pattern.of) {
      values.withUnsafeBufferPointer { values in
        fractions.withUnsafeBufferPointer { fractions in
          mask.withUnsafeMutableBufferPointer { round(values, fractions, $0, row: row) }
        }
      }
    }
    return mask
  }

  /// Writes the mask of a matrix.
  ///
  /// - Parameters:
  ///   - values: `rows * columns` values, row-major.
  ///   - mask: receives as many bytes.
  ///   - tasks: how many parts to work on at a time; at least 1.
  /// - Precondition: both buffers are long enough; nobody else may write to them meanwhile.
  public func run(
    _ values: UnsafeBufferPointer<Float>, mask: UnsafeMutableBufferPointer<UInt8>, tasks: Int = 1
  ) async {
    precondition(tasks >= 1, "at least one task is needed")
    precondition(
      values.count >= rows * columns && mask.count >= rows * columns, "a buffer is too short")
    let buffers = Buffers(values: values, mask: mask)
    let strips = rows / pattern.of
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        let part = strips * task / tasks..<strips * (task + 1) / tasks
        group.addTask {
          let scratch = UnsafeMutableBufferPointer<Float>.allocate(capacity: pattern.of * columns)
          defer { scratch.deallocate() }
          for strip in part {
            let start = strip * pattern.of * columns
            run(
              UnsafeBufferPointer(rebasing: buffers.values[start...]), scratch,
              UnsafeMutableBufferPointer(rebasing: buffers.mask[start...]), 0..<pattern.of)
          }
        }
      }
    }
  }

  /// The caller's buffers; every task reads and writes its own part of them.
  private struct Buffers: @unchecked Sendable {
    let values: UnsafeBufferPointer<Float>
    let mask: UnsafeMutableBufferPointer<UInt8>
  }

  private func run(
    _ values: UnsafeBufferPointer<Float>, _ fractions: UnsafeMutableBufferPointer<Float>,
    _ mask: UnsafeMutableBufferPointer<UInt8>?, _ range: Range<Int>
  ) {
    guard let input = values.baseAddress, let output = fractions.baseAddress else { return }
    for row in stride(from: range.lowerBound, to: range.upperBound, by: pattern.of) {
      let start = row * columns
      assay_tsenor_fractions(
        level.index, Int32(pattern.keep), Int32(pattern.of), Int32(iterations), sharpness,
        input + start, output + start, columns, columns / pattern.of)
      if let mask { round(values, UnsafeBufferPointer(fractions), mask, row: row) }
    }
  }

  /// Rounds one strip of tiles.
  private func round(
    _ values: UnsafeBufferPointer<Float>, _ fractions: UnsafeBufferPointer<Float>,
    _ mask: UnsafeMutableBufferPointer<UInt8>, row: Int
  ) {
    guard let input = values.baseAddress, let parts = fractions.baseAddress,
      let output = mask.baseAddress
    else { return }
    for column in stride(from: 0, to: columns, by: pattern.of) {
      let start = row * columns + column
      assay_tsenor_round(
        Int32(pattern.keep), Int32(pattern.of), input + start, parts + start, columns,
        output + start, columns)
    }
  }
}
