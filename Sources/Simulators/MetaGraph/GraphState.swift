import Domain
import Foundation

/// Everything the pretend Meta knows.
package struct GraphState: SimulatorState {
    /// A connected business number.
    package struct Account: Sendable {
        package var phoneNumberID: String
        package var displayPhoneNumber: String
        package var businessAccountID: String
        package var accessToken: String
        package var appSecret: String
        package var verifiedName: String
        /// Free text needs a customer's message of the last 24 hours.
        package var enforcesWindow = false
        package var isSubscribed = false
        /// nil for a token that never runs out.
        package var tokenExpiresAt: Date?

        package init(
            phoneNumberID: String, displayPhoneNumber: String, businessAccountID: String, accessToken: String,
            appSecret: String,
            verifiedName: String = "Loja"
        ) {
            self.phoneNumberID = phoneNumberID
            self.displayPhoneNumber = displayPhoneNumber
            self.businessAccountID = businessAccountID
            self.accessToken = accessToken
            self.appSecret = appSecret
            self.verifiedName = verifiedName
        }
    }

    /// A message the shop sent, accepted by us.
    package struct Sent: Sendable {
        package let id: String
        package let phoneNumberID: String
        /// Digits of the number, or the scoped id.
        package let to: String
        package let body: JSON
        package let at: Date
        package internal(set) var statuses: [String] = []

        package var type: String { body["type"]?.string ?? "text" }
        package var text: String? { body["text"]?["body"]?.string }
        package var reference: String? { body["biz_opaque_callback_data"]?.string }
    }

    /// A message a pretend customer wrote.
    package struct Received: Sendable {
        package let id: String
        package let phoneNumberID: String
        package let from: String
        package let element: JSON
        package let at: Date
    }

    struct Media: Sendable {
        var bytes: [UInt8]
        var mimeType: String
        var uploadedAt: Date
    }

    package var log = SimulatorLog()
    package var accounts: [String: Account] = [:]
    /// Facebook pages and Instagram accounts, by the id webhooks call `entry.id`.
    package var pages: [String: Page] = [:]
    package internal(set) var sent = Ring<Sent>(capacity: 20_000)
    package internal(set) var received = Ring<Received>(capacity: 20_000)
    /// Of all business accounts, oldest first.
    package internal(set) var templates: [Template] = []
    /// Approves by itself, soon after a template was handed in.
    package var approvesTemplates = false
    /// Handles of sample files uploaded for a review.
    var exampleHandles: Set<String> = []
    package internal(set) var pageMessages = Ring<PageMessage>(capacity: 20_000)
    /// Message ids a customer's app has shown as read by the shop.
    package internal(set) var readByShop: Set<String> = []
    /// Customers who see the shop typing, by number id and customer.
    package internal(set) var typingTo: Set<String> = []
    var media: [String: Media] = [:]
    /// People who have written to a page, by page and scoped id.
    var pagePeople: [String: PagePerson] = [:]
    var lastInbound: [String: Date] = [:]
}

/// What is asked for most, without a detour.
extension GraphState {
    package var webhookURL: String? {
        get { log.webhookURL }
        set { log.webhookURL = newValue }
    }
    package var plan: StatusPlan {
        get { log.plan }
        set { log.plan = newValue }
    }
    package var calls: Ring<SimulatorLog.Call> { log.calls }
    package var posted: Ring<SimulatorLog.Posted> { log.posted }
}
