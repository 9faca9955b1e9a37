import Synchronization

/// Values that many checks need, each made once while it is remembered.
///
/// A value is found by what it was made from and by nothing else, so that whoever asks gets the same
/// with the cache, without it, and on any number of threads. Of two threads that ask at once one makes
/// the value and the other waits; a value whose making asks for others must ask another cache. No more
/// than `capacity` values are kept; of those, the one that was asked for longest ago goes first.
public final class SharedValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// A value, or the place where it is being made.
  private final class Entry: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private struct State {
    var entries: [Key: (entry: Entry, asked: UInt64)] = [:]
    var clock: UInt64 = 0
    var made: UInt64 = 0
  }

  /// The most values that are kept.
  public let capacity: Int
  private let state = Mutex(State())

  /// Creates an empty cache.
  ///
  /// - Parameter capacity: the most values that are kept; 0 keeps none, and makes each anew.
  public init(capacity: Int) {
    self.capacity = capacity
  }

  /// How many values were made so far.
  public var made: UInt64 { state.withLock(\.made) }

  /// The value for a key.
  ///
  /// - Parameter make: makes it from the key, where it is not remembered.
  public func callAsFunction(_ key: Key, _ make: (Key) throws -> Value) rethrows -> Value {
    guard capacity > 0 else { return try counted(key, make) }
    let entry = state.withLock { state in
      state.clock += 1
      let entry = state.entries[key]?.entry ?? Entry()
      state.entries[key] = (entry, state.clock)
      if state.entries.count > capacity {
        let oldest = state.entries.min { $0.value.asked < $1.value.asked }
        if let oldest { state.entries[oldest.key] = nil }
      }
      return entry
    }
    return try entry.value.withLock { value in
      if let value { return value }
      let made = try counted(key, make)
      value = made
      return made
    }
  }

  private func counted(_ key: Key, _ make: (Key) throws -> Value) rethrows -> Value {
    state.withLock { $0.made += 1 }
    return try make(key)
  }
}
