/// A device of somebody else's that computes whatever it is asked, so that the operation has to be
/// named.
public protocol ForeignDevice: Device {}

extension ProcessDevice: ForeignDevice {}
