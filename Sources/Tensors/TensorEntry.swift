/// One tensor of a file: what it is and where its bytes lie.
///
/// An entry is made by opening a file and has been checked against it: `byteRange` lies inside
/// the file and holds exactly `count` elements.
public struct TensorEntry: Hashable, Sendable {
  /// The tensor's name; for an npy file, which names nothing, the file's name without `.npy`.
  public let name: String
  /// The type of the elements.
  public let element: ElementType
  /// The dimensions, outermost first; none for a scalar.
  public let shape: [Int]
  /// The number of elements: the product of the dimensions, 1 for a scalar.
  public let count: Int
  /// Where the elements lie, in bytes from the beginning of the file.
  public let byteRange: Range<Int>
  /// Whether the elements are stored with the first index running fastest.
  ///
  /// Only npy files know this order. Elements are always read in the order of the file.
  public let isColumnMajor: Bool
  /// Whether the file stores the elements' bytes most significant first.
  ///
  /// Only npy files know this order. Elements are always read least significant byte first.
  public let isBigEndian: Bool

  init(
    name: String, element: ElementType, shape: [Int], count: Int, byteRange: Range<Int>,
    isColumnMajor: Bool = false, isBigEndian: Bool = false
  ) {
    self.name = name
    self.element = element
    self.shape = shape
    self.count = count
    self.byteRange = byteRange
    self.isColumnMajor = isColumnMajor
    self.isBigEndian = isBigEndian
  }

  /// The element positions in runs of at most `length`, in order; none for an empty tensor.
  ///
  /// Reading a tensor run by run keeps memory bounded whatever its size. `length` is positive.
  public func runs(ofAtMost length: Int) -> some Sequence<Range<Int>> {
    precondition(length > 0, "a run of elements has a positive length")
    let end = count
    return stride(from: 0, to: end, by: length).lazy.map { $0..<min(end, $0 + length) }
  }
}

/// The size of a tensor in elements and bytes, in arithmetic that cannot overflow unseen.
struct TensorSize: Equatable {
  var count: Int
  var bits: Int

  /// The size, or nil when the product of the non-zero dimensions times the width overflows.
  ///
  /// The zero dimensions are left out of that test so that it does not depend on their place.
  init?(shape: [Int], element: ElementType) {
    var product = 1
    for dimension in shape where dimension != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      guard !overflow, next > 0 else { return nil }
      product = next
    }
    let (total, overflow) = product.multipliedReportingOverflow(by: element.bits)
    guard !overflow else { return nil }
    let isEmpty = shape.contains(0)
    count = isEmpty ? 0 : product
    bits = isEmpty ? 0 : total
  }

  /// The bytes, or nil when the elements do not fill a whole number of them.
  var bytes: Int? { bits % 8 == 0 ? bits / 8 : nil }
}
