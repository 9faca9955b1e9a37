import Harness
import Synchronization
import Testing

@Suite struct SharedValuesTests {
  @Test func aValueIsMadeOnceWhileItIsKept() {
    let squares = SharedValues<Int, Int>(capacity: 2)
    for number in [3, 3, 4, 3, 4] { #expect(squares(number) { $0 * $0 } == number * number) }
    #expect(squares.made == 2)
    // 3 was asked for before 4, and goes first.
    #expect(squares(5) { $0 * $0 } == 25)
    #expect(squares(4) { $0 * $0 } == 16)
    #expect(squares.made == 3)
    #expect(squares(3) { $0 * $0 } == 9)
    #expect(squares.made == 4)
  }

  @Test func withoutCapacityNothingIsKept() {
    let squares = SharedValues<Int, Int>(capacity: 0)
    for _ in 0..<3 { #expect(squares(7) { $0 * $0 } == 49) }
    #expect(squares.made == 3)
  }

  @Test func oneOfManyThreadsMakesIt() async {
    let shared = SharedValues<Int, [Int]>(capacity: 8)
    let calls = Calls()
    await withTaskGroup(of: [Int].self) { group in
      for asker in 0..<64 {
        group.addTask {
          shared(asker % 4) { key in
            calls.count.withLock { $0 += 1 }
            return (0..<10_000).map { $0 &* key }
          }
        }
      }
      for await found in group { #expect(found.count == 10_000) }
    }
    #expect(calls.count.withLock { $0 } == 4 && shared.made == 4)
  }

  private final class Calls: Sendable {
    let count = Mutex(0)
  }

  private struct Refusal: Error {}

  @Test func whatCannotBeMadeIsTriedAgain() throws {
    let shared = SharedValues<Int, Int>(capacity: 1)
    #expect(throws: Refusal.self) { try shared(1) { _ in throw Refusal() } }
    #expect(shared(1) { $0 + 1 } == 2)
  }
}
