/// What a number format is, as plain data: how its codes are laid out and what they are called.
///
/// A descriptor carries no arithmetic. `Reference` and `Production` each derive the meaning of a
/// code from it on their own, so that their agreement says something.
public struct FormatDescriptor: Hashable, Sendable {
  /// The format's name, spelled as in ml_dtypes where that library has the format.
  public var name: String
  /// The width of a code in bits, 1...64.
  ///
  /// A code is the low `bits` bits of an unsigned integer.
  public var bits: Int
  /// The width in bits of one element in a packed tensor: 4 for `float4_e2m1fn`, 32 for `tf32`.
  public var container: Int
  /// How a code maps to a datum.
  public var encoding: Encoding
  /// What other systems call the format, in the order of the specification file.
  public var spellings: [Spelling]
  /// The document that defines the format.
  public var source: String
  /// One line for the reader; may be empty.
  public var note: String

  /// Creates a descriptor; `container` defaults to `bits`.
  public init(
    name: String, bits: Int, container: Int? = nil, encoding: Encoding,
    spellings: [Spelling] = [], source: String = "", note: String = ""
  ) {
    self.name = name
    self.bits = bits
    self.container = container ?? bits
    self.encoding = encoding
    self.spellings = spellings
    self.source = source
    self.note = note
  }

  /// The bytes that one code takes in a raw stream: the smallest of 1, 2, 4, 8 that holds it.
  public var streamBytes: Int {
    switch bits {
    case ...8: 1
    case ...16: 2
    case ...32: 4
    default: 8
    }
  }
}

/// One system's name for a format, such as `FLOAT8E4M3FN` in ONNX.
public struct Spelling: Hashable, Sendable {
  /// The system: `onnx`, `mlir`, `ptx`, `safetensors`, `p3109`, `torch`, ...
  public var system: String
  /// The name that the system uses.
  public var name: String

  /// Creates a spelling.
  public init(system: String, name: String) {
    self.system = system
    self.name = name
  }
}

/// The families of code layouts.
public enum Encoding: Hashable, Sendable {
  /// Sign, exponent and trailing significand fields: IEEE 754, OCP, FNUZ, P3109, E8M0.
  case float(FloatLayout)
  /// Integers and fixed point in two's complement or plain binary.
  case fixedPoint(FixedPointLayout)
  /// Posits with the given number of exponent bits (2 in the 2022 standard).
  case posit(exponentBits: Int)
  /// HiFloat8: a prefix code (the dot field) chooses the widths of exponent and mantissa (arXiv
  /// 2409.16626).
  ///
  /// Its codes are not monotone in their values.
  case hiFloat8
  /// Every code listed with its exact value.
  case table(ValueTable)
}
