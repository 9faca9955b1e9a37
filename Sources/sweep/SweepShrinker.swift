import Descriptors

/// Makes a failing case as short as it still fails in the same way.
struct SweepShrinker {
  /// The most cases that are tried.
  var budget = 400
  /// The outcome of a case.
  let judge: (SweepCase) throws -> SweepOutcome

  /// The smallest case that was found, with its outcome.
  ///
  /// - Throws: what `judge` throws.
  func callAsFunction(
    _ failing: SweepCase, _ outcome: SweepOutcome
  ) throws -> (item: SweepCase, outcome: SweepOutcome) {
    var best = (item: failing, outcome: outcome)
    var tried: Set<SweepCase> = [failing]
    var left = outcome.kind == .hang ? budget / 20 : budget
    var isSmaller = true
    while isSmaller, left > 0 {
      isSmaller = false
      for item in Self.candidates(best.item)
      where Self.measure(item) < Self.measure(best.item) && tried.insert(item).inserted {
        guard left > 0 else { break }
        left -= 1
        let outcome = try judge(item)
        guard outcome.kind == best.outcome.kind else { continue }
        best = (item, outcome)
        isSmaller = true
        break
      }
    }
    return best
  }

  /// Fewer characters first, then smaller numbers.
  static func measure(_ item: SweepCase) -> Int {
    var numbers = 0
    let values = item.options.map(\.value) + item.formats.flatMap { $0.fields.map(\.value) }
    for value in values {
      for match in (value ?? "").matches(of: /\d+/) {
        numbers += min(9_999, Int(match.output) ?? 9_999)
      }
    }
    return (item.size + (item.coverage?.utf8.count ?? 0)) * 100_000 + min(numbers, 99_999)
  }

  /// What the formats of a case are tried with instead.
  private static let simple = ["int2", "Binary3p2sf", "Binary4p2se", "float8_e4m3fn"]

  /// Cases that are shorter by one thing, the largest steps first.
  static func candidates(_ item: SweepCase) -> [SweepCase] {
    var found: [SweepCase] = []
    func add(_ change: (inout SweepCase) -> Void) {
      var changed = item
      change(&changed)
      let used = changed.options.compactMap(\.value).joined(separator: " ") + changed.operation
      changed.formats.removeAll { !used.contains($0.name) }
      if changed != item { found.append(changed) }
    }
    for index in item.options.indices { add { $0.options.remove(at: index) } }
    for (index, option) in item.options.enumerated() {
      guard let value = option.value else { continue }
      if ["format", "to", "from"].contains(option.name) {
        let others = item.options.filter { ["format", "to", "from"].contains($0.name) }
        let names = value.split(separator: ",").map(String.init)
        for other in names + others.compactMap(\.value) + simple {
          add { $0.options[index].value = other }
        }
      }
      for smaller in Self.smaller(value) { add { $0.options[index].value = smaller } }
    }
    for (place, entry) in item.formats.enumerated() {
      for (index, field) in entry.fields.enumerated() {
        add { $0.formats[place].fields.remove(at: index) }
        guard let value = field.value else { continue }
        if field.name == "values" {
          for halves in Self.halves(value, of: entry) {
            add { $0.formats[place].fields = halves }
          }
        } else {
          for smaller in Self.smaller(value) {
            add { $0.formats[place].fields[index].value = smaller }
          }
        }
      }
    }
    return found
  }

  /// A text with one of its numbers made smaller, and without its last part.
  private static func smaller(_ text: String) -> [String] {
    var found: [String] = []
    if let dash = text.lastIndex(of: "-"), dash > text.startIndex {
      found.append(String(text[..<dash]))
    }
    for match in text.matches(of: /\d+/) {
      guard let number = Int(match.output), number > 0 else { continue }
      for other in Set([0, 1, number / 2, number - 1]).sorted() where other < number {
        found.append(text.replacingCharacters(in: match.range, with: "\(other)"))
      }
    }
    if text.hasPrefix("-") { found.append(String(text.dropFirst())) }
    return found
  }

  /// The fields of a table with each half of its values, and with simpler ones.
  private static func halves(
    _ values: String, of entry: SweepCase.Entry
  ) -> [[SweepCase.Option]] {
    let list = values.dropFirst().dropLast().split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    var found: [[SweepCase.Option]] = []
    func add(_ list: [String], bits: Int) {
      var fields = entry.fields
      for index in fields.indices {
        if fields[index].name == "values" {
          fields[index].value = "[\(list.joined(separator: ", "))]"
        } else if fields[index].name == "bits" {
          fields[index].value = "\(bits)"
        }
      }
      found.append(fields)
    }
    guard let bits = Int(entry["bits"] ?? "") else { return [] }
    if bits > 1 {
      let half = list.count / 2
      for part in [list.prefix(half), list.suffix(half)] { add(Array(part), bits: bits - 1) }
      add(stride(from: 0, to: list.count, by: 2).map { list[$0] }, bits: bits - 1)
    }
    for index in list.indices {
      for simple in ["0", "1", "2", "3", "nan"] where simple.count < list[index].count {
        var changed = list
        changed[index] = simple
        add(changed, bits: bits)
      }
    }
    return found
  }
}

extension String {
  /// The text with a part replaced.
  fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
