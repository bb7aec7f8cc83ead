import Domain
import Foundation
import Postgres

// The service window, as rows tell it. Whoever decides over a free message (desk, assistant, outbox) asks `ServiceWindow` with these.
extension Outbox {
    /// Columns for ``ServiceWindow/init(_:)``. The query names the conversation `v` and its account `a`.
    ///
    /// The window is the customer's on this account, whichever conversation they wrote in.
    package static let windowColumns: SQL = """
        a.channel_type AS window_channel, a.provider AS window_provider,
          (SELECT max(w.last_customer_message_at) FROM conversations w WHERE w.tenant_id = v.tenant_id
             AND w.customer_id = v.customer_id AND w.account_id = v.account_id) AS customer_wrote_at
        """
    /// The same where nothing is decided by it: costs no look-up a row, and knows of no other conversation of the customer.
    package static let roughWindowColumns: SQL = """
        a.channel_type AS window_channel, a.provider AS window_provider, v.last_customer_message_at AS customer_wrote_at
        """

    /// Why a free message may not leave now; nil where it may.
    static func windowFailure(_ window: ServiceWindow, _ author: ServiceWindow.Author, at now: Date) -> SendFailure? {
        switch window.permit(for: author, at: now) {
        case .free, .asPerson: nil
        case .templateOnly:
            SendFailure(code: "window_closed", title: "More than 24 hours since the customer last wrote")
        case .refused:
            window.permit(for: .person, at: now) == .asPerson
                ? SendFailure(code: "people_only", title: "After 24 hours only a person may answer here")
                : SendFailure(
                    code: "response_time_over", title: "The time in which this channel takes an answer is over")
        }
    }
}

extension ServiceWindow {
    /// From a row with ``Outbox/windowColumns``.
    package init(_ row: Row) throws {
        self.init(
            Rule(channelType: try row("window_channel"), provider: try row("window_provider")),
            lastCustomerMessage: try row("customer_wrote_at"))
    }
}
