import Hummingbird
import Logging

/// A pretend Meta: the Graph API on a loopback port, and the customers on the other side of it.
///
/// It refuses what the real one refuses, with the same codes; keeps what it was asked; reports statuses as signed webhooks in the
/// order, number and delay it is told; and fails on demand, also after having accepted a message. Tests wait on
/// ``value(when:)``, pages read ``transcript(with:on:)``.
package final class MetaGraphSimulator: SimulatorFront {
    package let core: SimulatorCore<GraphState>

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "meta-simulator")) {
        core = SimulatorCore(GraphState(), name: "facebook", port: port, logger: logger)
    }

    package func addRoutes(to router: Router<SimulatorContext>) {
        addPageRoutes(to: router)
        addTemplateRoutes(to: router)
        addNumberRoutes(to: router)
    }
}
