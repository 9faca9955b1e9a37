import CKernels
import Descriptors

/// The pruning of one block by exact integers: every format, draw and dialect.
///
/// It is the definition inside this module, and what the kernels leave open comes here.
final class ExactPruning: Sendable {
  let coding: NumberCoding
  let entry: ResultEntry
  let pruning: BlockPruning
  /// Integer draws count in multiples of two to this power.
  private let unit: Int

  init(_ operation: Operation, _ pruning: BlockPruning) throws(ProductionError) {
    coding = try NumberCoding(operation.format)
    entry = try ResultEntry(operation, operands: coding)
    self.pruning = pruning
    let name = operation.format.name
    guard coding.isDyadic, coding.significandBits <= 63 else {
      throw .unsupported("pruning \(name): values are integers below 2^63 times powers of two")
    }
    if case .float(let format) = coding.kind, format.exponentBits > 11 {
      throw .unsupported("pruning \(name): exponent fields have at most 11 bits")
    }
    let (keep, of) = (pruning.pattern.keep, pruning.pattern.of)
    switch pruning.draw {
    case .fraction: unit = 0
    case .quantised(let bits):
      guard (1...32).contains(bits) else {
        throw .unsupported("quantised draws take 1...32 bits, not \(bits)")
      }
      // With all but one of the kept elements saturated, so many share a single place.
      guard pruning.design != .systematic || keep == of || of - keep + 1 <= 1 << bits else {
        throw .unsupported(
          "\(pruning.pattern) with \(bits) bits: \(of - keep + 1) elements may share one place, "
            + "which has \(1 << bits) quanta; take more bits")
      }
      unit = 0
    case .integer:
      guard let span = coding.integerSpan,
        span.bits + of.bitWidth - (of - 1).leadingZeroBitCount <= 64
      else {
        throw .unsupported(
          "integer draws of \(name): sums of \(of) elements are no integers below 2^64")
      }
      unit = span.unit
    }
  }

  /// Words of 32 bits that choose.
  private var choiceWords: Int { pruning.wordsPerBlock }

  /// Prunes `count` elements, a block or what is left of one.
  ///
  /// - Parameters:
  ///   - words: the block's words: those of the choice, then that of the rounding if any.
  ///   - refused: where integer draws find further numbers; nil takes any number.
  func block(
    _ codes: CodeStream, at first: Int, count: Int, words: UnsafePointer<UInt32>?,
    refused: RefusedDraws?, results: UnsafeMutableRawPointer
  ) -> AnswerFlags {
    withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { elements in
      for index in 0..<count {
        let code = codes[first + index]
        elements.initializeElement(at: index, to: Element(code: code, datum: coding.decode(code)))
      }
      var flags = choose(elements, words, refused)
      var word: UInt32 = 0
      if entry.target.dialect.rounding.takesRandomWord, let words { word = words[choiceWords] }
      let bytes = entry.target.coding.streamBytes
      for index in 0..<count {
        let (code, overflowed) = result(elements[index], word)
        if overflowed { flags.insert(.overflowed) }
        CodeStream.store(code, to: results, at: first + index, bytes: bytes)
      }
      return flags
    }
  }

  /// An element on its way through.
  struct Element {
    let code: UInt64
    let datum: Datum
    var outcome = Outcome.dropped

    init(code: UInt64, datum: Datum) {
      self.code = code
      self.datum = datum
    }

    enum Outcome {
      case dropped, own
      /// The value is this instead, with the element's sign.
      case valued(Magnitude)
    }
  }

  private func result(_ element: Element, _ word: UInt32) -> (code: UInt64, overflowed: Bool) {
    switch element.outcome {
    case .dropped: return (entry.zero, false)
    case .own: return entry.own(element.code, element.datum, word: word)
    case .valued(let magnitude):
      guard case .finite(let value) = element.datum else { return (entry.zero, false) }
      return entry.finite(value.negative, magnitude, word: word)
    }
  }

  // MARK: - The choice

