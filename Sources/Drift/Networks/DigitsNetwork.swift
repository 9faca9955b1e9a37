import ExactArithmetic
import Foundation
public import Reference
import Tensors

/// The digits network: its weights, its test images and their labels, read from two files.
///
/// `digits.safetensors` holds `layerN.weight` (a row for each output) and `layerN.bias` in
/// bfloat16 for `N` = 1, 2 and so on; `test.safetensors` holds `images` (64 bytes 0...16 for each)
/// and `labels` in bytes. The script beside them writes both.
public struct DigitsNetwork: Sendable {
  /// One layer in binary32.
  public struct Layer: Sendable {
    /// The inputs and outputs.
    public let inputs, outputs: Int
    /// `outputs` rows of `inputs` weights.
    public let weights: [Float]
    /// A number for each output.
    public let biases: [Float]
  }

  /// The layers, first to last.
  public let layers: [Layer]
  /// The pixels, 0...16, image by image.
  public let pixels: [UInt8]
  /// The digits that the images show.
  public let labels: [UInt8]

  /// The number of images.
  public var count: Int { labels.count }

  /// An image's inputs: its pixels divided by 16, which is exact.
  public func inputs(_ image: Int) -> [Float] {
    let size = layers[0].inputs
    return pixels[image * size..<(image + 1) * size].map { Float($0) / 16 }
  }

  /// The same network on exact numbers.
  public var exact: DenseNetwork {
    DenseNetwork(
      layers.map { layer in
        DenseNetwork.Layer(
          weights: Matrix(
            rows: layer.outputs, columns: layer.inputs, layer.weights.map { Rational(exactly: $0) }),
          biases: layer.biases.map { Rational(exactly: $0) })
      })
  }

  /// Where the files are looked for: `Examples/digits` below the working directory, else below the
  /// source tree that this program was built from.
  public static var standardFolder: String {
    let here = "Examples/digits"
    if FileManager.default.fileExists(atPath: here + "/digits.safetensors") { return here }
    let file = URL(fileURLWithPath: #filePath)
    return (0..<4).reduce(file) { url, _ in url.deletingLastPathComponent() }
      .appendingPathComponent(here).path
  }

  /// Reads the files of a folder.
  public init(folder: String = Self.standardFolder) throws(DigitsError) {
    let network = try Self.open("digits.safetensors", in: folder)
    var layers: [Layer] = []
    while network.tensor(named: "layer\(layers.count + 1).weight") != nil {
      let name = "layer\(layers.count + 1)"
      let weights = try Self.tensor(name + ".weight", .bfloat16, of: network)
      let biases = try Self.tensor(name + ".bias", .bfloat16, of: network)
      let inputs = weights.shape.last ?? 0
      guard weights.shape.count == 2, biases.shape == [weights.shape[0]], inputs > 0,
        !biases.codes.isEmpty, layers.last.map({ $0.outputs == inputs }) ?? true
      else {
        throw DigitsError("\(network.path): the shapes of \(name) do not fit; run train.py again")
      }
      layers.append(
        Layer(
          inputs: inputs, outputs: biases.codes.count, weights: weights.codes.map(Self.binary32),
          biases: biases.codes.map(Self.binary32)))
    }
    let test = try Self.open("test.safetensors", in: folder)
    let images = try Self.tensor("images", .uint8, of: test)
    let labels = try Self.tensor("labels", .uint8, of: test)
    guard let first = layers.first, let last = layers.last,
      layers.allSatisfy({ ($0.weights + $0.biases).allSatisfy(\.isFinite) }),
      images.codes.count == labels.codes.count * first.inputs,
      images.codes.allSatisfy({ $0 <= 16 }), !labels.codes.isEmpty,
      labels.codes.allSatisfy({ $0 < last.outputs })
    else {
      throw DigitsError("\(test.path) does not fit \(network.path); run train.py again")
    }
    self.layers = layers
    pixels = images.codes.map(UInt8.init(truncatingIfNeeded:))
    self.labels = labels.codes.map(UInt8.init(truncatingIfNeeded:))
  }

  private static func open(_ name: String, in folder: String) throws(DigitsError) -> TensorFile {
    do {
      return try TensorFile.open(folder + "/" + name)
    } catch {
      throw DigitsError(
        "\(error); run in the source tree, whose Examples/digits holds the network")
    }
  }

  private static func tensor(
    _ name: String, _ element: ElementType, of file: TensorFile
  ) throws(DigitsError) -> (shape: [Int], codes: [UInt64]) {
    guard let entry = file.tensor(named: name), entry.element == element else {
      throw DigitsError("\(file.path): no tensor \(name) of the right type; run train.py again")
    }
    do {
      return (entry.shape, try file.codes(of: entry, elements: 0..<entry.count))
    } catch {
      throw DigitsError("\(error)")
    }
  }

  private static func binary32(bfloat16 code: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: code) << 16)
  }
}

/// Why the digits network cannot be used.
public struct DigitsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line: what is wrong, and what to do.
  public var description: String

  init(_ description: String) { self.description = description }
}

extension Rational {
  /// The value of a finite binary32 number.
  init(exactly value: Float) {
    guard value != 0 else {
      self = .zero
      return
    }
    // A significand in [1, 2) has 23 bits behind the point.
    let significand = Int64(value.significand * 0x1p23)
    self.init(value.sign == .minus ? -significand : significand, exponent: Int(value.exponent) - 23)
  }
}
