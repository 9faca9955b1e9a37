import ExactArithmetic
import Reference

/// The cells of one tensor and one target format.
///
/// All sums are exact, so neither the order of the inputs nor how they are divided over ledgers
/// has any influence on the total.
struct Ledger: Sendable {
  let source: SourceFormat
  let target: TargetFormat
  private(set) var cells: [Cell] = []
  /// Two sides per cell: nearer to zero than the image, then farther.
  private(set) var sides: [CellSide] = []
  /// The value steps between images and nearest ones, and the largest number of them.
  private(set) var steps: UInt64 = 0
  private(set) var mostSteps: UInt64 = 0

  /// Open addressing: a cell's number plus 1, or 0 where nothing is.
  private var slots: [UInt32] = Array(repeating: 0, count: 256)

  init(source: SourceFormat, target: TargetFormat) {
    self.source = source
    self.target = target
  }

  // MARK: - Adding

  /// Adds inputs with the codes they became.
  mutating func add(
    _ parts: [SourceFormat.Parts], reciprocals: [UInt64], codes: UnsafeRawBufferPointer
  ) {
    if target.format.bits <= 8 {
      add(parts, reciprocals, codes.bindMemory(to: UInt8.self))
    } else {
      add(parts, reciprocals, codes.bindMemory(to: UInt16.self))
    }
  }

  private mutating func add<Code: FixedWidthInteger & UnsignedInteger>(
    _ parts: [SourceFormat.Parts], _ reciprocals: [UInt64], _ codes: UnsafeBufferPointer<Code>
  ) {
    var done = addKnown(parts, reciprocals, codes, from: 0)
    while done < parts.count {
      insert(key: Self.key(parts[done].row, Code(littleEndian: codes[done])))
      done = addKnown(parts, reciprocals, codes, from: done)
    }
  }

  /// Adds inputs up to the first that needs a new cell, and answers its index.
  private mutating func addKnown<Code: FixedWidthInteger & UnsignedInteger>(
    _ parts: [SourceFormat.Parts], _ reciprocals: [UInt64], _ codes: UnsafeBufferPointer<Code>,
    from start: Int
  ) -> Int {
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      cells.withUnsafeMutableBufferPointer { cells in
        sides.withUnsafeMutableBufferPointer { sides in
          parts.withUnsafeBufferPointer { parts in
            reciprocals.withUnsafeBufferPointer { reciprocals in
              for index in start..<parts.count {
                let key = Self.key(parts[index].row, Code(littleEndian: codes[index]))
                var slot = Self.slot(of: key) & mask
                var cell = -1
                while slots[slot] != 0 {
                  let candidate = Int(slots[slot]) - 1
                  if cells[candidate].key == key {
                    cell = candidate
                    break
                  }
                  slot = (slot + 1) & mask
                }
                if cell < 0 { return index }
                let significand = parts[index].significand
                if significand > cells[cell].lastInRange { cells[cell].outOfRange &+= 1 }
                let isOutside = significand > cells[cell].lastWithin
                if isOutside || significand <= cells[cell].lastInside {
                  sides[2 * cell + (isOutside ? 1 : 0)].add(
                    significand, reciprocal: reciprocals[index])
                } else {
                  cells[cell].equal &+= 1
                }
              }
              return parts.count
            }
          }
        }
      }
    }
  }

  /// Adds the value steps between codes and the nearest ones; pairs that are not two numbers do
  /// not count.
  ///
  /// - Parameter counts: which inputs count.
  mutating func addSteps(
    _ codes: UnsafeRawBufferPointer, nearest: UnsafeRawBufferPointer, where counts: [Bool]
  ) {
    if target.format.bits <= 8 {
      addSteps(codes.bindMemory(to: UInt8.self), nearest.bindMemory(to: UInt8.self), counts)
    } else {
      addSteps(codes.bindMemory(to: UInt16.self), nearest.bindMemory(to: UInt16.self), counts)
    }
  }

  private mutating func addSteps<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: UnsafeBufferPointer<Code>, _ nearest: UnsafeBufferPointer<Code>, _ counts: [Bool]
  ) {
    for index in codes.indices where counts[index] {
      let rank = target.ranks[Int(Code(littleEndian: codes[index]))]
      let best = target.ranks[Int(Code(littleEndian: nearest[index]))]
      guard rank != TargetFormat.unranked, best != TargetFormat.unranked else { continue }
      let distance = UInt64((rank - best).magnitude)
      steps += distance
      mostSteps = max(mostSteps, distance)
    }
  }

  /// Adds everything that another ledger of the same formats holds.
  mutating func add(_ other: Ledger) {
    for (index, cell) in other.cells.enumerated() {
      let mine = find(cell.key) ?? insert(key: cell.key)
      cells[mine].equal += cell.equal
      cells[mine].outOfRange += cell.outOfRange
      sides[2 * mine].add(other.sides[2 * index])
      sides[2 * mine + 1].add(other.sides[2 * index + 1])
    }
    steps += other.steps
    mostSteps = max(mostSteps, other.mostSteps)
  }

  // MARK: - Finding

  @inline(__always)
  private static func key<Code: BinaryInteger>(_ row: UInt32, _ code: Code) -> UInt32 {
    row << 16 | UInt32(truncatingIfNeeded: code)
  }

  @inline(__always)
  private static func slot(of key: UInt32) -> Int {
    // Fibonacci hashing; the middle bits are the best mixed ones that a mask reaches.
    Int(truncatingIfNeeded: UInt64(key) &* 0x9E37_79B9_7F4A_7C15 >> 32)
  }

  private func find(_ key: UInt32) -> Int? {
    var slot = Self.slot(of: key) & (slots.count - 1)
    while slots[slot] != 0 {
      if cells[Int(slots[slot]) - 1].key == key { return Int(slots[slot]) - 1 }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Makes a cell for a key that has none.
  @discardableResult
  private mutating func insert(key: UInt32) -> Int {
    cells.append(
      Cell(
        key: key, row: source.rows[Int(key >> 16)], image: target.data[Int(key & 0xFFFF)].number,
        smallest: target.facts.smallest, largest: target.facts.largest))
    sides.append(CellSide())
    sides.append(CellSide())
    if 2 * cells.count > slots.count {
      slots = Array(repeating: 0, count: 2 * slots.count)
      for index in cells.indices { place(index) }
    } else {
      place(cells.count - 1)
    }
    return cells.count - 1
  }

  private mutating func place(_ index: Int) {
    var slot = Self.slot(of: cells[index].key) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(index + 1)
  }
}
