import Descriptors
import Harness
enum FormatLaws { static func all(for format: FormatDescriptor) -> [Property] { [] } }
