/// A device of somebody else's that computes whatever it is asked, so that the operation has to be
/// named.
public protocol ForeignDevice: Device {
  /// Whether it is told which operation it is asked, and so can be asked several.
  var isToldOperation: Bool { get }
}

extension ProcessDevice: ForeignDevice {}

extension LibraryDevice: ForeignDevice {
  /// `assay_device_run` gets a description of the operation.
  public var isToldOperation: Bool { true }
}
