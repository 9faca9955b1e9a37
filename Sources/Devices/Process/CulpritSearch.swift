/// Looks for a case at which a device fails alone, by asking a fresh process each time.
struct CulpritSearch {
  /// How many cases there are.
  let count: Int
  /// After how many seconds no further process is asked: those that are silent take their time.
  let limit: Int

  /// The next case that lacks an answer if it fails alone, or one found by halving; `nil` where none
  /// of these does, and where time runs out.
  ///
  /// - Parameters:
  ///   - next: how many cases have been answered.
  ///   - fails: whether a fresh process fails at these cases.
  func callAsFunction(next: Int, _ fails: (Range<Int>) -> Bool) -> Int? {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(limit)
    if next < count, fails(next..<next + 1) { return next }
    var suspects = 0..<count
    guard clock.now < end, fails(suspects) else { return nil }
    while suspects.count > 1 {
      guard clock.now < end else { return nil }
      let middle = suspects.lowerBound + suspects.count / 2
      if fails(suspects.lowerBound..<middle) {
        suspects = suspects.lowerBound..<middle
      } else if fails(middle..<suspects.upperBound) {
        suspects = middle..<suspects.upperBound
      } else {
        return nil
      }
    }
    return suspects.lowerBound
  }
}
