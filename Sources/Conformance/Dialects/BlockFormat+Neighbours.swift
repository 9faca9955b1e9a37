import Descriptors

// What implementations of one block format do differently: every format here differs from another in a
// single choice and has codes of the same widths in the same places; some may contradict themselves.

extension BlockFormat {
  /// Other ways to encode into the same codes.
  ///
  /// - Parameter formats: the number formats of which codes may be taken for each other.
  func encodings(among formats: [FormatDescriptor]) -> [BlockFormat] {
    var found = Self.schemes(scheme).map { other in changing { $0.scheme = other } }
    found += elementDialect.neighbours(for: element).map { dialect in
      changing { $0.elementDialect = dialect }
    }
    found += scaleDialect.neighbours(for: scale).map { dialect in
      changing { $0.scaleDialect = dialect }
    }
    found += NonFinite.allCases.map { rule in changing { $0.nonFinite = rule } }
    found += EmptyScale.allCases.map { rule in changing { $0.emptyScale = rule } }
    return found.filter { $0 != self } + decodings(among: formats)
  }

  /// The same with codes that are read otherwise.
  func decodings(among formats: [FormatDescriptor]) -> [BlockFormat] {
    let elements = formats.filter { $0.bits == element.bits && $0 != element }
    let scales = formats.filter { $0.bits == scale.bits && $0 != scale }
    return elements.map { format in changing { $0.element = format } }
      + scales.map { format in changing { $0.scale = format } }
  }

  private func changing(_ change: (inout BlockFormat) -> Void) -> BlockFormat {
    var other = self
    change(&other)
    return other
  }

  private static func schemes(_ scheme: Scheme) -> [Scheme] {
    switch scheme {
    case .scaled: return ScaleRule.allCases.map { .scaled($0) }
    case .twoLevel(let two):
      var found: [TwoLevelScale] = TwoLevelScale.Arithmetic.allCases.map { arithmetic in
        var other = two
        other.arithmetic = arithmetic
        return other
      }
      for largest in [448, 256, 240] {
        var other = two
        other.blockMax = largest
        found.append(other)
      }
      var other = two
      other.fourOverSix.toggle()
      return (found + [other]).map { .twoLevel($0) }
    case .dual(let dual):
      return [240, 448].map { largest in
        var other = dual
        other.largest = largest
        return .dual(other)
      }
    case .zeroPoint: return []
    }
  }
}
