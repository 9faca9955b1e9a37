import Harness
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  // FIPS 180-4's examples, as NIST publishes them.
  static let examples: [(String, String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ]

  @Test("published digests", arguments: examples)
  func published(_ text: String, _ digest: String) {
    #expect(SHA256.text(of: text.utf8) == digest)
  }

  @Test("a million letters, in pieces of any size")
  func pieces() {
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    for size in [1_000, 63, 64, 65] {
      var hash = SHA256()
      var left = 1_000_000
      while left > 0 {
        hash.add(Array(repeating: 97, count: min(size, left)))
        left -= size
      }
      #expect(hash.text == digest)
    }
  }
}
