/// The header of a safetensors file, checked against the file's size.
///
/// The file is an eight-byte little-endian length, that many bytes of JSON, then the tensors'
/// bytes without a gap. Stricter than the format's own library: equal keys, fields that are not
/// `dtype`, `shape` and `data_offsets`, and white space before the first brace are refused.
///
/// Source: the format description in the safetensors project's README.
struct SafetensorsHeader {
  /// The longest header that is read, in bytes; the format's own limit.
  static let longest = 100_000_000

  private(set) var tensors: [TensorEntry] = []
  private(set) var metadata: [TensorFile.Note] = []
  /// Where the tensors' bytes begin in the file.
  private let dataStart: Int
  /// The bytes after the header.
  private let dataSize: Int
  /// Where the description of each tensor begins in the file.
  private var places: [Int] = []

  /// Reads the header of a source of at least nine bytes.
  init(source: ByteSource, path: String) throws(TensorFileError) {
    let head = try source.bytes(0..<8, path: path)
    let length = head.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.longest) else {
      throw TensorFileError(
        .malformed, path: path, at: 0,
        "the header length is \(length) bytes, at most \(Self.longest) are read",
        "check that this is a safetensors file")
    }
    guard length <= UInt64(source.size - 8) else {
      throw TensorFileError(
        .truncated, path: path, at: 0,
        "the header length is \(length) bytes, only \(source.size - 8) follow",
        "the file is cut short: fetch or write it again")
    }
    guard length >= 2 else {
      throw TensorFileError(
        .malformed, path: path, at: 0,
        "the header length is \(length) bytes, an empty header has 2",
        "write the file again with a safetensors library")
    }
    dataStart = 8 + Int(length)
    dataSize = source.size - dataStart
    let bytes = try source.bytes(8..<dataStart, path: path)
    var scanner = HeaderScanner(
      bytes: bytes, base: 8, path: path, language: "JSON",
      remedy: "write the file again with a safetensors library")
    if let index = HeaderScanner.firstInvalidUTF8(in: bytes) {
      throw scanner.fault(at: 8 + index, "the header is not valid UTF-8 here")
    }
    try scanner.object("the header") { (scanner, key, offset) throws(TensorFileError) in
      if key == "__metadata__" {
        try readMetadata(&scanner)
      } else {
        try readTensor(&scanner, name: key, at: offset)
      }
    }
    scanner.skipSpace()
    guard scanner.peek == nil else { throw scanner.unexpected("nothing after the header object") }
    try checkCoverage(path: path)
  }

  private mutating func readMetadata(_ scanner: inout HeaderScanner) throws(TensorFileError) {
    try scanner.object("__metadata__") { (scanner, key, _) throws(TensorFileError) in
      let value = try scanner.string("the __metadata__ value of \(key.quoted)")
      metadata.append(TensorFile.Note(key: key, value: value))
    }
  }

  private mutating func readTensor(
    _ scanner: inout HeaderScanner, name: String, at offset: Int
  ) throws(TensorFileError) {
    scanner.tensor = name
    defer { scanner.tensor = nil }
    var element: ElementType?
    var shape: [Int]?
    var range: [Int]?
    var rangePlace = offset
    try scanner.object("the description") { (scanner, field, fieldPlace) throws(TensorFileError) in
      scanner.skipSpace()
      let place = scanner.offset
      switch field {
      case "dtype":
        let dtype = try scanner.string("dtype")
        element = ElementType(safetensorsName: dtype)
        guard element != nil else {
          throw scanner.fault(
            .unsupported, at: place, "unknown dtype \(dtype.quoted)",
            "use one of \(ElementType.safetensorsNames)")
        }
      case "shape": shape = try scanner.naturals("shape", each: "a dimension")
      case "data_offsets":
        rangePlace = place
        range = try scanner.naturals("data_offsets", each: "an offset")
      default:
        throw scanner.fault(
          at: fieldPlace, "unknown field \(field.quoted)",
          "keep only dtype, shape and data_offsets")
      }
    }
    guard let element, let shape, let range else {
      let missing = element == nil ? "dtype" : shape == nil ? "shape" : "data_offsets"
      throw scanner.fault(at: offset, "\(missing) is missing")
    }
    let entry = try entry(
      name, element, shape, range: range, scanner: scanner, offset: offset, rangePlace: rangePlace)
    tensors.append(entry)
    places.append(rangePlace)
  }

  /// Checks one tensor on its own: its range lies in the data and has the size of its elements.
  private func entry(
    _ name: String, _ element: ElementType, _ shape: [Int], range: [Int],
    scanner: HeaderScanner, offset: Int, rangePlace: Int
  ) throws(TensorFileError) -> TensorEntry {
    guard range.count == 2 else {
      throw scanner.fault(
        at: rangePlace, "data_offsets has \(range.count) numbers, begin and end are needed")
    }
    let (begin, end) = (range[0], range[1])
    guard begin <= end else {
      throw scanner.fault(.layout, at: rangePlace, "data_offsets begin at \(begin), end at \(end)")
    }
    guard end <= dataSize else {
      throw scanner.fault(
        .truncated, at: rangePlace,
        "data_offsets end at \(end), only \(dataSize) bytes follow the header",
        "the file is cut short or was written wrongly: fetch or write it again")
    }
    guard let size = TensorSize(shape: shape, element: element) else {
      throw scanner.fault(.layout, at: offset, "the shape holds more than 2^63 - 1 bits")
    }
    guard let bytes = size.bytes else {
      throw scanner.fault(
        .layout, at: offset,
        "\(size.count) elements of \(element.bits) bits do not fill whole bytes",
        "pad the shape to a multiple of \(element.bits == 4 ? 2 : 4) elements")
    }
    guard bytes == end - begin else {
      throw scanner.fault(
        .layout, at: rangePlace,
        "data_offsets hold \(end - begin) bytes, shape and dtype need \(bytes)")
    }
    return TensorEntry(
      name: name, element: element, shape: shape, count: size.count,
      byteRange: dataStart + begin..<dataStart + end)
  }

  /// Checks that the tensors together cover the data: no hole, no overlap, nothing after the last.
  private func checkCoverage(path: String) throws(TensorFileError) {
    let remedy = "write the file again with a safetensors library"
    let order = tensors.indices.sorted {
      let (left, right) = (tensors[$0].byteRange, tensors[$1].byteRange)
      return (left.lowerBound, left.upperBound, $0) < (right.lowerBound, right.upperBound, $1)
    }
    var reached = dataStart
    var previous: String?
    for index in order {
      let entry = tensors[index]
      let begin = entry.byteRange.lowerBound
      if begin > reached {
        throw TensorFileError(
          .layout, path: path, tensor: entry.name, at: reached,
          "a hole of \(begin - reached) bytes before the tensor", remedy)
      }
      if begin < reached {
        throw TensorFileError(
          .layout, path: path, tensor: entry.name, at: begin,
          "the tensor begins inside \((previous ?? "").quoted), which ends at byte \(reached)",
          remedy)
      }
      reached = entry.byteRange.upperBound
      previous = entry.name
    }
    guard reached == dataStart + dataSize else {
      throw TensorFileError(
        .layout, path: path, at: reached,
        "\(dataStart + dataSize - reached) bytes belong to no tensor", remedy)
    }
  }
}
