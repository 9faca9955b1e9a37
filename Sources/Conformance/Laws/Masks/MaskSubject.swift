import Descriptors
import ExactArithmetic
import Harness
public import Reference

/// What makes a mask of a matrix: the reference, or another function under judgement.
public typealias MaskFunction = @Sendable (Matrix<Magnitude>) -> Mask

/// A mask rule about which laws are made, and the function that claims to be it.
struct MaskSubject: Sendable {
  let name: String
  /// What is judged.
  let mask: MaskFunction

  /// A law about the rule, called `mask/<rule>/<name>`.
  func law(
    _ name: String, _ domain: Property.Domain,
    check: @escaping @Sendable (inout Choices) throws -> CaseOutcome
  ) -> Property {
    Property(id: "mask/\(self.name)/\(name)", subject: self.name, domain: domain, check: check)
  }

  /// A law about matrices of a size: over all matrices of 0 and 1 where they can be enumerated, and
  /// over sampled ones under `<name>-sampled`.
  func laws(
    _ name: String, rows: Int, columns: Int, finite: Bool = false,
    check: @escaping @Sendable (Matrix<Magnitude>, inout Choices) -> CaseOutcome
  ) -> [Property] {
    let sampled = law(
      rows * columns <= 16 ? "\(name)-sampled" : name,
      .stated("matrices of \(rows) x \(columns), \(MatrixDrawing.domain(finite: finite))")
    ) { choices in
      let matrix = MatrixDrawing.wide(&choices, rows: rows, columns: columns, finite: finite)
      choices.describe(MatrixDrawing.text(matrix))
      return check(matrix, &choices)
    }
    guard rows * columns <= 16 else { return [sampled] }
    let most = MatrixDrawing.largest(cells: rows * columns)
    let enumerated = law(name, .stated("all matrices of \(rows) x \(columns) of 0...\(most)")) {
      choices in
      let matrix = MatrixDrawing.small(&choices, rows: rows, columns: columns, upTo: most)
      choices.describe(MatrixDrawing.text(matrix))
      return check(matrix, &choices)
    }
    return [enumerated, sampled]
  }
}

/// Matrices of magnitudes drawn for laws.
enum MatrixDrawing {
  /// The largest value with which all matrices of so many cells are at most 65536.
  static func largest(cells: Int) -> Int {
    (1...255).last { most in
      var count = 1
      for _ in 0..<cells where count <= 65536 { count *= most + 1 }
      return count <= 65536
    } ?? 1
  }

  /// A matrix of integers from 0 on; finishing all choices is finishing all such matrices.
  static func small(
    _ choices: inout Choices, rows: Int, columns: Int, upTo most: Int
  ) -> Matrix<Magnitude> {
    var elements: [Magnitude] = []
    for _ in 0..<rows * columns {
      elements.append(Magnitude(Rational(choices.draw(in: 0...most))))
    }
    return Matrix(rows: rows, columns: columns, elements)
  }

  /// What `wide` draws, in words.
  static func domain(finite: Bool) -> String {
    "of 0 and 1, of 0...3, of thirds up to 333" + (finite ? "" : ", or of 0, 1, 5/2, inf and nan")
  }

  /// A matrix from one of four alphabets: two full of ties, one with hardly any, one with infinity
  /// and NaN.
  static func wide(
    _ choices: inout Choices, rows: Int, columns: Int, finite: Bool
  ) -> Matrix<Magnitude> {
    let alphabet = choices.draw(below: finite ? 3 : 4)
    var elements: [Magnitude] = []
    for _ in 0..<rows * columns {
      switch alphabet {
      case 0, 1:
        elements.append(Magnitude(Rational(choices.draw(in: 0...(alphabet == 0 ? 1 : 3)))))
      case 2: elements.append(Magnitude(Rational(choices.draw(in: 0...999), over: 3)))
      default:
        let special: [Magnitude] = [
          0, 1, .finite(Rational(5, over: 2)), .infinity, .nan,
        ]
        elements.append(choices.draw(from: special))
      }
    }
    return Matrix(rows: rows, columns: columns, elements)
  }

  /// `1 0 3 / 2 2 inf`: the rows from the top.
  static func text(_ matrix: Matrix<Magnitude>) -> String {
    (0..<matrix.rows).map { row in
      (0..<matrix.columns).map { matrix[row, $0].description }.joined(separator: " ")
    }.joined(separator: " / ")
  }
}

extension CaseOutcome {
  /// `holds` unless the validator threw; its line is what was got.
  static func valid(
    _ expected: String, _ validate: () throws(PatternViolation) -> Void
  ) -> CaseOutcome {
    do throws(PatternViolation) {
      try validate()
      return .holds
    } catch {
      return .fails(expected: expected, got: "\(error)")
    }
  }

  /// This outcome, or if it holds the next one.
  func and(_ next: @autoclosure () -> CaseOutcome) -> CaseOutcome {
    if case .holds = self { next() } else { self }
  }
}
