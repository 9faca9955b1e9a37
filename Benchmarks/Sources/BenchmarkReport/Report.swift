import Foundation
import Measuring
import Production
import Workloads

/// What is written to the reports.
struct Report: Encodable {
  let command: String
  let machine: Machine
  let rounds: Int
  let peers: [String]
  let targets: [Target]
  let rows: [Row]

  /// One workload beside one peer, or alone.
  struct Row: Encodable {
    let work: String
    let place: String
    let level: String?
    let elements: Int
    let bytes: Int
    /// 10^9 elements per second.
    let rate: Double
    /// Bytes per second in relation to memcpy's.
    let memcpyRatio: Double?
    let peer: String?
    let peerRate: Double?
    let ratio: Double?
  }

  init(_ survey: Survey, command: String, machine: Machine) {
    self.command = command
    self.machine = machine
    rounds = survey.seconds.first?.count ?? 0
    peers = survey.peers.map(\.name)
    targets = Target.all(survey)
    rows = survey.workloads.indices.flatMap { index in
      let workload = survey.workloads[index]
      func row(_ peer: Int?) -> Row {
        Row(
          work: workload.work, place: workload.place.rawValue, level: workload.level?.rawValue,
          elements: workload.elements, bytes: workload.bytes, rate: survey.rate(index),
          memcpyRatio: survey.copyRatio(index), peer: peer.map { survey.peers[$0].name },
          peerRate: peer.flatMap { survey.rate(index, peer: $0) },
          ratio: peer.flatMap { survey.ratio(index, peer: $0) })
      }
      let present = survey.peers.indices.filter { survey.ratio(index, peer: $0) != nil }
      return present.isEmpty ? [row(nil)] : present.map { row($0) }
    }
  }

  /// The report for programs.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
