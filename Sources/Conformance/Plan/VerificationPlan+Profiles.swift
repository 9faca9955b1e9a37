import Descriptors
public import Devices
import Harness
public import Specs

extension VerificationPlan {
  /// Every operation of some profiles on a device.
  ///
  /// An operation that two profiles require is judged once. One that the device does not compute
  /// leaves its profile undecided: a profile has no optional parts.
  public mutating func addProfiles(
    _ profiles: [ProfileEntry], on device: any Device
  ) {
    var seen: Set<String> = []
    for profile in profiles {
      for operation in profile.operations {
        let check = DeviceCheck(
          operation, on: device, preset: profile.preset.name, effort: effort(for: operation))
        guard seen.insert(check.id.description).inserted else { continue }
        let group = PlannedCheck.Row(
          operation.kind?.rawValue ?? operation.name, "all formats", profile.preset.name)
        checks.append(PlannedCheck(check, group: group, demandedBy: profile.name))
      }
    }
  }

  /// At `standard` all codes of binary32 are swept for conversions, which have fast loops.
  private func effort(for operation: Operation) -> CheckEffort {
    operation.kind == .cast && effort == .standard ? .exhaustive : effort
  }
}
