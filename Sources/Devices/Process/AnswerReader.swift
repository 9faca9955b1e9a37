/// Reads the rows of recorded answers one by one, and says what is wrong with those that cannot be
/// taken instead of stopping at them.
///
/// The values of a row that was read stay in `codes`, `words`, `results` and `flags` until the next.
public struct AnswerReader: Sendable {
  /// How rows are written.
  public enum Style: Sendable, Hashable {
    /// The results' codes in hex, or these behind the repeated case.
    case lines
    /// One word of a memory a row, the results side by side: what `$fwrite` and `$writememh` write.
    case memory
    /// Berkeley TestFloat's text: operands, result and exception flags.
    case testFloat
  }

  /// What a row is.
  public enum Row: Sendable, Hashable {
    /// Results, with the case they answer or without.
    case answer(isTagged: Bool)
    /// Results with bits that are `x` or `z`; with the case or without.
    case undefined(isTagged: Bool)
    /// Nothing that can be taken: what is wrong, behind "line N".
    case malformed(String)
    /// Nothing to be judged: a comment, or a message of a simulator.
    case remark
    /// The place of the next row, counted from 0.
    case address(UInt64)
  }

  /// The layout of cases.
  public let layout: CaseLayout
  /// How rows are written.
  public let style: Style
  /// The operand codes of a row that repeats its case.
  public private(set) var codes: [UInt64] = []
  /// The random words of a row that repeats its case.
  public private(set) var words: [UInt32] = []
  /// The results; those with unknown bits have zeros there.
  public private(set) var results: [UInt64] = []
  /// The exception flags of TestFloat's text.
  public private(set) var flags: UInt64 = 0

  /// Creates a reader.
  public init(_ layout: CaseLayout, style: Style) {
    (self.layout, self.style) = (layout, style)
  }

  /// Reads a row, which has no line break.
  public mutating func read(_ row: UnsafeBufferPointer<UInt8>) -> Row {
    let comment = row.firstSlashes ?? row.count
    let text = UnsafeBufferPointer(rebasing: row[..<comment])
    let fields = text.split { $0 == 32 || $0 == 9 || $0 == 13 }
    guard let first = fields.first else {
      return comment < row.count ? .remark : .malformed("is empty")
    }
    // What simulators print among the results.
    if first.elementsEqual([45]) { return .remark }
    if style == .memory, first.first == 64 {
      guard fields.count == 1, case .code(let place) = Self.code(first.dropFirst(), bits: 63) else {
        return .malformed("has an address that is no number in hex")
      }
      return .address(place)
    }
    return switch style {
    case .lines: readLine(fields)
    case .memory: readMemory(fields)
    case .testFloat: readTestFloat(fields)
    }
  }

  private mutating func readLine(_ fields: [Slice<UnsafeBufferPointer<UInt8>>]) -> Row {
    let (count, echoes) = (layout.results.count, layout.operands.count + layout.words)
    guard fields.count == count || fields.count == count + echoes else {
      return .malformed(
        "has \(fields.count) \(fields.count == 1 ? "field" : "fields"), not \(count) or, with the "
          + "case repeated, \(count + echoes)")
    }
    let isTagged = fields.count > count
    if isTagged, let fault = readCase(fields[..<echoes]) { return fault }
    return readResults(fields[(fields.count - count)...], isTagged: isTagged)
  }

  /// Reads operands and words; answers what is wrong with them, if anything is.
  private mutating func readCase(_ fields: ArraySlice<Slice<UnsafeBufferPointer<UInt8>>>) -> Row? {
    codes.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    for (place, field) in fields.enumerated() {
      let isWord = place >= layout.operands.count
      switch Self.code(field, bits: isWord ? 32 : layout.operands[place].bits) {
      case .code(let code):
        if isWord { words.append(UInt32(truncatingIfNeeded: code)) } else { codes.append(code) }
      case .unknown: return .malformed("repeats a case with unknown bits, '\(Self.text(field))'")
      case .fault(let what): return .malformed(what)
      }
    }
    return nil
  }

  private mutating func readResults(
    _ fields: ArraySlice<Slice<UnsafeBufferPointer<UInt8>>>, isTagged: Bool
  ) -> Row {
    results.removeAll(keepingCapacity: true)
    var isUnknown = false
    for (place, field) in fields.enumerated() {
      switch Self.code(field, bits: layout.results[place].bits) {
      case .code(let code): results.append(code)
      case .unknown:
        isUnknown = true
        results.append(0)
      case .fault(let what): return .malformed(what)
      }
    }
    return isUnknown ? .undefined(isTagged: isTagged) : .answer(isTagged: isTagged)
  }

