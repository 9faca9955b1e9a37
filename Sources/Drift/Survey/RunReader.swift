import Descriptors
import Devices
import Tensors

/// A device made ready for one target of a survey.
struct Conversion: Sendable {
  let operation: Operation
  let table: TargetFormat
  let unit: any Devices.Unit
  /// Converts to the nearest values, where that may differ.
  let nearest: (any Devices.Unit)?

  init(
    _ target: SurveyTarget, _ table: TargetFormat, from source: FormatDescriptor,
    by device: any Device
  ) throws(SurveyError) {
    operation = .cast(from: source, to: target.format, dialect: target.dialect)
    self.table = table
    do {
      unit = try device.prepare(operation)
      nearest =
        target.isNearest
        ? nil
        : try device.prepare(
          .cast(from: source, to: target.format, dialect: SurveyTarget.nearest))
    } catch {
      throw .device(
        "\(device.name) does not convert \(source.name) to \(target.format.name): \(error)")
    }
  }
}

/// Reads runs of a tensor and enters them into one ledger per target.
struct RunReader {
  private let entry: TensorEntry
  private let file: TensorFile
  private let source: SourceFormat
  private let conversions: [Conversion]
  private let seed: UInt64
  private(set) var ledgers: [Ledger]
  private var bytes: [UInt8] = []
  private var parts: [SourceFormat.Parts] = []
  private var reciprocals: [UInt64] = []

  init(
    _ entry: TensorEntry, _ file: TensorFile, _ source: SourceFormat, _ conversions: [Conversion],
    seed: UInt64
  ) {
    self.entry = entry
    self.file = file
    self.source = source
    self.conversions = conversions
    self.seed = seed
    ledgers = conversions.map { Ledger(source: source, target: $0.table) }
  }

  /// Reads, converts and enters some elements.
  ///
  /// - Throws: `SurveyError`.
  mutating func add(_ run: Range<Int>) async throws {
    do {
      try file.read(entry, elements: run, into: &bytes)
    } catch {
      throw SurveyError.file("\(error)")
    }
    parts = Array(repeating: SourceFormat.Parts(row: 0, significand: 1), count: run.count)
    reciprocals = Array(repeating: 0, count: run.count)
    bytes.withUnsafeBytes { source.split($0, into: &parts, reciprocals: &reciprocals) }
    for index in conversions.indices {
      let conversion = conversions[index]
      let codes = try await convert(conversion.operation, conversion.unit, run)
      codes.withBytes { ledgers[index].add(parts, reciprocals: reciprocals, codes: $0) }
      if let nearest = conversion.nearest {
        let operation = Operation.cast(
          from: conversion.operation.operands[0], to: conversion.operation.result,
          dialect: SurveyTarget.nearest)
        let best = try await convert(operation, nearest, run)
        addSteps(index, codes, best)
      }
    }
  }

  private func convert(
    _ operation: Operation, _ unit: any Devices.Unit, _ run: Range<Int>
  ) async throws -> CodeColumn {
    var batch = Batch(operation, count: run.count)
    batch.operands[0].withMutableBytes { $0.copyBytes(from: bytes) }
    for index in batch.words.indices {
      batch.words[index] = Self.word(seed: seed, element: run.lowerBound + index)
    }
    let answered: Int
    do {
      answered = try await unit.run(&batch)
    } catch {
      throw SurveyError.device("\(error)")
    }
    guard answered == run.count else {
      throw SurveyError.device(
        "the device answered \(answered) of \(run.count) conversions; it must answer all")
    }
    return batch.results[0]
  }

  /// Value steps count measured inputs only: infinities have images, but no errors.
  private mutating func addSteps(_ index: Int, _ codes: CodeColumn, _ nearest: CodeColumn) {
    let isNumber = parts.map { part in
      let kind = source.rows[Int(part.row)].kind
      return kind == .number || kind == .zero
    }
    codes.withBytes { codes in
      nearest.withBytes { nearest in
        ledgers[index].addSteps(codes, nearest: nearest, where: isNumber)
      }
    }
  }

  /// The random word of an element: the high half of a SplitMix64 output.
  ///
  /// It is a function of the seed and the element's place in its tensor alone.
  static func word(seed: UInt64, element: Int) -> UInt32 {
    var z = seed &+ (UInt64(truncatingIfNeeded: element) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return UInt32(truncatingIfNeeded: (z ^ z >> 31) >> 32)
  }
}
