import ExactArithmetic
import Foundation
import Reference
import Testing

@testable import Drift

@Suite struct DigitsNetworkTests {
  static let digits = Result { try DigitsNetwork() }

  @Test func theFilesHoldTheNetworkThatTheScriptTrained() throws {
    let digits = try Self.digits.get()
    #expect(digits.layers.map(\.inputs) == [64, 48, 32])
    #expect(digits.layers.map(\.outputs) == [48, 32, 10])
    #expect(digits.count == 360)
    #expect(digits.inputs(0).allSatisfy { (0...1).contains($0) })
  }

  @Test func exactArithmeticFindsTheAccuracyThatTheScriptStates() throws {
    let run = try ExactNetworkRun(Self.digits.get())
    #expect(run.right == 349)
    #expect(run.sums.map(\.count) == [360 * 48, 360 * 32, 360 * 10])
  }

  @Test func anAbsentFolderIsNamedWithARemedy() {
    let error = #expect(throws: DigitsError.self) { try DigitsNetwork(folder: "nowhere") }
    #expect(error?.description.contains("nowhere/digits.safetensors") == true)
    #expect(error?.description.contains("Examples/digits") == true)
  }

  @Test func foreignTensorsAreRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "digits-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // The test file in place of the network: it has no layer.
    for name in ["digits.safetensors", "test.safetensors"] {
      try FileManager.default.copyItem(
        atPath: DigitsNetwork.standardFolder + "/test.safetensors",
        toPath: folder.appendingPathComponent(name).path)
    }
    #expect(throws: DigitsError.self) { try DigitsNetwork(folder: folder.path) }
  }

  @Test(arguments: [
    ([Float(0), 0], 8, 0), ([1, -7.5], 8, -6), ([0.5, .infinity], 0, -1), ([.nan, -4], 2, 0),
    ([Float.leastNonzeroMagnitude], 0, -149),
  ])
  func scalesPutTheLargestMagnitudeAtTheTarget(values: [Float], target: Int, exponent: Int) {
    let scale = PowerOfTwoScale(of: values, target: target)
    #expect(scale.exponent == exponent)
  }

  @Test func theLargestScoreWinsAndNaNNever() {
    #expect(LowPrecisionNetwork.prediction(scores: [1, 3, 3]) == 1)
    #expect(LowPrecisionNetwork.prediction(scores: [.nan, -1, .nan]) == 1)
    #expect(LowPrecisionNetwork.prediction(scores: [.nan, .nan]) == 0)
    #expect(LowPrecisionNetwork.prediction(scores: [-0.0, 0]) == 0)
  }

  @Test func rationalsOfBinary32() {
    let largest: Rational = .powerOfTwo(128) - .powerOfTwo(104)
    let negative: Float = -0.15625
    #expect(Rational(exactly: negative) == Rational(-5, over: 32))
    #expect(Rational(exactly: .leastNonzeroMagnitude) == .powerOfTwo(-149))
    let zero: Float = -0.0
    #expect(Rational(exactly: zero) == .zero)
    #expect(Rational(exactly: .greatestFiniteMagnitude) == largest)
  }

  @Test func driftByHand() {
    let drift = LayerDrift([3, .nan, -6], exact: [4, 9, -8])
    // e = (-1, 2), z = (4, -8): sum z^2 = 80, sum e^2 = 5, sum e z = -20
    #expect(drift.relativeError == 0.25)
    #expect(drift.largestError == 2 / Double(40).squareRoot())
    #expect(drift.bias == 0.5 / Double(40).squareRoot())
    #expect(drift.shrink == 0.25)
    #expect(drift.notFinite == 1)
  }
}
