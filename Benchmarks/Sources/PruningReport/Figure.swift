import Foundation

/// The curves as a picture: logarithm of the variance against sigma.
struct Figure {
  private let curves: LognormalCurves
  private let width = 760.0
  private let height = 460.0
  private let left = 64.0
  private let right = 200.0
  private let top = 36.0
  private let bottom = 48.0
  private let decades = -5...0

  init(_ curves: LognormalCurves) {
    self.curves = curves
  }

  /// The picture as SVG, which needs nothing else and is readable on a light or dark page.
  var svg: String {
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" \
      font-family="sans-serif" font-size="13" role="img" aria-labelledby="title description">
      <title id="title">Variance of unbiased pruning against sigma</title>
      <desc id="description">Relative variance of 1:2, 2:4 and 4:8 pruning of lognormal values \
      falls with sigma and passes below the noise of stochastic rounding to narrow formats.</desc>
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(left)" y="20" font-weight="bold">Relative variance of lognormal values</text>
      """
    ]
    for decade in decades {
      let y = place(Double(decade))
      parts.append(
        "<path d=\"M\(left) \(y)H\(width - right)\" stroke=\"#ddd\"/>"
          + "<text x=\"\(left - 8)\" y=\"\(y + 4)\" text-anchor=\"end\">1e\(decade)</text>")
    }
    for sigma in 0...4 {
      let x = across(Double(sigma))
      parts.append(
        "<path d=\"M\(x) \(top)V\(height - bottom)\" stroke=\"#eee\"/>"
          + "<text x=\"\(x)\" y=\"\(height - bottom + 18)\" text-anchor=\"middle\">\(sigma)</text>")
    }
    parts.append(
      "<text x=\"\((left + width - right) / 2)\" y=\"\(height - 10)\" text-anchor=\"middle\">"
        + "sigma (natural logarithm of the magnitude)</text>")
    let colours = ["#0b62a4", "#b3380b", "#24752b", "#8a4fbf"]
    let ends = spread(curves.pruning + curves.rounding)
    for (index, curve) in (curves.pruning + curves.rounding).enumerated() {
      let isPruning = index < curves.pruning.count
      let colour = isPruning ? colours[index % colours.count] : "#555"
      let dash = isPruning ? "" : " stroke-dasharray=\"5 4\""
      let shown = curve.points.filter { $0.variance > pow(10, Double(decades.lowerBound)) }
      let path = shown.map { "\(across($0.sigma)) \(place(log10($0.variance)))" }
      parts.append(
        "<path d=\"M\(path.joined(separator: "L"))\" fill=\"none\" stroke=\"\(colour)\" "
          + "stroke-width=\"2\"\(dash)/>")
      let label = isPruning ? curve.name : "rounding to \(curve.name)"
      parts.append(
        "<text x=\"\(ends[index].x + 6)\" y=\"\(ends[index].y + 4)\" fill=\"\(colour)\">"
          + "\(label)</text>")
    }
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }

  private func across(_ sigma: Double) -> Double {
    rounded(left + sigma / 4 * (width - left - right))
  }

  private func place(_ exponent: Double) -> Double {
    let share = (Double(decades.upperBound) - exponent) / Double(decades.count - 1)
    return rounded(top + share * (height - top - bottom))
  }

  private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// Where the labels stand: at the curves' last points, moved apart where they would collide.
  private func spread(_ curves: [LognormalCurves.Curve]) -> [(x: Double, y: Double)] {
    var places = curves.map { curve -> (x: Double, y: Double) in
      let last = curve.points.last { $0.variance > pow(10, Double(decades.lowerBound)) }
      return (across(last?.sigma ?? 4), place(log10(last?.variance ?? 1)))
    }
    let order = places.indices.sorted { places[$0].y < places[$1].y }
    for (one, next) in zip(order, order.dropFirst()) {
      places[next].y = max(places[next].y, places[one].y + 16)
    }
    return places
  }
}
