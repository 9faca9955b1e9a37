extension Choices {
  /// Draws one of `count` things by number, 0 the simplest.
  ///
  /// - Precondition: `count > 0`.
  public mutating func draw(below count: Int) -> Int {
    precondition(count > 0, "there is nothing to draw from")
    return Int(truncatingIfNeeded: draw(upTo: UInt64(count - 1)))
  }

  /// Draws an integer of a range, its lower end the simplest.
  public mutating func draw(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(bitPattern: Int64(range.upperBound) &- Int64(range.lowerBound))
    return range.lowerBound &+ Int(truncatingIfNeeded: draw(upTo: width))
  }

  /// Draws an element of a list, the first the simplest.
  ///
  /// - Precondition: the list is not empty.
  @inlinable
  public mutating func draw<Elements: RandomAccessCollection>(
    from elements: Elements
  ) -> Elements.Element {
    elements[elements.index(elements.startIndex, offsetBy: draw(below: elements.count))]
  }

  /// Draws a word of so many bits.
  ///
  /// - Precondition: `bits` is 0...64.
  public mutating func draw(bits: Int) -> UInt64 {
    precondition((0...64).contains(bits), "a word has 0...64 bits")
    return bits == 0 ? draw(upTo: 0) : draw(upTo: UInt64.max >> UInt64(64 - bits))
  }

  /// Draws yes or no, no the simplest.
  public mutating func drawFlag() -> Bool {
    draw(upTo: 1) == 1
  }

  /// Draws a list: its length in 0...most, then each element by `element`.
  @inlinable
  public mutating func drawList<Element, Failure: Error>(
    atMost most: Int, of element: (inout Choices) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    let count = draw(below: most + 1)
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try element(&self)) }
    return list
  }
}
