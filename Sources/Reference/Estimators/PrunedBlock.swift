import ExactArithmetic

/// A block taken apart: what is not finite and takes places first, and the rest.
struct PrunedBlock: Sendable {
  /// The operands.
  let data: [Datum]
  /// The NaNs and infinities that are kept as they are, NaNs first, each in index order.
  let keptAsIs: [Int]
  /// Whether an operand is NaN or infinite.
  let hasNonFinite: Bool
  /// The finite elements, -0 as 0.
  let finite: [Rational]
  /// Where each finite element stands.
  let finiteIndices: [Int]
  /// The places left for finite elements.
  let places: Int

  /// Takes a block with so many places apart.
  init(_ data: [Datum], keep: Int) {
    self.data = data
    let nans = data.indices.filter { data[$0].isNaN }
    let infinities = data.indices.filter { data[$0].number == nil && !data[$0].isNaN }
    keptAsIs = Array((nans + infinities).prefix(keep))
    hasNonFinite = nans.count + infinities.count > 0
    finiteIndices = data.indices.filter { data[$0].number != nil }
    finite = data.compactMap(\.number)
    places = keep - keptAsIs.count
  }

  /// Whether something other than 0 has no chance to be kept since the places are taken.
  var dropsForGood: Bool {
    if keptAsIs.count + finite.count < data.count { return true }
    return places == 0 && hasNonFinite && finite.contains { !$0.isZero }
  }
}
