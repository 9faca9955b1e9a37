import Conformance
import Devices
import Foundation

/// Answers on their way in, a chunk at a time.
struct AnswerStream {
  /// Takes a row with its number, from 1.
  typealias Taker = (AnswerReader.Row, UInt64, AnswerReader) -> Void

  private let descriptor: Int32
  private let name: String
  private let size = 1 << 20

  /// Opens a file, or standard input.
  ///
  /// - Throws: `CommandFailure` where it cannot be opened.
  init(file: String?) throws(CommandFailure) {
    name = file ?? "the input"
    guard let file else {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(file, O_RDONLY)
    guard descriptor >= 0 else {
      throw .usage("\(file) cannot be read: \(String(cString: strerror(errno)))", "check its name")
    }
  }

  /// Reads more bytes behind those held; `false` at the end.
  private func more(_ held: inout [UInt8]) throws(CommandFailure) -> Bool {
    var (got, code) = (0, Int32(0))
    let before = held.count
    held.append(contentsOf: repeatElement(0, count: size))
    held.withUnsafeMutableBytes { bytes in
      repeat {
        got = read(descriptor, bytes.baseAddress.map { $0 + before }, size)
        code = errno
      } while got < 0 && (code == EINTR || code == EAGAIN)
    }
    held.removeLast(size - max(0, got))
    if got < 0 {
      throw .usage(
        "\(name) cannot be read: \(String(cString: strerror(code)))", "check where it comes from")
    }
    return got > 0
  }

  /// The rows of a text.
  ///
  /// A line longer than any case is passed over, so that memory is bounded.
  mutating func lines(_ given: AnswerReader, _ take: Taker) throws(CommandFailure) {
    var reader = given
    let layout = given.layout
    let longest = max(
      1 << 16, 40 * (layout.operands.count + layout.words + layout.results.count + 2))
    var held: [UInt8] = []
    var number: UInt64 = 0
    var isOverlong = false
    var isOpen = true
    while isOpen {
      isOpen = try more(&held)
      var begin = 0
      held.withUnsafeBufferPointer { bytes in
        while begin < bytes.count {
          let rest = UnsafeBufferPointer(rebasing: bytes[begin...])
          guard let length = rest.lineLength ?? (isOpen ? nil : rest.count) else { break }
          number += 1
          let row =
            isOverlong || length > longest
            ? .malformed("is longer than \(longest) bytes")
            : reader.read(UnsafeBufferPointer(rebasing: rest[..<length]))
          isOverlong = false
          take(row, number, reader)
          begin += length + 1
        }
      }
      held.removeFirst(min(begin, held.count))
      if held.count > longest {
        isOverlong = true
        held.removeAll(keepingCapacity: true)
      }
    }
  }

  /// The rows of a raw stream.
  mutating func frames(of layout: Devices.CaseLayout, _ take: Taker) throws(CommandFailure) {
    var reader = AnswerReader(layout, style: .lines)
    let stride = layout.resultBytes
    var held: [UInt8] = []
    var number: UInt64 = 0
    while try more(&held) {
      let whole = held.count / stride
      for index in 0..<whole {
        var at = index * stride
        var codes: [UInt64] = []
        for field in layout.results {
          var code: UInt64 = 0
          for byte in 0..<field.bytes { code |= UInt64(held[at + byte]) << UInt64(8 * byte) }
          codes.append(code)
          at += field.bytes
        }
        number += 1
        take(reader.take(results: codes), number, reader)
      }
      held.removeFirst(whole * stride)
    }
    if !held.isEmpty {
      take(
        .malformed("ends after \(held.count) of \(stride) bytes"), number + 1, reader)
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes before the first line break.
  fileprivate var lineLength: Int? {
    guard let base = baseAddress, let found = memchr(base, 10, count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
