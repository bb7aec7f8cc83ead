import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle

/// What every pretend provider offers to tests and to the simulator page. It brings its routes and its state; the rest is the core's.
package protocol SimulatorFront: Service {
    associatedtype State: SimulatorState
    var core: SimulatorCore<State> { get }
    func addRoutes(to router: Router<SimulatorContext>)
}

extension SimulatorFront {
    /// Serves until shut down, and posts webhooks meanwhile.
    package func run() async throws {
        let router = Router(context: SimulatorContext.self)
        addRoutes(to: router)
        router.get("pretend-files/:name") { _, context in
            guard let file = self.log.files[context.parameters.get("name") ?? ""] else {
                return Response(status: .notFound)
            }
            return Response(
                status: .ok, headers: [.contentType: file.mimeType],
                body: .init(byteBuffer: .init(bytes: file.bytes)))
        }
        try await core.run(router)
    }

    /// What an account's base URL must be; waits until the server listens.
    package var baseURL: String {
        get async throws { try await value { $0.log.port.map { "http://127.0.0.1:\($0)" } } }
    }

    package func read<T>(_ body: (State) -> T) -> T { core.read(body) }

    /// Changes the state and resumes whoever waited for what is true now.
    @discardableResult
    package func change<T>(_ body: (inout State) throws -> T) rethrows -> T { try core.change(body) }

    /// The first value that `ready` gives, now or after a later change. Throws when the task is cancelled.
    package func value<T: Sendable>(when ready: @escaping @Sendable (State) -> T?) async throws -> T {
        try await core.world.value(when: ready)
    }

    package var log: SimulatorLog { read { $0.log } }

    package func changeLog(_ body: (inout SimulatorLog) -> Void) { change { body(&$0.log) } }

    /// Puts a file where the webhook of a message can lead to; gives its address.
    package func host(_ file: SimulatedFile) async throws -> String {
        let name = UUID().uuidString.lowercased() + "-" + file.name
        changeLog { $0.files[name] = file }
        return try await baseURL + "/pretend-files/" + name
    }

    /// The next `count` calls of an operation (or of any; of one account, or of any) meet this.
    package func fail(
        _ operation: SimulatedOperation? = nil, _ kind: SimulatedFault.Kind, count: Int = 1, of account: String? = nil,
        named name: String? = nil
    ) {
        changeLog {
            $0.faults.append(
                .init(operation: operation, kind: kind, account: account, name: name, remaining: count))
        }
    }

    /// Everything works again.
    package func recover() {
        changeLog { $0.faults = [] }
    }

    /// The newest webhook (of one account, or of any), posted again byte for byte. Empty when there has been none.
    package func redeliverLast(on account: String? = nil, copies: Int) async throws -> [Int] {
        guard let last = log.posted.last(where: { account == nil || $0.account == account }) else { return [] }
        var statuses: [Int] = []
        for _ in 0..<max(0, copies) {
            let again = SimulatedWebhook(body: last.body, url: last.url, account: last.account) { _ in last.headers }
            statuses.append(try await core.deliver(again))
        }
        return statuses
    }
}
