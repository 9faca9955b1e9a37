public import Devices
public import Specs

extension VerificationPlan {
  /// The public bugs by the production module, at every instruction-set level.
  mutating func addCorpus() throws(SpecError) {
    for device in ProductionDevice.all { try addCorpus(on: device) }
  }

  /// The public bugs on a device.
  ///
  /// - Throws: `SpecError` where a case cannot be understood.
  public mutating func addCorpus(on device: any Device) throws(SpecError) {
    for entry in try Corpus.builtIn().entries {
      checks.append(PlannedCheck(try CorpusCheck(entry, on: device, catalog: catalog)))
    }
  }
}

extension PlannedCheck {
  /// A device asked for the cases of a public bug.
  public init(_ check: CorpusCheck) {
    let device = check.device.name
    // What is usual goes without saying.
    let judged = device == "production" ? "" : " @\(device)"
    self.init(
      id: check.id,
      row: Row(CorpusCheck.family + judged, check.entry.kind, check.entry.id),
      group: Row(CorpusCheck.family, "public bugs", device), device: device,
      run: { await check.run($0) })
  }
}
