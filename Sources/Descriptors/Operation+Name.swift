extension Operation {
  /// The id under which the operation is listed, verified and replayed.
  ///
  /// `cast/float32/float8_e4m3fn/nearest-even/sat-none`; an arithmetic operation names its format
  /// once where operands and result share it, and all of them otherwise. A result format that
  /// follows from the function is left out: `compare-less/float8_e4m3fn/nearest-even/sat-none`.
  public func name(dialect preset: String = "standard") -> String {
    let formats = operands.map(\.name) + (kind.rounds ? [result.name] : [])
    let shared = kind != .cast && Set(formats).count == 1
    var parts = [kind.rawValue] + (shared ? [formats[0]] : formats)
    parts += [dialect.rounding.name, dialect.overflow.name]
    if preset != "standard" { parts.append(preset) }
    return parts.joined(separator: "/")
  }
}
