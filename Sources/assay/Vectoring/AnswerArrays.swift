import Conformance
import Devices
import Foundation
import Tensors

/// Answers in npy files, one for each run of results.
struct AnswerArrays {
  private let files: [(entry: TensorEntry, path: String)]
  private let task: VectorTask

  /// Opens the arrays.
  ///
  /// - Throws: `CommandFailure` for arrays that are not the operation's results.
  init(_ paths: [String], _ task: VectorTask) throws(CommandFailure) {
    self.task = task
    guard paths.count == task.results.count else {
      throw .usage(
        "\(paths.count.counted("array")) given, the results are \(task.results.count)",
        "name each with --results, in the order of the manifest")
    }
    var files: [(entry: TensorEntry, path: String)] = []
    for (path, run) in zip(paths, task.results) {
      let file: TensorFile
      do throws(TensorFileError) { file = try TensorFile.open(path) } catch {
        throw .usage("\(error)", "write the results with numpy.save")
      }
      guard case .npy = file.kind, let entry = file.tensors.first else {
        throw .usage("\(path) is no npy file", "write the results with numpy.save")
      }
      guard entry.element.streamBytes == run.bytes, !entry.isBigEndian else {
        throw .usage(
          "\(path) has elements of \(entry.element), the results have \(run.bytes * 8) bits",
          "write codes as little-endian uint\(run.bytes * 8)")
      }
      guard entry.shape.dropFirst().reduce(1, *) == run.count, !entry.shape.isEmpty,
        !entry.isColumnMajor || entry.shape.count == 1
      else {
        throw .usage(
          "\(path) has the shape \(entry.shape), a case has \(run.count.counted("result"))",
          "write a row for each case, row-major")
      }
      files.append((entry, path))
    }
    self.files = files
  }

  /// Feeds the rows to a judge; where arrays differ in length, the shortest counts.
  func feed(_ judge: inout AnswerJudge) throws {
    var reader = AnswerReader(task.layout, style: .lines)
    let count = files.map { $0.entry.shape[0] }.min() ?? 0
    var handles: [FileHandle] = []
    for (entry, path) in files {
      guard let handle = FileHandle(forReadingAtPath: path) else {
        throw CommandFailure.usage("\(path) cannot be read", "check its name")
      }
      try handle.seek(toOffset: UInt64(entry.byteRange.lowerBound))
      handles.append(handle)
    }
    let width = task.results.reduce(0) { max($0, $1.count * $1.bytes) }
    let size = max(1, (1 << 20) / max(1, width))
    for first in stride(from: 0, to: count, by: size) {
      let rows = min(size, count - first)
      var parts: [Data] = []
      for (handle, run) in zip(handles, task.results) {
        parts.append(try handle.read(upToCount: rows * run.count * run.bytes) ?? Data())
      }
      for row in 0..<rows {
        var codes: [UInt64] = []
        for (part, run) in zip(parts, task.results) {
          for place in 0..<run.count {
            let at = part.startIndex + (row * run.count + place) * run.bytes
            guard at + run.bytes <= part.endIndex else { return }
            codes.append((0..<run.bytes).reduce(0) { $0 | UInt64(part[at + $1]) << UInt64(8 * $1) })
          }
        }
        judge.take(reader.take(results: codes), number: UInt64(first + row + 1), from: reader)
      }
    }
  }
}
