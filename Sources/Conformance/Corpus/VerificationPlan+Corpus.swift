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
      cost: CheckCost(cases: UInt64(check.cases.count), perMillion: 100_000_000),
      run: { await check.run($0) })
    runsBesideOthers = !(check.device is any ForeignDevice)
  }
}