  private mutating func readTestFloat(_ fields: [Slice<UnsafeBufferPointer<UInt8>>]) -> Row {
    let wanted = layout.operands.count + 2
    guard fields.count == wanted else {
      return .malformed(
        "has \(fields.count) fields, not \(wanted): the operands, the result and the flags")
    }
    if let fault = readCase(fields[..<(wanted - 2)]) { return fault }
    let row = readResults(fields[(wanted - 2)..<(wanted - 1)], isTagged: true)
    guard case .code(let code) = Self.code(fields[wanted - 1], bits: 8) else {
      return .malformed("has flags '\(Self.text(fields[wanted - 1]))', which are no byte in hex")
    }
    flags = code
    return row
  }

  private mutating func readMemory(_ fields: [Slice<UnsafeBufferPointer<UInt8>>]) -> Row {
    guard fields.count == 1 else { return .malformed("has \(fields.count) words, not 1") }
    let digits = fields[0].filter { $0 != 95 }
    var isUnknown = false
    results = Array(repeating: 0, count: layout.results.count)
    var (place, at) = (layout.results.count - 1, 0)
    for digit in digits.reversed() {
      var nibble: UInt64 = 0
      switch digit {
      case 48...57: nibble = UInt64(digit - 48)
      case 65...70: nibble = UInt64(digit - 55)
      case 97...102: nibble = UInt64(digit - 87)
      case 120, 88, 122, 90, 63: isUnknown = true
      default: return .malformed("has '\(Self.text(fields[0]))', which is no word in hex")
      }
      for bit in 0..<4 {
        if place >= 0, at == layout.results[place].bits { (place, at) = (place - 1, 0) }
        let value = nibble >> UInt64(bit) & 1
        if place < 0 {
          if value != 0 {
            return .malformed(
              "has '\(Self.text(fields[0]))', more than \(layout.memoryBitsOfResults) bits")
          }
          continue
        }
        results[place] |= value << UInt64(at)
        at += 1
      }
    }
    return isUnknown ? .undefined(isTagged: false) : .answer(isTagged: false)
  }

  /// What a field is.
  private enum Code {
    case code(UInt64)
    case unknown
    case fault(String)
  }

  private static func code(_ field: Slice<UnsafeBufferPointer<UInt8>>, bits: Int) -> Code {
    var digits = field
    if digits.count > 2, digits.first == 48, digits.dropFirst().first == 120 {
      digits = digits.dropFirst(2)
    }
    var code: UInt64 = 0
    var isUnknown = false
    for digit in digits {
      guard code >> 60 == 0 else { return .fault("has '\(text(field))', of more than 64 bits") }
      switch digit {
      case 48...57: code = code << 4 | UInt64(digit - 48)
      case 65...70: code = code << 4 | UInt64(digit - 55)
      case 97...102: code = code << 4 | UInt64(digit - 87)
      case 120, 88, 122, 90, 63:
        isUnknown = true
        code <<= 4
      default: return .fault("has '\(text(field))', which is no code in hex")
      }
    }
    if isUnknown { return .unknown }
    guard bits >= 64 || code >> UInt64(bits) == 0 else {
      return .fault("has '\(text(field))', more than \(bits) bits")
    }
    return .code(code)
  }

  private static func text(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    AnswerLines.text(field)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a comment begins.
  fileprivate var firstSlashes: Int? {
    guard let slash = firstIndex(of: 47), slash + 1 < count, self[slash + 1] == 47 else {
      return nil
    }
    return slash
  }
}

extension AnswerReader {
  /// Takes a row that is no text, as raw streams and arrays have them.
  ///
  /// - Returns: what it is; a code wider than its format makes it malformed.
  public mutating func take(results given: [UInt64]) -> Row {
    for (code, field) in zip(given, layout.results)
    where field.bits < 64 && code >> UInt64(field.bits) != 0 {
      let digits = String(code, radix: 16, uppercase: true)
      return .malformed("has '\(digits)', more than \(field.bits) bits")
    }
    results = given
    return .answer(isTagged: false)
  }
}
