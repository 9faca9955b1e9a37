public import Descriptors

extension Catalog {
  /// The format of a name: a listed name or alias, a parametric name, or a spelling of another
  /// system, in that order; upper and lower case do not matter.
  ///
  /// A spelling that two systems use for different formats is refused; `system:name`, as in
  /// `ptx:e4m3`, always says which one is meant.
  ///
  /// - Throws: `SpecError` that names the nearest names, or what is wrong with the parameters of a
  ///   parametric name.
  public func format(named name: String) throws(SpecError) -> FormatDescriptor {
    if let position = index.position(name: name) { return formats[position] }
    let rule: Result<FormatDescriptor?, SpecError>
    do { rule = .success(try ParametricFormats.format(named: name)) } catch {
      rule = .failure(error)
    }
    if case .success(let format?) = rule { return withSpellings(format) }
    if let position = try position(spelling: name) { return formats[position] }
    if case .failure(let error) = rule { throw error }
    throw unknown("format", name, near: NearestNames.of(name, among: index.written))
  }

  /// The dialect of a name; upper and lower case do not matter.
  ///
  /// - Throws: `SpecError` that names the nearest names.
  public func dialect(named name: String) throws(SpecError) -> DialectPreset {
    if let dialect = dialects.first(where: { Self.same($0.name, name) }) { return dialect }
    let near = NearestNames.of(name, among: dialects.map(\.name))
    throw unknown("dialect", name, near: near)
  }

  private func position(spelling text: String) throws(SpecError) -> Int? {
    var uses = index.positions(spelling: text)
    if uses.isEmpty, let colon = text.firstIndex(of: ":") {
      let system = String(text[..<colon])
      uses = index.positions(spelling: String(text[text.index(after: colon)...]))
        .filter { Self.same($0.system, system) }
    }
    guard let first = uses.first else { return nil }
    guard let other = uses.first(where: { $0.position != first.position }) else {
      return first.position
    }
    throw SpecError(
      what: "'\(text)' is \(formats[first.position].name) in \(first.system) and "
        + "\(formats[other.position].name) in \(other.system)",
      remedy: "write '\(first.system):\(text)' or '\(other.system):\(text)'")
  }

  /// A parametric format with the names of the listed format that is the same one.
  private func withSpellings(_ format: FormatDescriptor) -> FormatDescriptor {
    let twin = formats.first { $0.encoding == format.encoding && $0.bits == format.bits }
    guard let twin else { return format }
    var named = format
    let listed = Spelling(system: Self.aliasSystem, name: twin.name)
    named.spellings = ([listed] + twin.spellings).filter { $0.name != format.name }
    return named
  }

  /// The error of a name that leads nowhere.
  func unknown(_ kind: String, _ name: String, near: [String]) -> SpecError {
    let what = "unknown \(kind) '\(SpecNode.excerpt(name))'"
    return SpecError(
      what: near.isEmpty ? what : "\(what); nearest: \(near.joined(separator: ", "))",
      remedy: "'assay list \(kind)s' shows all")
  }
}
