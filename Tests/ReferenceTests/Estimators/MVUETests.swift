import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("minimum variance unbiased pruning")
struct MVUETests {
  @Test(
    "inclusion probabilities, scales and variances by hand",
    arguments: [
      // sum 10, tau 5: 3/5 1/5 2/5 4/5; variance 10^2/2 - 30.
      ("3 -1 2 -4", 2, "3/5 1/5 2/5 4/5", "5", "20"),
      // 2*10 > 16: 10 is certain, the rest share one place at 6; 36 - 14.
      ("10 1 2 3", 2, "1 1/6 1/3 1/2", "6", "22"),
      ("0 1 1 1", 2, "0 2/3 2/3 2/3", "3/2", "3/2"),
      ("1 2 3 4", 1, "1/10 1/5 3/10 2/5", "10", "70"),
      // 2*6 = 12: the largest meets its bound without being saturated.
      ("6 1 2 3", 2, "1 1/6 1/3 1/2", "6", "22"),
      // 3*20 > 30, then 2*8 > 10: both certain, one place at 2.
      ("20 8 1 -1", 3, "1 1 1/2 1/2", "2", "2"),
      ("3 4", 1, "3/7 4/7", "7", "24"),
    ])
  func byHand(_ row: (String, Int, String, String, String)) throws {
    let filling = WaterFilling(ReferenceTests.row(row.0), keep: row.1)
    #expect(filling.inclusion == ReferenceTests.row(row.2))
    #expect(filling.scale == exact(row.3))
    #expect(filling.minimumVariance == exact(row.4))
    #expect(filling.certificate.violation(for: filling.block, keep: row.1) == nil)
  }

  @Test("few elements stay as they are")
  func identity() throws {
    for block in [row("0 0 5 -7"), row("0 0 0 0"), row("0 -1 0 0")] {
      for design in [BlockPruning.Design.systematic, .pairTable, .successive, .greedy] {
        #expect(try estimator("2:4", design).distribution(of: block) == .certain(block))
      }
    }
    #expect(WaterFilling(row("0 0 5 -7"), keep: 2).scale == nil)
    let block = row("1 2 -3 4")
    for design in BlockPruning.Design.allCases where design != .pairTable {
      #expect(try estimator("4:4", design).distribution(of: block) == .certain(block))
    }
  }

