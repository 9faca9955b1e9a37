/// What one element of a stored tensor is: its width, and its names in the two file formats.
///
/// | type | bits | safetensors | npy | format |
/// |---|---|---|---|---|
/// | `bool` | 8 | `BOOL` | `\|b1` | - |
/// | `uint8`, `int8` | 8 | `U8`, `I8` | `\|u1`, `\|i1` | `uint8`, `int8` |
/// | `uint16`, `int16` | 16 | `U16`, `I16` | `<u2`, `<i2` | `uint16`, `int16` |
/// | `uint32`, `int32` | 32 | `U32`, `I32` | `<u4`, `<i4` | `uint32`, `int32` |
/// | `uint64`, `int64` | 64 | `U64`, `I64` | `<u8`, `<i8` | `uint64`, `int64` |
/// | `float4E2M1FN` | 4 | `F4` | - | `float4_e2m1fn` |
/// | `float6E2M3FN`, `float6E3M2FN` | 6 | `F6_E2M3`, `F6_E3M2` | - | `float6_e2m3fn`, ... |
/// | `float8E4M3FN`, `float8E5M2` | 8 | `F8_E4M3`, `F8_E5M2` | - | `float8_e4m3fn`, ... |
/// | `float8E4M3FNUZ`, `float8E5M2FNUZ` | 8 | `F8_E4M3FNUZ`, ... | - | `float8_e4m3fnuz`, ... |
/// | `float8E8M0FNU` | 8 | `F8_E8M0` | - | `float8_e8m0fnu` |
/// | `bfloat16` | 16 | `BF16` | - | `bfloat16` |
/// | `float16`, `float32`, `float64` | 16, 32, 64 | `F16`, `F32`, `F64` | `<f2`, ... | `float16`, ... |
/// | `complex64` | 64 | `C64` | - | - |
/// | `raw8` ... `raw64` | 8 ... 64 | - | `\|V1` ... `\|V8` | - |
///
/// The safetensors name `F8_E4M3` means the OCP format without infinities, ml_dtypes'
/// `float8_e4m3fn`; the IEEE-like `float8_e4m3` has no name there. A raw type says only how wide
/// an element is: ml_dtypes arrays reach an npy file that way, their format must come from
/// elsewhere.
public enum ElementType: Hashable, Sendable, CaseIterable {
  case bool
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64
  case float4E2M1FN, float6E2M3FN, float6E3M2FN
  case float8E4M3FN, float8E5M2, float8E8M0FNU, float8E4M3FNUZ, float8E5M2FNUZ
  case float16, bfloat16, float32, float64
  case complex64
  case raw8, raw16, raw32, raw64

  /// The bits that one element takes in the file: 4, 6, 8, 16, 32 or 64.
  public var bits: Int {
    switch self {
    case .float4E2M1FN: 4
    case .float6E2M3FN, .float6E3M2FN: 6
    case .bool, .uint8, .int8, .raw8: 8
    case .float8E4M3FN, .float8E5M2, .float8E8M0FNU, .float8E4M3FNUZ, .float8E5M2FNUZ: 8
    case .uint16, .int16, .float16, .bfloat16, .raw16: 16
    case .uint32, .int32, .float32, .raw32: 32
    case .uint64, .int64, .float64, .complex64, .raw64: 64
    }
  }

  /// The bytes that one element takes once read: 1, 2, 4 or 8.
  ///
  /// An element narrower than a byte is read into the low bits of one byte.
  public var streamBytes: Int { (bits + 7) / 8 }

  /// The number format of the elements in ml_dtypes' spelling, such as `bfloat16`.
  ///
  /// It is nil where the elements are not numbers of one format: Booleans, complex numbers, and
  /// raw bytes whose format the file does not name.
  public var formatName: String? {
    switch self {
    case .bool, .complex64, .raw8, .raw16, .raw32, .raw64: nil
    case .float4E2M1FN: "float4_e2m1fn"
    case .float6E2M3FN: "float6_e2m3fn"
    case .float6E3M2FN: "float6_e3m2fn"
    case .float8E4M3FN: "float8_e4m3fn"
    case .float8E5M2: "float8_e5m2"
    case .float8E8M0FNU: "float8_e8m0fnu"
    case .float8E4M3FNUZ: "float8_e4m3fnuz"
    case .float8E5M2FNUZ: "float8_e5m2fnuz"
    case .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64: "\(self)"
    case .float16, .bfloat16, .float32, .float64: "\(self)"
    }
  }

  /// The `dtype` string in a safetensors header, or nil for the raw types.
  public var safetensorsName: String? {
    switch self {
    case .bool: "BOOL"
    case .uint8: "U8"
    case .int8: "I8"
    case .uint16: "U16"
    case .int16: "I16"
    case .uint32: "U32"
    case .int32: "I32"
    case .uint64: "U64"
    case .int64: "I64"
    case .float4E2M1FN: "F4"
    case .float6E2M3FN: "F6_E2M3"
    case .float6E3M2FN: "F6_E3M2"
    case .float8E4M3FN: "F8_E4M3"
    case .float8E5M2: "F8_E5M2"
    case .float8E8M0FNU: "F8_E8M0"
    case .float8E4M3FNUZ: "F8_E4M3FNUZ"
    case .float8E5M2FNUZ: "F8_E5M2FNUZ"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    case .complex64: "C64"
    case .raw8, .raw16, .raw32, .raw64: nil
    }
  }

  /// The `descr` string in an npy header, little-endian, or nil where npy has no name.
  public var npyName: String? {
    switch self {
    case .bool: "|b1"
    case .uint8: "|u1"
    case .int8: "|i1"
    case .uint16: "<u2"
    case .int16: "<i2"
    case .uint32: "<u4"
    case .int32: "<i4"
    case .uint64: "<u8"
    case .int64: "<i8"
    case .float16: "<f2"
    case .float32: "<f4"
    case .float64: "<f8"
    case .raw8: "|V1"
    case .raw16: "|V2"
    case .raw32: "|V4"
    case .raw64: "|V8"
    default: nil
    }
  }

  /// The type with a safetensors `dtype` string; nil when there is none.
  public init?(safetensorsName name: String) {
    guard let type = Self.allCases.first(where: { $0.safetensorsName == name }) else { return nil }
    self = type
  }

  /// The names that a safetensors header may use, in the order of the cases.
  static var safetensorsNames: String {
    allCases.compactMap(\.safetensorsName).joined(separator: ", ")
  }
}
