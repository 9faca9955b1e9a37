import Synchronization

/// A value made when it is first asked for, then kept.
///
/// Listing the laws of all formats must not decode every code of every format. Two threads that
/// ask at once may both make the value; one of the two is kept.
final class Lazily<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private let box = AtomicLazyReference<Box>()
  private let make: @Sendable () -> Value

  init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
  }

  var value: Value {
    (box.load() ?? box.storeIfNil(Box(make()))).value
  }
}
