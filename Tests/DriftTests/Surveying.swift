import Descriptors
import Devices
import Drift
import ExactArithmetic
import Specs
import Tensors

/// A tensor of elements given as codes.
func tensor(_ element: ElementType, _ codes: [UInt64], name: String = "x") -> Tensor {
  var bytes: [UInt8] = []
  for code in codes {
    for byte in 0..<element.streamBytes {
      bytes.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * byte)))
    }
  }
  return Tensor(name: name, element: element, shape: [codes.count], bytes: bytes)
}

/// A tensor of binary32 elements.
func tensor(_ values: [Float], name: String = "x") -> Tensor {
  tensor(.float32, values.map { UInt64($0.bitPattern) }, name: name)
}

/// The report on tensors written to a file in memory.
func survey(
  _ tensors: [Tensor], to formats: [String], dialect: Dialect? = nil, preset: String = "standard",
  device: any Device = ProductionDevice(), seed: UInt64 = 0, tasks: Int = 2
) async throws -> SurveyReport {
  let catalog = try Catalog.builtIn()
  let targets = try formats.map { name in
    let format = try catalog.format(named: name)
    let named = try catalog.dialect(named: preset).dialect(for: format.name)
    return SurveyTarget(format: format, dialect: dialect ?? named)
  }
  let file = try TensorFile.open(bytes: SafetensorsWriter.bytes(tensors), path: "tiny")
  let survey = try Survey(
    targets: targets, catalog: catalog, device: device, seed: seed, tasks: tasks)
  return try await survey.run(file.tensors, of: file)
}

/// The figures of one tensor and one format.
func figures(
  _ tensor: Tensor, to format: String, dialect: Dialect? = nil, preset: String = "standard",
  seed: UInt64 = 0
) async throws -> ErrorFigures {
  let report = try await survey(
    [tensor], to: [format], dialect: dialect, preset: preset, seed: seed)
  return report.rows[0].figures[0]
}

/// SplitMix64: reproducible words.
struct Words {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
