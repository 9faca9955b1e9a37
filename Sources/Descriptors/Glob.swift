/// A pattern over names: `*` stands for any run of characters, `?` for exactly one.
public struct Glob: Hashable, Sendable {
  /// The pattern as written.
  public let pattern: String

  /// Creates a pattern; every string is one.
  public init(_ pattern: String) {
    self.pattern = pattern
  }

  /// Whether the whole of `name` fits the pattern.
  public func matches(_ name: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let name = Array(name.utf8)
    var p = 0
    var n = 0
    // On a mismatch the last star takes one more byte; earlier stars never need to be revisited.
    var retry: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        retry = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let (star, from) = retry {
        retry = (star, from + 1)
        p = star + 1
        n = from + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
