import Domain
import Foundation

/// Everything the pretend Meta knows.
package struct GraphState: Sendable {
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

    /// One request as it was made, and what was answered.
    package struct Call: Sendable {
        package let at: Date
        package let operation: GraphOperation
        package let path: String
        package let phoneNumberID: String
        package let body: JSON
        /// HTTP status of the answer; nil when the connection was dropped instead.
        package internal(set) var status: Int?
        /// Id of the message it made; set also when the answer was lost.
        package internal(set) var messageID: String?
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

    package struct Posted: Sendable {
        package let at: Date
        /// Of the number, page or account it speaks of.
        package let phoneNumberID: String
        package let body: [UInt8]
        package let signature: String
        /// What the server answered; 0 when there was none.
        package let status: Int
    }

    package internal(set) var port: Int?
    package var accounts: [String: Account] = [:]
    /// Facebook pages and Instagram accounts, by the id webhooks call `entry.id`.
    package var pages: [String: Page] = [:]
    /// Where webhooks go; none go while nil.
    package var webhookURL: String?
    /// Which statuses follow a send, by themselves.
    package var plan = StatusPlan.delivered
    package internal(set) var calls = Ring<Call>(capacity: 2_000)
    package internal(set) var sent = Ring<Sent>(capacity: 20_000)
    package internal(set) var received = Ring<Received>(capacity: 20_000)
    /// Of all business accounts, oldest first.
    package internal(set) var templates: [Template] = []
    /// Handles of sample files uploaded for a review.
    var exampleHandles: Set<String> = []
    package internal(set) var pageMessages = Ring<PageMessage>(capacity: 20_000)
    package internal(set) var posted = Ring<Posted>(capacity: 2_000)
    /// Message ids a customer's app has shown as read by the shop.
    package internal(set) var readByShop: Set<String> = []
    /// Customers who see the shop typing, by number id and customer.
    package internal(set) var typingTo: Set<String> = []
    package internal(set) var faults: [GraphFault] = []
    var media: [String: Media] = [:]
    /// People who have written to a page, by page and scoped id.
    var pagePeople: [String: PagePerson] = [:]
    var lastInbound: [String: Date] = [:]
}

/// The newest items of a list that never ends.
package struct Ring<Element: Sendable>: Sendable, Sequence {
    private var items: [Element] = []
    private let capacity: Int
    /// How many there have been, those forgotten included.
    package private(set) var total = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func append(_ item: Element) {
        items.append(item)
        total += 1
        if items.count >= capacity * 2 { items.removeFirst(items.count - capacity) }
    }

    mutating func update(where matches: (Element) -> Bool, _ change: (inout Element) -> Void) {
        for index in items.indices.reversed() where matches(items[index]) {
            change(&items[index])
            return
        }
    }

    package func makeIterator() -> IndexingIterator<[Element]> { items.makeIterator() }
    package var last: Element? { items.last }
    package func last(where matches: (Element) -> Bool) -> Element? { items.last(where: matches) }
    package var count: Int { items.count }
}
