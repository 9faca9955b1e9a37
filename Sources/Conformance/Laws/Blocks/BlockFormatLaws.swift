public import Descriptors
import ExactArithmetic
public import Harness
import Reference

/// What makes a function from codes to codes of an operation that encodes or decodes blocks.
public typealias BlockMaker =
  @Sendable (Operation) -> @Sendable ([UInt64]) -> [UInt64]

/// The laws that block formats must satisfy.
///
/// They judge the reference, or any function that claims to encode and decode. Ids read
/// `block/<format>/<law>`. Blocks longer than four elements are judged with four: no rule looks at
/// how many there are.
public enum BlockFormatLaws {
  /// All laws that apply to some block formats, in the order in which reports list them, and those
  /// that belong to no one format.
  public static func all(for formats: [BlockFormat]) -> [Property] {
    formats.flatMap { all(for: $0) } + DualScaleLaws.all()
  }

  /// All laws that apply to a block format; none for one that contradicts itself.
  ///
  /// - Parameter maker: what is judged; `nil` for the reference.
  public static func all(for format: BlockFormat, judging maker: BlockMaker? = nil) -> [Property] {
    guard let subject = BlockSubject(format, maker ?? reference) else { return [] }
    return BlockScaleLaws.all(subject) + BlockElementLaws.all(subject)
      + BlockEquivarianceLaws.all(subject)
  }

  /// What the reference makes of an operation; nothing where the operation has no meaning.
  public static let reference: BlockMaker = { operation in
    guard let codec = try? BlockCodec(operation) else { return { _ in [] } }
    return { codec($0).results }
  }
}
