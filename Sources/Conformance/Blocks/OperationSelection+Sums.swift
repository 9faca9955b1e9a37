import Descriptors
import Specs

extension OperationSelection {
  /// Every listed accumulator over operands that find out what it does, at lengths around everything
  /// that a sum is cut by.
  func sums() throws(SpecError) -> [Item] {
    var found: [Item] = []
    for entry in catalog.accumulators {
      let accumulator = entry.accumulator
      for format in try operands(of: accumulator) {
        for length in Self.lengths(accumulator) {
          found.append(
            Item(operation: sum(accumulator, format, length), group: accumulator.name))
        }
      }
    }
    return found
  }

  /// The sums in which faults are planted: every accumulator over one format, at a length that cuts it
  /// everywhere.
  func sumProbes() throws(SpecError) -> [Operation] {
    var found: [Operation] = []
    for entry in catalog.accumulators {
      guard let format = try operands(of: entry.accumulator).last else { continue }
      let lengths = Self.lengths(entry.accumulator)
      for length in Set([lengths.last ?? 3, 3]).sorted() {
        found.append(sum(entry.accumulator, format, length))
      }
    }
    return found
  }

  private func sum(
    _ accumulator: Accumulator, _ format: FormatDescriptor, _ length: Int
  ) -> Operation {
    Operation(
      .dot(accumulator, length: length), format: format, result: accumulator.result,
      dialect: catalog.standard.dialect(for: accumulator.result.name))
  }

  /// The formats whose products an accumulator is for: narrow ones whose sums can be counted out, and
  /// wide ones.
  private func operands(of accumulator: Accumulator) throws(SpecError) -> [FormatDescriptor] {
    let names: [String]
    if case .fixedPoint = accumulator.result.encoding {
      names = ["int4", "int8", "int16"]
    } else if accumulator.nan == .x86 {
      names = ["bfloat16"]
    } else {
      names = ["float4_e2m1fn", "float8_e5m2", "float8_e4m3fn", "bfloat16"]
    }
    var formats: [FormatDescriptor] = []
    for name in names { formats.append(try catalog.format(named: name)) }
    return formats
  }

  /// Lengths: those whose sums can all be tried, and those around chunks, groups and lanes.
  private static func lengths(_ accumulator: Accumulator) -> [Int] {
    var lengths: Set<Int> = [1, 2]
    var cut = 5
    if case .lanes(let lanes, _) = accumulator.order { cut = max(cut, 2 * lanes + 3) }
    if case .aligned(let aligned) = accumulator.adder { cut = max(cut, 2 * aligned.terms + 1) }
    if let chunk = accumulator.chunk { cut = max(cut, 2 * chunk.length + 3) }
    lengths.insert(cut)
    return lengths.sorted()
  }
}
