/// The search for the first place at which a monotone function changes.
enum FirstChange {
  /// The first place behind one, and no farther than `last`, at which a function has another value.
  ///
  /// By doubling, then bisection; `nil` where there is none.
  static func after<Value: Equatable>(
    _ start: UInt64, through last: UInt64, of function: (UInt64) -> Value
  ) -> UInt64? {
    let value = function(start)
    var low = start
    var width: UInt64 = 1
    while low < last {
      var high = last - low > width ? low + width : last
      guard function(high) != value else {
        (low, width) = (high, width &* 2)
        continue
      }
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if function(middle) == value { low = middle } else { high = middle }
      }
      return high
    }
    return nil
  }
}
