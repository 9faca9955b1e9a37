import CKernels
import Descriptors

/// Sums of products in the machine's arithmetic, many side by side.
///
/// Whether that is exact for an accumulator over a format is decided by `DotArithmetic` from their
/// descriptors alone; `Specs/pages/accumulator-kernels.md` proves the conditions.
struct DotKernel: Sendable {
  /// The values of all codes.
  let values: OperandValues
  /// Where each product of a sum comes from; `nil` for the order of the codes.
  let places: [Int]?
  private let parameters: assay_dot
  private let segments: [assay_dot_segment]
  private let level: InstructionLevel

  static let width = Int(assay_dot_width)

  /// The kernel of an accumulator; `nil` where none is exact.
  init?(
    _ accumulator: Accumulator, _ coding: NumberCoding, depth: Int, level: InstructionLevel
  ) {
    guard let values = OperandValues(coding, flushing: accumulator.flushesOperands),
      var parameters = DotArithmetic(accumulator, coding, values, depth: depth).parameters
    else { return nil }
    let program = DotProgram(accumulator.order, depth: depth, chunk: accumulator.chunk?.length)
    parameters.depth = depth
    parameters.chunked = accumulator.chunk == nil ? 0 : 1
    parameters.start = program.start
    self.values = values
    self.level = level
    places = program.places
    segments = program.segments
    parameters.segment_count = segments.count
    let isTree = parameters.compensated != 0 || program.hasMerges
    parameters.is_tree = isTree ? 1 : 0
    self.parameters = parameters
  }

  /// Blocks of 64 sums, x and w both with 64 values for each product.
  func dots(_ x: [Float], _ w: [Float], blocks: Int, sums: inout [Double]) {
    withParameters { assay_dots(level.index, x, w, blocks, &sums, $0, $1) }
  }

  /// Rows of x against blocks of w.
  func product(_ x: [Float], rows: Int, _ w: [Float], blocks: Int, sums: inout [Double]) {
    withParameters { assay_dot_product(level.index, x, rows, w, blocks, &sums, $0, $1) }
  }

  private func withParameters(
    _ body: (UnsafePointer<assay_dot>, UnsafePointer<assay_dot_segment>) -> Void
  ) {
    segments.withUnsafeBufferPointer { segments in
      guard let base = segments.baseAddress else { return }
      withUnsafePointer(to: parameters) { body($0, base) }
    }
  }
}