  @Test("laws of small blocks, listed by hand")
  func listed() throws {
    // Intervals [0,1) [1,3) [3,6) [6,10) and points u*5, u*5 + 5.
    let law = try estimator("2:4").distribution(of: row("1 -2 3 4"))
    let expected = try Distribution<[Rational]>([
      (row("5 0 5 0"), exact("1/5")), (row("0 -5 0 5"), exact("2/5")),
      (row("0 0 5 5"), exact("2/5")),
    ])
    #expect(law == expected)
    // 13 has 1/20, 14 3/20, 23 3/20, 24 1/4 and 34 2/5.
    let table = try estimator("2:4", .pairTable).distribution(of: row("1 -2 3 4"))
    let pairs = try Distribution<[Rational]>([
      (row("5 0 5 0"), exact("1/20")), (row("5 0 0 5"), exact("3/20")),
      (row("0 -5 5 0"), exact("3/20")), (row("0 -5 0 5"), exact("1/4")),
      (row("0 0 5 5"), exact("2/5")),
    ])
    #expect(table == pairs)
    let uniform = try estimator("1:2", .uniform).distribution(of: row("3 0"))
    #expect(
      uniform == (try Distribution([(row("6 0"), exact("1/2")), (row("0 0"), exact("1/2"))])))
    #expect(
      try estimator("2:4", .greedy).distribution(of: row("1 -2 2 -2")) == .certain(row("0 -2 2 0")))
  }

  @Test("successive draws by hand")
  func successive() throws {
    let block = row("1 2 3 4")
    let law = try estimator("2:4", .successive).distribution(of: block)
    let kept = (0..<4).map { i in law.probability { !$0[i].isZero } }
    // First 1/10, then after 2, 3, 4: 2/10*1/8 + 3/10*1/7 + 4/10*1/6 = 197/840 in all.
    #expect(kept == row("197/840 139/315 73/120 451/630"))
    #expect(law.variance == exact("18457539630/901530509"))
    #expect(law.mean == block)
  }

  @Test("the designs have one variance and different covariances")
  func covariances() throws {
    let block = row("1 2 3 4")
    let systematic = Covariance(try estimator("2:4").distribution(of: block))
    let table = Covariance(try estimator("2:4", .pairTable).distribution(of: block))
    for i in 0..<4 { #expect(systematic.rows[i][i] == row("4 6 6 4")[i]) }
    #expect(systematic.trace == 20 && table.trace == 20)
    #expect(systematic.offDiagonal == 136)
    #expect(table.offDiagonal == exact("77/2"))
  }

  @Test("closed form, water-filling and the linear programme agree on 2:4")
  func linearProgramme() throws {
    var source = BlockSource(seed: 1)
    var columns = [0, 0, 0]
    for _ in 0..<400 {
      let block = source.block(4)
      let filling = WaterFilling(block, keep: 2)
      guard let scale = filling.scale else { continue }
      let order = block.indices.sorted {
        (block[$0].magnitude, $0) < (block[$1].magnitude, $1)
      }
      let a = order.map { block[$0].magnitude }
      let rest = a[0] + a[1] + a[2]
      let sum = rest + a[3]
      let law = try estimator("2:4", .pairTable).distribution(of: block)
      let found = VertexEnumeration.pairs.map { pair in
        law.probability { !$0[order[pair.0]].isZero && !$0[order[pair.1]].isZero }
      }
      // The variance from the closed form in the paper's two cases.
      let squares = block.reduce(Rational.zero) { $0 + $1 * $1 }
      if a[3] > rest {
        columns[0] += 1
        #expect(scale == rest)
        #expect(law.variance == rest * rest - (squares - a[3] * a[3]))
      } else {
        columns[a[0] + a[0] + a[2] >= a[3] ? 1 : 2] += 1
        #expect(scale + scale == sum)
        #expect(law.variance == sum * sum / 2 - squares)
      }
      let inclusion = order.map { filling.inclusion[$0] }
      let vertices = VertexEnumeration.vertices(inclusion)
      #expect(vertices.allSatisfy { $0.reduce(.zero, +) == 1 })
      // 12 never; 14 exceeds 13 by as much as 24 exceeds 23, unless 13 would fall below 0.
      #expect(found[0].isZero)
      let edge = vertices.filter { $0[0].isZero }
      if found[1].isZero {
        #expect(edge.contains(found), "\(block)")
      } else {
        #expect(found[2] - found[1] == found[4] - found[3])
        let ends = edge.map { $0[1] }
        #expect((ends.min() ?? .one) <= found[1] && found[1] <= (ends.max() ?? .zero))
      }
      #expect(filling.minimumVariance == law.variance)
    }
    #expect(columns.allSatisfy { $0 > 20 })
  }

  @Test("no inclusion probabilities on a grid do better")
  func grid() {
    for block in [row("1 2 3 4"), row("10 1 2 3"), row("1 1 1 5"), row("1 1 1 1")] {
      let least = WaterFilling(block, keep: 2).minimumVariance
      #expect(VertexEnumeration.leastOnGrid(block, denominator: 15) >= least)
    }
    #expect(VertexEnumeration.leastOnGrid(row("1 2 3 4"), denominator: 10) == 20)
  }

  @Test(
    "laws on random blocks",
    arguments: ["1:1", "1:2", "1:4", "2:4", "3:4", "2:6", "4:8", "7:8", "3:16"])
  func random(_ pattern: String) throws {
    let estimator = try estimator(pattern)
    let pattern = estimator.pruning.pattern
    var source = BlockSource(seed: 2)
    for _ in 0..<25 {
      let block = source.block(pattern.of)
      let filling = WaterFilling(block, keep: pattern.keep)
      let law = try estimator.distribution(of: block)
      #expect(law.mean == block)
      #expect(law.variance == filling.minimumVariance)
      #expect(filling.certificate.violation(for: block, keep: pattern.keep) == nil)
      let length = block.reduce(Rational.zero) { $0 + $1.magnitude }
      for entry in law.entries {
        #expect(entry.outcome.count { !$0.isZero } <= pattern.keep)
        #expect(entry.outcome.reduce(Rational.zero) { $0 + $1.magnitude } == length)
      }
      let bound = VarianceCertificate.lowerBound(
        of: block, keep: pattern.keep, scale: filling.scale ?? .zero)
      #expect(bound == filling.minimumVariance)
      #expect(filling.certificate.variance(of: block) == filling.minimumVariance)
    }
  }

  @Test("refusals say what is wrong")
  func refusals() throws {
    #expect(throws: PruningError.self) { try estimator("1:4", .pairTable) }
    #expect(throws: PruningError.self) { try estimator("2:32", .successive) }
    #expect(throws: PruningError.self) { try estimator("2:4", .uniform, .integer) }
    #expect(throws: PruningError.self) { try estimator("2:4", .systematic, .quantised(bits: 0)) }
    #expect(throws: PruningError.self) { try estimator("2:4").distribution(of: row("1 2")) }
    let tight = try estimator("1:4", .systematic, .quantised(bits: 1))
    #expect(throws: PruningError.self) { try tight.distribution(of: row("1 2 3 4")) }
    #expect(try tight.distribution(of: row("0 0 3 4")).mean == row("0 0 3 4"))
  }
}
