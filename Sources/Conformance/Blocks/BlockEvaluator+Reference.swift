public import Descriptors
import Reference

extension Evaluator {
  /// Prepares an operation for the reference of its family.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public init(_ operation: Operation) throws(OperationError) {
    switch operation.function {
    case .mask:
      do {
        let evaluator = try MaskEvaluator(operation)
        self.init(operation) { codes, _ in evaluator(codes) }
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .dot:
      do {
        let evaluator = try DotEvaluator(operation)
        self.init(operation) { codes, words in evaluator(codes, words: words) }
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .encodeBlock, .decodeBlock:
      do {
        let codec = try BlockCodec(operation)
        self.init(operation) { codes, words in codec(codes, words: words) }
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .prune, .pruneBelow:
      do {
        let evaluator = try PruningEvaluator(operation)
        self.init(operation) { codes, words in
          evaluator(codes, words: words)
        } breakpoints: { codes, place, words in
          evaluator.breakpoints(of: codes, place: place, after: words)
        }
      } catch {
        throw OperationError(text: "\(error)")
      }
    }
  }
}

/// Why an operation on blocks means nothing.
public struct OperationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in one line.
  public let text: String

  /// The one line.
  public var description: String { text }
}
