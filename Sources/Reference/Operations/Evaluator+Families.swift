public import Descriptors

extension Evaluator {
  /// Prepares an operation for the reference of its family.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public init(_ operation: Operation) throws(OperationError) {
    switch operation.function {
    case .scalar: self.init(ScalarEvaluator(operation))
    case .mask:
      do {
        let evaluator = try MaskEvaluator(operation)
        self.init(
          operation, evaluate: { codes, _ in evaluator(codes) },
          explanation: { codes, _ in
            let data = codes.map { evaluator.format.decode($0) }
            return evaluator.explanation(
              of: Matrix(rows: evaluator.rows, columns: evaluator.columns, data))
          })
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .dot:
      do {
        let evaluator = try DotEvaluator(operation)
        self.init(
          operation, evaluate: { codes, words in evaluator(codes, words: words) },
          explanation: { codes, words in evaluator.explanation(of: codes, words: words) })
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .encodeBlock, .decodeBlock:
      do {
        let codec = try BlockCodec(operation)
        self.init(
          operation, evaluate: { codes, words in codec(codes, words: words) },
          explanation: { codes, words in codec.explanation(of: codes, words: words) })
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .compress, .expand:
      let evaluator = try CompressionEvaluator(operation)
      self.init(
        operation, evaluate: { codes, _ in evaluator(codes) },
        refusal: { evaluator.refusal(of: $0) },
        explanation: { codes, _ in evaluator.explanation(of: codes) })
    case .prune, .pruneBelow:
      do {
        let evaluator = try PruningEvaluator(operation)
        self.init(
          operation, evaluate: { codes, words in evaluator(codes, words: words) },
          breakpoints: { codes, place, words in
            evaluator.breakpoints(of: codes, place: place, after: words)
          }, explanation: { codes, words in evaluator.explanation(of: codes, words: words) })
      } catch {
        throw OperationError(text: "\(error)")
      }
    }
  }
}

/// Why an operation means nothing.
public struct OperationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in one line.
  public let text: String

  /// An error with its line.
  public init(text: String) { self.text = text }

  /// The one line.
  public var description: String { text }
}
