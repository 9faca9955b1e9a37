import Harness

/// The verdicts of several files, law by law, and whether they belong together.
struct MergePieces {
  /// A verdict with the name of its file.
  private struct Piece {
    var record: VerdictRecord
    var file: String
    var shard: Shard
  }

  private struct Key: Hashable {
    var id: String
    var subject: String
  }

  private let files: [String]
  private var order: [Key] = []
  private var laws: [Key: [Piece]] = [:]

  /// Sorts the verdicts by law and subject.
  init(_ parts: [Merge.Part]) throws(MergeRefusal) {
    files = parts.map(\.name)
    for part in parts {
      for record in part.records {
        let shard = record.shard.map { Shard($0) } ?? .whole
        guard let shard else {
          throw MergeRefusal(
            "'\(record.shard ?? "")' in \(part.name) is no shard",
            "run that part again")
        }
        let key = Key(id: record.id, subject: record.subject)
        if laws[key] == nil { order.append(key) }
        laws[key, default: []].append(Piece(record: record, file: part.name, shard: shard))
      }
    }
    // Small laws are whole in one part or another.
    let places = laws.compactMapValues { $0.first?.record.provenance?.place }
    if places.count == order.count {
      order.sort { (places[$0] ?? 0) < (places[$1] ?? 0) }
    }
  }

  /// The verdicts of each law by shard, each shard once, the laws in the order of the run.
  func checked(allowsMissing: Bool) throws(MergeRefusal) -> [[VerdictRecord]] {
    guard let first = order.first.flatMap({ laws[$0]?.first }) else {
      throw MergeRefusal(
        "there is no verdict in \(files.joined(separator: ", "))",
        "give the files that 'assay verify --shard I/N --json PART' wrote")
    }
    for piece in order.flatMap({ laws[$0] ?? [] }) { try requireSameRun(first, piece) }
    var found: [[VerdictRecord]] = []
    for key in order {
      let pieces = try distinct(laws[key] ?? [], key.id)
      try requireSameBlocks(pieces, key.id)
      if !allowsMissing { try requireFinished(pieces, key.id) }
      found.append(pieces.map(\.record))
    }
    if !allowsMissing { try requireAll(first) }
    return found
  }

  // MARK: - One run

  private func requireSameRun(_ first: Piece, _ piece: Piece) throws(MergeRefusal) {
    switch (first.record.provenance, piece.record.provenance) {
    case (nil, nil): break
    case (let one?, let other?):
      guard let found = one.difference(from: other) else { break }
      throw MergeRefusal(
        "\(found.what) is \(found.mine) in \(first.file) and \(found.others) in \(piece.file)",
        "join parts of one run only")
    case (let one, _):
      throw MergeRefusal(
        "\(one == nil ? first.file : piece.file) does not say what run it is of",
        "write it again with this version")
    }
    guard first.shard.count != piece.shard.count else { return }
    throw MergeRefusal(
      "\(first.file) is one of \(first.shard.count.counted("part")), "
        + "\(piece.file) one of \(piece.shard.count)",
      "join parts of one run only")
  }

  /// The pieces of one law without repetitions, by shard.
  private func distinct(_ pieces: [Piece], _ id: String) throws(MergeRefusal) -> [Piece] {
    var byIndex: [Int: Piece] = [:]
    for piece in pieces {
      guard let earlier = byIndex[piece.shard.index] else {
        byIndex[piece.shard.index] = piece
        continue
      }
      guard earlier.record.timeless == piece.record.timeless else {
        throw MergeRefusal(
          "shard \(piece.shard) of \(id) has one result in \(earlier.file) "
            + "and another in \(piece.file)", "leave out the one that is not to count")
      }
    }
    return byIndex.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether the parts are cut from the same stream, each where its number says.
  private func requireSameBlocks(_ pieces: [Piece], _ id: String) throws(MergeRefusal) {
    guard let first = pieces.first(where: { $0.record.extent?.blocks != nil }),
      let total = first.record.extent?.blocks?.total
    else { return }
    for piece in pieces {
      guard let extent = piece.record.extent, let blocks = extent.blocks else { continue }
      guard blocks.total == total else {
        throw MergeRefusal(
          "\(id) has \(total) blocks in \(first.file) and \(blocks.total) in \(piece.file)",
          "join parts of one run only")
      }
      let begin = min(UInt64(piece.shard.index), total)
      guard blocks.first == begin, blocks.step == UInt64(piece.shard.count) else {
        throw MergeRefusal(
          "\(piece.file) has other blocks of \(id) than shard \(piece.shard)",
          "run that part again")
      }
    }
  }

  // MARK: - No holes

  private func requireFinished(_ pieces: [Piece], _ id: String) throws(MergeRefusal) {
    for piece in pieces {
      let extent = piece.record.extent
      let isShort =
        ["proved", "enumerated", "sampled"].contains(piece.record.verdict)
        && extent?.blocks.map { $0.end < $0.total } ?? false
      guard piece.record.isIncomplete || isShort else { continue }
      throw MergeRefusal(
        "shard \(piece.shard) of \(id) in \(piece.file) was not finished",
        "go on with it, or give --allow-missing")
    }
  }

  private func requireAll(_ first: Piece) throws(MergeRefusal) {
    let count = first.shard.count
    for key in order where !(laws[key] ?? []).contains(where: { $0.record.extent?.isWhole == true })
    {
      let there = Set((laws[key] ?? []).map(\.shard.index))
      let missing = (0..<count).filter { !there.contains($0) }.map { "\($0 + 1)" }
      guard !missing.isEmpty else { continue }
      throw MergeRefusal(
        "shard \(missing.joined(separator: ", ")) of \(count) is missing for \(key.id)",
        "give all parts, or --allow-missing")
    }
    guard let wanted = first.record.provenance?.checks, wanted != order.count else { return }
    throw MergeRefusal(
      "the run has \(wanted.counted("check")), and there are verdicts on \(order.count)",
      "finish the parts, or give --allow-missing")
  }
}

/// Why parts were not joined.
public struct MergeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var what: String
  /// What to do.
  public var remedy: String

  init(_ what: String, _ remedy: String) {
    self.what = what
    self.remedy = remedy
  }

  /// The one line.
  public var description: String { "\(what); \(remedy)" }
}

extension VerdictRecord {
  /// The record without what differs from run to run: how long it took.
  public var timeless: VerdictRecord {
    var record = self
    (record.seconds, record.throughput) = (0, 0)
    return record
  }
}

extension Int {
  /// `1 part`, `4 parts`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
