/// The cells of one table of classes as numbers, and which of them were met as bits.
///
/// A run of many checks has no room for the names of all their classes; bits can still be joined, so
/// that what parts of a run have met together is known exactly.
public struct FoldedCells: Codable, Hashable, Sendable {
  /// How many cells that were never met keep their names.
  public static let mostNamed = 8

  /// How many cells were met.
  public private(set) var met = 0
  /// How many can occur, or are not known not to, and did not.
  public var neverMet = 0
  /// How many cannot occur.
  public var excluded = 0
  /// The cells row by row, 32 to a word, the first in the lowest bit; 1 for a cell that was met.
  public private(set) var bits: [UInt32]

  /// Creates a table of so many cells, none of them met.
  public init(cells: Int) {
    bits = Array(repeating: 0, count: (max(0, cells) + 31) / 32)
  }

  /// Notes that a cell was met.
  ///
  /// - Parameter cell: its number; one beyond the table is passed over.
  public mutating func meet(_ cell: Int) {
    guard cell >= 0, cell / 32 < bits.count else { return }
    let bit = UInt32(1) << UInt32(cell % 32)
    if bits[cell / 32] & bit == 0 { met += 1 }
    bits[cell / 32] |= bit
  }

  /// Joins what another part of the same check has met.
  mutating func add(_ other: FoldedCells) {
    let possible = met &+ neverMet
    for (index, word) in other.bits.enumerated() where index < bits.count { bits[index] |= word }
    met = bits.reduce(0) { $0 + $1.nonzeroBitCount }
    neverMet = max(0, possible &- met)
  }
}
