import Foundation
import Hummingbird

extension Parameters {
    /// The UUID in the path. Anything else names nothing: 404.
    package func id(_ name: String) throws(Problem) -> UUID {
        guard let id = get(name).flatMap({ UUID(uuidString: $0) }) else { throw .notFound }
        return id
    }
}