  private func choose(
    _ elements: UnsafeMutableBufferPointer<Element>, _ words: UnsafePointer<UInt32>?,
    _ refused: RefusedDraws?
  ) -> AnswerFlags {
    var flags: AnswerFlags = []
    var places = min(pruning.pattern.keep, elements.count)
    var dropped = 0
    for ranksAsNaN in [true, false] {
      for index in elements.indices {
        switch elements[index].datum {
        case .nan where ranksAsNaN, .infinity where !ranksAsNaN:
          flags.insert(.nonFinite)
          if places > 0 {
            elements[index].outcome = .own
            places -= 1
          } else {
            dropped += 1
          }
        default: break
        }
      }
    }
    let finite = elements.count { if case .finite = $0.datum { true } else { false } }
    if pruning.design == .greedy {
      keepLargest(elements, places)
      if dropped > 0 || finite > places { flags.insert(.biased) }
      return flags
    }
    if dropped > 0 || finite > 0 && places == 0 { flags.insert(.biased) }
    if finite > 0, places > 0 { draw(elements, places, words, refused) }
    return flags
  }

  private func keepLargest(_ elements: UnsafeMutableBufferPointer<Element>, _ places: Int) {
    func magnitude(_ index: Int) -> Magnitude? {
      guard case .finite(let value) = elements[index].datum else { return nil }
      return Magnitude(UInt128(value.significand), exponent: value.exponent)
    }
    for _ in 0..<places {
      var best: (index: Int, magnitude: Magnitude)?
      for index in elements.indices {
        guard case .dropped = elements[index].outcome, let candidate = magnitude(index) else {
          continue
        }
        if let best, !(candidate > best.magnitude) { continue }
        best = (index, candidate)
      }
      guard let best else { return }
      elements[best.index].outcome = .own
    }
  }

  private func draw(
    _ elements: UnsafeMutableBufferPointer<Element>, _ places: Int,
    _ words: UnsafePointer<UInt32>?, _ refused: RefusedDraws?
  ) {
    let count = elements.count
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * count) { numbers in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { shifts in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { choices in
          guard let significands = numbers.baseAddress, let shift = shifts.baseAddress,
            let choice = choices.baseAddress
          else { return }
          let weights = significands + count
          var low = unit
          if pruning.draw != .integer {
            low = .max
            for element in elements {
              if case .finite(let value) = element.datum { low = min(low, value.exponent) }
            }
          }
          for index in 0..<count {
            significands[index] = 0
            weights[index] = 0
            shift[index] = 0
            guard case .finite(let value) = elements[index].datum else { continue }
            let up = value.exponent - low
            // Below the unit of an integer draw lie trailing zeros only.
            significands[index] = up < 0 ? value.significand >> UInt64(-up) : value.significand
            shift[index] = Int32(max(up, 0))
          }
          var scale = assay_prune_scale()
          decide(count, places, significands, shift, words, refused, choice, weights, &scale)
          let magnitude = Magnitude(
            UInt128(scale.high) << 64 | UInt128(scale.low), exponent: Int(scale.exponent) + low,
            sticky: scale.sticky != 0)
          for index in 0..<count {
            guard case .finite(let value) = elements[index].datum else { continue }
            switch Int(choice[index]) {
            case Int(assay_prune_own): elements[index].outcome = .own
            case Int(assay_prune_scaled):
              elements[index].outcome = outcome(value, weights[index], magnitude)
            default: break
            }
          }
        }
      }
    }
  }

  private func decide(
    _ count: Int, _ places: Int, _ significands: UnsafePointer<UInt64>,
    _ shifts: UnsafePointer<Int32>, _ words: UnsafePointer<UInt32>?, _ refused: RefusedDraws?,
    _ choice: UnsafeMutablePointer<UInt8>, _ weights: UnsafeMutablePointer<UInt64>,
    _ scale: inout assay_prune_scale
  ) {
    var random = UInt64(words?[0] ?? 0)
    var kind = Int32(assay_prune_fraction)
    var bits: Int32 = 0
    switch pruning.draw {
    case .fraction: break
    case .quantised(let quanta):
      kind = Int32(assay_prune_quantised)
      bits = Int32(quanta)
    case .integer:
      kind = Int32(assay_prune_integer)
      if let words { random |= UInt64(words[1]) << 32 }
    }
    var repetition: UInt64 = 0
    while assay_prune_exact(
      Int32(count), Int32(places), significands, shifts, kind, bits, random,
      refused == nil ? 0 : 1, choice, weights, &scale) == 0
    {
      repetition += 1
      random = refused?.number(repetition) ?? 0
    }
  }

  /// The value of an element that was drawn.
  private func outcome(
    _ value: Datum.Finite, _ weight: UInt64, _ scale: Magnitude
  ) -> Element.Outcome {
    guard case .quantised(let bits) = pruning.draw else { return .valued(scale) }
    if weight == 1 << UInt64(bits) { return .own }
    return .valued(
      Magnitude.quotient(value.significand, weight, exponent: value.exponent + bits))
  }
}
