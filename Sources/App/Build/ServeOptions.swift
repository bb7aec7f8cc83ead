import Foundation

/// What one process takes upon itself.
package struct ServeOptions: Sendable {
    package var queues: Set<JobQueue>
    /// Pages, API and webhooks; false for a worker.
    package var isServing: Bool
    package var hasDemo: Bool

    package init(queues: Set<JobQueue>, isServing: Bool, hasDemo: Bool) {
        self.queues = queues
        self.isServing = isServing
        self.hasDemo = hasDemo
    }

    /// Reads `inbox,outbox`, `all` or `none`.
    package static func queues(_ text: String) throws(ServeOptionError) -> Set<JobQueue> {
        switch text {
        case "all": return Set(JobQueue.allCases)
        case "none": return []
        default: break
        }
        var queues: Set<JobQueue> = []
        for name in text.split(separator: ",") {
            guard let queue = JobQueue(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
                throw .unknownQueue(String(name))
            }
            queues.insert(queue)
        }
        return queues
    }
}

/// What a command line asked for that does not exist.
package enum ServeOptionError: Error, Sendable, CustomStringConvertible {
    case unknownQueue(String)

    package var description: String {
        switch self {
        case .unknownQueue(let name):
            "There is no queue \(name). There are \(JobQueue.allCases.map(\.rawValue).joined(separator: ", ")), all and none."
        }
    }
}
