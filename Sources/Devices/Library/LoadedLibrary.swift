import CDevice

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A shared library in this very process, with the functions of `assay_device.h`.
struct LoadedLibrary {
  typealias Operands = UnsafePointer<UnsafeRawPointer?>
  typealias Results = UnsafePointer<UnsafeMutableRawPointer?>

  /// Why a library cannot be used.
  struct Unusable: Error {
    var text: String
  }

  private typealias Number = @convention(c) () -> Int32
  private typealias Text = @convention(c) () -> UnsafePointer<CChar>?
  private typealias Prepare =
    @convention(c) (UnsafePointer<assay_operation>) -> UnsafePointer<CChar>?
  private typealias Run =
    @convention(c) (
      UnsafePointer<assay_operation>, Operands, UnsafePointer<UInt32>?, Results, Int
    ) -> Int64
  private typealias Release = @convention(c) () -> Void

  private let name: Text?
  private let prepareFunction: Prepare?
  private let runFunction: Run
  private let error: Text?
  private let releaseFunction: Release?

  /// Loads a library for good.
  init(_ path: String) throws(Unusable) {
    // Without a slash the system would look elsewhere.
    let place = path.contains("/") ? path : "./\(path)"
    guard let handle = dlopen(place, RTLD_NOW | RTLD_LOCAL) else {
      throw Unusable(text: dlerror().map { String(cString: $0) } ?? "it cannot be loaded")
    }
    func function<Signature>(_ name: String, _: Signature.Type) -> Signature? {
      dlsym(handle, name).map { unsafeBitCast($0, to: Signature.self) }
    }
    guard let abi = function("assay_device_abi", Number.self) else {
      throw Unusable(text: "it does not export assay_device_abi")
    }
    guard let run = function("assay_device_run", Run.self) else {
      throw Unusable(text: "it does not export assay_device_run")
    }
    let version = abi()
    guard version == ASSAY_DEVICE_ABI else {
      throw Unusable(
        text: "assay_device_abi answers \(version), and this is version \(ASSAY_DEVICE_ABI)")
    }
    runFunction = run
    name = function("assay_device_name", Text.self)
    prepareFunction = function("assay_device_prepare", Prepare.self)
    error = function("assay_device_error", Text.self)
    releaseFunction = function("assay_device_release", Release.self)
  }

  /// The library's own name; empty where it has none.
  var ownName: String { Self.line(name?()) }

  /// Why the library does not compute an operation; `nil` where it does.
  func refusal(of operation: UnsafePointer<assay_operation>) -> String? {
    guard let text = prepareFunction?(operation) else { return nil }
    let line = Self.line(text)
    return line.isEmpty ? "it does not compute this" : line
  }

  /// Computes a batch: how many cases were answered, or how it failed.
  func run(
    _ operation: UnsafePointer<assay_operation>, _ operands: Operands,
    _ words: UnsafePointer<UInt32>?, _ results: Results, _ count: Int
  ) -> Result<Int, Unusable> {
    let returned = runFunction(operation, operands, words, results, count)
    if returned < 0 {
      let why = Self.line(error?())
      return .failure(
        Unusable(text: "assay_device_run returned \(returned)" + (why.isEmpty ? "" : ": \(why)")))
    }
    guard returned <= Int64(count) else {
      return .failure(
        Unusable(text: "assay_device_run returned \(returned) when asked \(count) cases"))
    }
    return .success(Int(returned))
  }

  func release() { releaseFunction?() }

  /// Text of a library's, as one short line.
  private static func line(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "" }
    let length = strnlen(text, 400)
    let bytes = UnsafeRawBufferPointer(start: text, count: length)
    let line = String(decoding: bytes, as: UTF8.self)
    return String(line.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}
