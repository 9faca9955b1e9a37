public import Descriptors
public import Devices
import Harness
public import Reference

extension PlannedCheck {
  /// Everything that is asked of a device about one operation: its answers, and where a case has many
  /// elements whether the order of cases matters, all cases of a few codes, and all draws of a case
  /// together where they can be counted out.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public static func all(
    of operation: Operation, on device: any Device, preset: String = "standard",
    effort: CheckEffort, policy: AnswerPolicy = .exact
  ) throws(OperationError) -> [PlannedCheck] {
    guard operation.kind == nil else {
      return [
        PlannedCheck(
          DeviceCheck(operation, on: device, preset: preset, effort: effort, policy: policy))
      ]
    }
    let evaluator = try Evaluator(operation)
    let spelled = DeviceCheck(spelling: evaluator, on: device, effort: effort, policy: policy)
    let order = OrderCheck(evaluator, on: device, effort: effort)
    return [
      PlannedCheck(DeviceCheck(evaluator, on: device, effort: effort, policy: policy)),
      PlannedCheck(order, group: group(operation, "order")),
    ] + (spelled.map { [PlannedCheck($0)] } ?? []) + draws(operation, device, effort)
  }

  /// The laws about all draws of a block together that can be asked of an operation.
  static func draws(
    _ operation: Operation, _ device: any Device, _ effort: CheckEffort
  ) -> [PlannedCheck] {
    DrawLaw.allCases.compactMap { law in
      DrawCheck(law, of: operation, on: device, effort: effort).map {
        PlannedCheck($0, group: group(operation, "all draws"))
      }
    }
  }

  /// A row that operations of one kind and format share.
  static func group(_ operation: Operation, _ name: String) -> Row {
    Row(
      String(operation.name.prefix { $0 != "/" }), operation.format.name, name)
  }

  /// The row of an operation; what is usual goes without saying.
  static func row(
    _ operation: Operation, _ device: any Device, preset: String = "standard", law: String? = nil
  ) -> Row {
    let judged = device.name == "production" ? "" : " @\(device.name)"
    guard let kind = operation.kind else {
      var parts = operation.name.split(separator: "/").map(String.init)
      let kind = parts.removeFirst()
      let rule = parts.filter { $0 != operation.format.name } + (law.map { [$0] } ?? [])
      return Row(kind + judged, operation.format.name, rule.joined(separator: " "))
    }
    let source = kind == .cast ? " \(operation.operands[0].name)" : ""
    let rules =
      "\(operation.dialect.rounding.name) \(operation.dialect.overflow.name)"
      + (preset == "standard" ? "" : " \(preset)")
    let format = kind.rounds ? operation.result : operation.operands[0]
    return Row(kind.rawValue + source + judged, format.name, kind.rounds ? rules : "")
  }
}
