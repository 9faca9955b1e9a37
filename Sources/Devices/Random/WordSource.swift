import Production

/// Where a device with randomness inside takes its words from: the words of Philox4x32-10, or what a
/// mistake makes of them.
public struct WordSource: Sendable {
  /// The name on the command line.
  public let id: String
  /// What is right or wrong with it, in one line.
  public let title: String
  /// Whether it draws as it should.
  public let isHealthy: Bool
  /// Whether each unit that is prepared begins with the same words.
  public let repeatsAtStart: Bool
  /// The bits of a draw with which the mistake shows within millions of draws; a draw of 64 bits is a
  /// remainder, in which few mistakes show.
  public let visibleBits: ClosedRange<Int>
  /// Whether the mistake is in how the elements of one block share words, and shows nowhere else.
  public let isWithinBlocks: Bool
  /// Whether it shows only between a block and the next one.
  public let isAcrossBlocks: Bool
  let words: @Sendable (Request) -> [UInt32]

  /// What is asked for.
  struct Request {
    /// The seed of the device.
    var seed: UInt64
    /// Which unit of the device asks, from 0.
    var start: UInt64
    /// The words that were drawn before.
    var position: UInt64
    /// How many are wanted.
    var count: Int
    /// How many each case takes.
    var perCase: Int
    /// How many of those choose what is kept; the others round an element each.
    var choices: Int
    /// How many low bits of each count.
    var bits: Int

    /// Words of the device's own stream.
    func philox(from position: UInt64? = nil, count: Int? = nil) -> [UInt32] {
      Philox.words(
        seed: seed, offset: position ?? self.position, stream: start, count: count ?? self.count)
    }
  }

  init(
    _ id: String, _ title: String, isHealthy: Bool = false, repeatsAtStart: Bool = false,
    visibleBits: ClosedRange<Int> = 1...64, isWithinBlocks: Bool = false,
    isAcrossBlocks: Bool = false, words: @escaping @Sendable (Request) -> [UInt32]
  ) {
    self.isWithinBlocks = isWithinBlocks
    self.isAcrossBlocks = isAcrossBlocks
    self.id = id
    self.title = title
    self.isHealthy = isHealthy
    self.repeatsAtStart = repeatsAtStart
    self.visibleBits = visibleBits
    self.words = words
  }

  /// Words as they should be.
  public static let philox = WordSource(
    "philox", "words of Philox4x32-10, another stream at every start", isHealthy: true
  ) { $0.philox() }

  /// Words each of which is changed by itself.
  static func changed(
    _ id: String, _ title: String, visibleBits: ClosedRange<Int> = 1...64,
    _ change: @escaping @Sendable (UInt32, _ bits: Int) -> UInt32
  ) -> WordSource {
    WordSource(id, title, visibleBits: visibleBits) { request in
      request.philox().map { change($0, request.bits) }
    }
  }

  /// Words of which some elements of a block take those of others.
  static func within(
    _ id: String, _ title: String,
    _ word: @escaping @Sendable (_ own: ArraySlice<UInt32>, _ element: Int, _ bits: Int) -> UInt32
  ) -> WordSource {
    WordSource(id, title, isWithinBlocks: true) { request in
      var words = request.philox()
      let each = max(1, request.perCase)
      for first in stride(from: request.choices, to: words.count, by: each) {
        let own = words[first..<first + each - request.choices]
        for element in 0..<own.count {
          words[first + element] = word(own, element, request.bits)
        }
      }
      return words
    }
  }

  /// Words of which each case takes those of another.
  static func placed(
    _ id: String, _ title: String,
    _ place: @escaping @Sendable (_ index: UInt64, _ first: UInt64) -> UInt64
  ) -> WordSource {
    WordSource(id, title) { request in
      let each = UInt64(max(1, request.perCase))
      let first = request.position / each
      var words: [UInt32] = []
      words.reserveCapacity(request.count)
      var last: (place: UInt64, words: [UInt32])?
      for index in 0..<UInt64(request.count) / each {
        let from = place(first + index, first)
        if last?.place != from {
          last = (from, request.philox(from: from * each, count: Int(each)))
        }
        words += last?.words ?? []
      }
      return words
    }
  }
}
