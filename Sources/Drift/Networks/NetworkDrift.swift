import ExactArithmetic
import Reference

/// What low precision did to the digits network.
struct NetworkDrift {
  /// The drift of each layer, first to last.
  var layers: [LayerDrift]
  /// How many images got the class that they show.
  var right: Int
  /// How many images got another class than from the exact network.
  var flips: Int
  /// How many of those the exact network had right.
  var lost: Int
  /// The first flipped image with both classes and both networks' scores.
  var firstFlip: (image: Int, exact: Int, got: Int, scores: [Float])?
}

/// The digits network's exact sums and classes, against which drift is measured.
struct ExactNetworkRun {
  let network: DigitsNetwork
  /// The sums of every layer: layer by layer, image by image.
  let sums: [[Rational]]
  /// The class of every image.
  let predictions: [Int]

  init(_ network: DigitsNetwork) {
    self.network = network
    let exact = network.exact
    let images = (0..<network.count).map { image in
      exact.sums(network.inputs(image).map { Rational(exactly: $0) })
    }
    sums = network.layers.indices.map { layer in images.flatMap { $0[layer] } }
    predictions = images.map { DenseNetwork.prediction(scores: $0.last ?? []) }
  }

  /// How many images got the class that they show.
  var right: Int {
    zip(predictions, network.labels).count { $0 == Int($1) }
  }

  /// The drift of sums, layer by layer, image by image.
  func drift(of computed: [[Float]]) -> NetworkDrift {
    var drift = NetworkDrift(
      layers: zip(computed, sums).map { LayerDrift($0, exact: $1) }, right: 0, flips: 0, lost: 0)
    let scores = computed.last ?? []
    let classes = scores.count / network.count
    for image in 0..<network.count {
      let own = scores[image * classes..<(image + 1) * classes]
      let got = LowPrecisionNetwork.prediction(scores: own)
      let label = Int(network.labels[image])
      if got == label { drift.right += 1 }
      guard got != predictions[image] else { continue }
      drift.flips += 1
      if predictions[image] == label { drift.lost += 1 }
      if drift.firstFlip == nil {
        drift.firstFlip = (image, predictions[image], got, Array(own))
      }
    }
    return drift
  }
}
