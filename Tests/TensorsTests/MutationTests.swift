import Tensors
import Testing

/// Damaged headers are accepted or refused, on one line; they never end the process.
@Suite struct MutationTests {
  static let safetensors = Golden.safetensors(
    #"{"__metadata__":{"k":"\u00e9\ud83d\ude00"},"#
      + #""a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[8,11]},"#
      + #""é":{"dtype":"F4","shape":[2,0],"data_offsets":[11,11]}}"#,
    data: [UInt8](repeating: 0x5A, count: 11))
  static let npy = Golden.npy(
    "{'descr': '>f4', 'fortran_order': False, 'shape': (1, 2), }    ",
    data: [UInt8](repeating: 0x5A, count: 8))

  @Test(arguments: [(safetensors, 3), (npy, 4)] as [([UInt8], UInt64)])
  func damagedFiles(_ whole: [UInt8], _ seed: UInt64) throws {
    #expect(Golden.refusal(whole) == nil)
    var random = FixedRandom(state: seed)
    var accepted = 0
    var broken: [String] = []
    let pieces: [[UInt8]] = [
      "9223372036854775807", "-1", "0", "[[", "{", "}", "\"", "'", "\\u", "\\ud800", ",", "(",
      "1e9",
    ].map { Array($0.utf8) }
    for _ in 0..<6000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        guard !bytes.isEmpty else { break }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
        case 4: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        default: bytes = Array(bytes.prefix(max(1, place)))
        }
        // Half of the time the length is right again, so that the damage reaches the parser.
        if bytes.count > 30, Bool.random(using: &random) {
          if bytes[0] == 0x93 {
            bytes[8] = UInt8(truncatingIfNeeded: bytes.count - 18)
          } else {
            let data = random.next() % 2 == 0 ? 11 : 0
            bytes.replaceSubrange(0..<8, with: Golden.littleEndian(bytes.count - 8 - data, 8))
          }
        }
      }
      do {
        let file = try TensorFile.open(bytes: bytes)
        for entry in file.tensors { _ = try file.codes(of: entry, elements: 0..<entry.count) }
        accepted += 1
      } catch {
        let line = error.description
        let offset = error.byteOffset ?? 0
        if line.contains(where: \.isNewline) || offset < 0 || offset > bytes.count {
          broken.append(line)
        }
      }
    }
    #expect(broken.isEmpty)
    #expect(accepted > 30 && accepted < 3000, "\(accepted) of 6000 accepted")
  }

  /// Every file cut short is refused.
  @Test(arguments: [safetensors, npy])
  func cutFiles(_ whole: [UInt8]) {
    let accepted = whole.indices.filter { Golden.refusal(Array(whole.prefix($0))) == nil }
    #expect(accepted.isEmpty)
  }
}
