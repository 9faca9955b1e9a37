// Everything that a program of one's own needs, under one import: what formats, operations and
// dialects are, the fast module, the exact one, devices, and the judging.
@_exported public import Conformance
@_exported public import Descriptors
@_exported public import Devices
@_exported public import Production
@_exported public import Reference
@_exported public import Specs
