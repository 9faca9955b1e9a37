public import Descriptors

/// A dense tensor of any number of dimensions seen as matrices, so that blocks of consecutive
/// elements can be taken along any of its axes.
///
/// An element's place is `(outer * length + position) * inner + rest`, where `position` counts
/// along the axis.
public struct AxisView: Hashable, Sendable {
  /// The product of the sides before the axis.
  public let outer: Int
  /// The side along the axis.
  public let length: Int
  /// The product of the sides behind the axis: how far apart neighbours along it lie.
  public let inner: Int

  /// Views a tensor along an axis; `nil` where a side is negative or there is no such axis.
  ///
  /// - Parameters:
  ///   - shape: the sides, the last one contiguous.
  ///   - axis: in `-shape.count ..< shape.count`; a negative one counts from the end.
  public init?(shape: [Int], axis: Int) {
    let index = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(index), shape.allSatisfy({ $0 >= 0 }) else { return nil }
    outer = shape[..<index].reduce(1, *)
    length = shape[index]
    inner = shape[(index + 1)...].reduce(1, *)
  }

  /// The axis of the matrices that lies along the tensor's axis.
  public var axis: MaskRule.Axis { inner == 1 ? .rows : .columns }
  /// How many matrices follow each other.
  public var matrices: Int { inner == 1 ? 1 : outer }
  /// The rows of each matrix.
  public var rows: Int { inner == 1 ? outer : length }
  /// The elements of each row.
  public var columns: Int { inner == 1 ? length : inner }
}
