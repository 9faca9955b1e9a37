/// A named tensor in memory, to be written to a file.
public struct Tensor: Hashable, Sendable {
  /// The name; npy files do not store it.
  public var name: String
  /// The type of the elements.
  public var element: ElementType
  /// The dimensions, outermost first; none for a scalar.
  public var shape: [Int]
  /// The elements as `TensorFile.read(_:elements:into:)` gives them.
  ///
  /// Each takes `element.streamBytes` bytes, least significant first; an element narrower than a
  /// byte has its own byte. Writing packs them.
  public var bytes: [UInt8]

  /// Creates a tensor; whether the bytes fit the shape is checked when it is written.
  public init(name: String, element: ElementType, shape: [Int], bytes: [UInt8]) {
    self.name = name
    self.element = element
    self.shape = shape
    self.bytes = bytes
  }

  /// The bytes as a file stores them, after checking them against shape and type.
  func stored(path: String) throws(TensorFileError) -> [UInt8] {
    func fault(_ problem: String, _ remedy: String) -> TensorFileError {
      TensorFileError(.layout, path: path, tensor: name, problem, remedy)
    }
    guard shape.allSatisfy({ $0 >= 0 }), let size = TensorSize(shape: shape, element: element)
    else {
      throw fault(
        "the shape has a negative dimension or more than 2^63 - 1 bits", "correct the shape")
    }
    guard size.count <= Int.max / 8, bytes.count == size.count * element.streamBytes else {
      throw fault(
        "\(bytes.count) bytes for \(size.count) elements of \(element.streamBytes) bytes",
        "give as many elements as the shape has")
    }
    guard element.bits < 8 else { return bytes }
    guard size.bytes != nil else {
      throw fault(
        "\(size.count) elements of \(element.bits) bits do not fill whole bytes",
        "pad the shape to a multiple of \(element.bits == 4 ? 2 : 4) elements")
    }
    if let index = bytes.firstIndex(where: { $0 >> UInt8(element.bits) != 0 }) {
      throw fault(
        "element \(index) is 0x\(hex(bytes[index])), wider than \(element.bits) bits",
        "give one code per byte in its low bits")
    }
    return BitPacking.pack(bytes, bits: element.bits)
  }
}
