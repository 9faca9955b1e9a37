public import Descriptors
import Synchronization

/// A shared library of somebody else's, with the functions of `assay_device.h`.
///
/// It is loaded by processes of their own, one for every task that asks at the same time: a crash, a
/// hang or a wrong count becomes a `DeviceError` that says where.
public struct LibraryDevice: Device {
  /// The library's path.
  public let path: String
  /// The command that loads it: a path of the executable, asked with `host-library PATH TASK...`.
  public let host: String
  /// The seconds without any answer after which it has failed; 1 or more.
  public let timeout: Int
  /// Whether random words are part of a case; not where the library draws its own.
  public private(set) var isGivenWords = true
  private let known = Mutexed<[LibraryTask: DeviceSupport]>([:])

  /// Creates the device; nothing is loaded.
  ///
  /// - Parameter host: the executable whose command `host-library` is `LibraryHost.serve`.
  public init(_ path: String, host: String, timeout: Int = 60) {
    self.path = path
    self.host = host
    self.timeout = max(1, timeout)
  }

  /// The device of a name as `name` makes it; `nil` for other names.
  public init?(named name: String, host: String, timeout: Int = 60) {
    let prefix = "library:"
    guard name.hasPrefix(prefix), name.count > prefix.count else { return nil }
    self.init(String(name.dropFirst(prefix.count)), host: host, timeout: timeout)
  }

  /// `library:` and the path.
  public var name: String { "library:\(path)" }

  public var summary: String { "the shared library \(path), in a process of its own" }

  /// Why a library is none that can be asked anything.
  public enum Problem: Error, Hashable, Sendable {
    /// It cannot be loaded, or lacks what it must export; the text says what.
    case unusable(String)
    /// It brought down the process that loaded it; the text says how.
    case failed(String)
  }

  /// Loads the library, in a process that ends at once; returns its own name, which may be empty.
  public func inspect() throws(Problem) -> String {
    do {
      return try LibraryProcess(self, task: nil).ownName
    } catch {
      switch error {
      case .unusable(let text), .unsupported(let text): throw .unusable(text)
      case .failed(let text): throw .failed(text)
      }
    }
  }

  /// The library asked without random words.
  public var drawingInside: (any Device)? {
    var device = self
    device.isGivenWords = false
    return device
  }

  public func support(for operation: Operation) -> DeviceSupport {
    support(task(LibraryTask(operation)))
  }

  public func support(for operation: Operation) -> DeviceSupport {
    support(task(LibraryTask(operation)))
  }

  /// What the library says; one that fails is asked later, so that the failure counts as one.
  private func support(_ task: LibraryTask) -> DeviceSupport {
    if let known = known.value.withLock({ $0[task] }) { return known }
    var support = DeviceSupport.supported
    do {
      _ = try LibraryProcess(self, task: task)
    } catch .unsupported(let reason) {
      support = .unsupported(reason)
    } catch {}
    known.value.withLock { $0[task] = support }
    return support
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    unit(LibraryTask(operation), CaseLayout(operation))
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    unit(LibraryTask(operation), CaseLayout(operation))
  }

  private func unit(_ asked: LibraryTask, _ layout: CaseLayout) -> LibraryUnit {
    var own = layout
    if !isGivenWords { own.words = 0 }
    return LibraryUnit(self, task(asked), own)
  }

  /// The task without the words that the library is not given.
  private func task(_ task: LibraryTask) -> LibraryTask {
    var own = task
    if !isGivenWords { own.words = 0 }
    return own
  }
}

/// A value that copies of a device share.
private final class Mutexed<Value: Sendable>: Sendable {
  let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }
}
