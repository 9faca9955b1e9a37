public import Descriptors

extension Operation {
  /// The id under which the operation is listed, verified and replayed.
  ///
  /// `cast/float32/float8_e4m3fn/nearest-even/sat-none`; an arithmetic operation names its format
  /// once where operands and result share it, and all of them otherwise.
  public func name(dialect preset: String = "standard") -> String {
    let formats = operands.map(\.name) + [result.name]
    let shared = kind != .cast && Set(formats).count == 1
    var parts = [kind.rawValue] + (shared ? [result.name] : formats)
    parts += [dialect.rounding.name, dialect.overflow.name]
    if preset != "standard" { parts.append(preset) }
    return parts.joined(separator: "/")
  }
}
