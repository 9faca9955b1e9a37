import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about what must not matter: neighbours, their order, the sign, the unit.
enum BlockEquivarianceLaws {
  static func all(_ subject: BlockSubject) -> [Property] {
    var laws = [alone(subject), permuted(subject)]
    if subject.hasPlainFloats || subject.format.elementDialect.rounding == .toNearestOrEven,
      isSymmetric(subject)
    {
      laws.append(sign(subject))
    }
    if hasRoom(subject) { laws.append(powers(subject)) }
    return laws
  }

  private static func isSymmetric(_ subject: BlockSubject) -> Bool {
    guard case .float(let layout) = subject.element.descriptor.encoding else { return false }
    return layout.signed
  }

  /// Whether scales for the laws' numbers are far from both ends of their format.
  private static func hasRoom(_ subject: BlockSubject) -> Bool {
    if case .twoLevel = subject.format.scheme { return true }
    guard case .float(let layout) = subject.scale.descriptor.encoding else { return false }
    // With one bit of precision, ties go to even codes: up from every second power of two only.
    if case .scaled(let rule) = subject.format.scheme, !rule.isPowerOfTwo, layout.trailingBits == 0
    {
      return false
    }
    return layout.exponentBits >= 7
  }

  /// A block does not look at its neighbours: another one beside it leaves its codes.
  ///
  /// The last block holds the largest value, so that the scale of the matrix stays.
  private static func alone(_ subject: BlockSubject) -> Property {
    subject.law("neighbours-do-not-matter") { row, choices in
      var row = row
      row[row.count - 1] = 16
      var other = row
      let fresh = BlockSubject.row(&choices, subject.length)
      other.replaceSubrange(0..<subject.length, with: fresh)
      let (before, after) = (subject.encode(row), subject.encode(other))
      for block in 1..<BlockSubject.blocks {
        let (was, now) = (
          subject.codes(before, block: block), subject.codes(after, block: block)
        )
        if was != now { return .fails(expected: "block \(block): \(was)", got: "\(now)") }
      }
      return .holds
    }
  }

  /// Blocks in another order have their codes in that order.
  private static func permuted(_ subject: BlockSubject) -> Property {
    subject.law("order-does-not-matter") { row, _ in
      let turned = Array(row.dropFirst(subject.length) + row.prefix(subject.length))
      let (before, after) = (subject.encode(row), subject.encode(turned))
      for block in 0..<BlockSubject.blocks {
        let from = (block + 1) % BlockSubject.blocks
        let (was, now) = (
          subject.codes(before, block: from), subject.codes(after, block: block)
        )
        if was != now { return .fails(expected: "block \(block): \(was)", got: "\(now)") }
      }
      return .holds
    }
  }

  /// The other signs give the other signs.
  private static func sign(_ subject: BlockSubject) -> Property {
    subject.law("sign") { row, _ in
      .equal(
        expected: subject.values(subject.encode(row)).map { $0.number.map { -$0 } },
        got: subject.values(subject.encode(row.map { -$0 })).map(\.number))
    }
  }

  /// Values times a power of two decode to that multiple.
  private static func powers(_ subject: BlockSubject) -> Property {
    subject.law("powers-of-two") { row, choices in
      var row = row
      // No block is empty, none near the floor of a scale of the matrix.
      for block in 0..<BlockSubject.blocks { row[block * subject.length] = 1 }
      let factor = Rational.powerOfTwo(choices.draw(in: 1...6))
      return .equal(
        expected: subject.values(subject.encode(row)).map { $0.number.map { $0 * factor } },
        got: subject.values(subject.encode(row.map { $0 * factor })).map(\.number))
    }
  }
}
