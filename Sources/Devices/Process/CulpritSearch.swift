/// Looks for a case at which a device fails alone, by asking a fresh process each time.
struct CulpritSearch {
  /// How many cases there are.
  let count: Int

  /// The next case that lacks an answer if it fails alone, or one found by halving; `nil` where none
  /// of these does.
  ///
  /// - Parameters:
  ///   - next: how many cases have been answered.
  ///   - fails: whether a fresh process fails at these cases.
  func callAsFunction(next: Int, _ fails: (Range<Int>) -> Bool) -> Int? {
    if next < count, fails(next..<next + 1) { return next }
    var suspects = 0..<count
    guard fails(suspects) else { return nil }
    while suspects.count > 1 {
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
