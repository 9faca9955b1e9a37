public import Devices
public import Specs

extension VerificationPlan {
  /// The public bugs by the production module, at every instruction-set level.
  mutating func addCorpus() throws(SpecError) {
    for device in ProductionDevice.all { try addCorpus(on: device) }
  }

  /// The public bugs on a device.
  ///
  /// - Parameter operation: the id of the one operation whose cases are asked for; `nil` for all.
  /// - Throws: `SpecError` where a case cannot be understood.
  public mutating func addCorpus(
    on device: any Device, about operation: String? = nil
  ) throws(SpecError) {
    for var entry in try Corpus.builtIn().entries {
      if let operation { entry.rows.removeAll { $0.operation != operation } }
      guard !entry.rows.isEmpty else { continue }
      let check = try CorpusCheck(entry, on: device, catalog: catalog)
      checks.append(
        PlannedCheck(check, group: .init(CheckID.corpus, "public bugs", device.name)))
    }
  }
}
