import Foundation

/// Resources/demo/shop.json.
struct DemoShop: Decodable, Sendable {
    struct Person: Decodable, Sendable {
        let name: String
        let email: String
        let role: String
    }
    struct WhatsApp: Decodable, Sendable {
        let name: String
        let phoneNumberID: String
        let displayAddress: String

        enum CodingKeys: String, CodingKey {
            case name
            case phoneNumberID = "phone_number_id"
            case displayAddress = "display_address"
        }
    }
    struct Document: Decodable, Sendable {
        let file: String
        let kind: String
        let priority: Int
    }
    struct Product: Decodable, Sendable {
        let sku: String
        let name: String
        let category: String
        let priceCents: Int
        let stock: Int
        let description: String

        enum CodingKeys: String, CodingKey {
            case sku, name, category, stock, description
            case priceCents = "price_cents"
        }
    }
    struct Order: Decodable, Sendable {
        struct Item: Decodable, Sendable {
            let sku: String
            let quantity: Int
        }
        let number: String
        let customer: String
        let status: String
        let trackingCode: String?
        let daysAgo: Int
        let items: [Item]

        enum CodingKeys: String, CodingKey {
            case number, customer, status, items
            case trackingCode = "tracking_code"
            case daysAgo = "days_ago"
        }
    }

    let name: String
    let slug: String
    let owner: Person
    let team: [Person]
    let whatsapp: WhatsApp
    let channels: [DemoChannel]
    let knowledge: [Document]
    let products: [Product]
    let orders: [Order]

    var people: [Person] { [owner] + team }

    static func load() throws -> DemoShop { try DemoFiles.decode("shop.json") }
}

/// Resources/demo/conversations.json.
struct DemoConversation: Decodable, Sendable {
    struct Message: Decodable, Sendable {
        let minutesAgo: Int
        /// `customer`, `bot`, `note`, or the first name of a colleague.
        let from: String
        let by: String?
        let text: String
        /// The knowledge document it quotes.
        let cites: String?

        enum CodingKeys: String, CodingKey {
            case from, by, text, cites
            case minutesAgo = "minutes_ago"
        }
    }

    let customer: String
    let phone: String
    let status: String
    let priority: String?
    let assignedTo: String?
    let handoff: String?
    let summary: String?
    let messages: [Message]

    enum CodingKeys: String, CodingKey {
        case customer, phone, status, priority, handoff, summary, messages
        case assignedTo = "assigned_to"
    }

    static func load() throws -> [DemoConversation] { try DemoFiles.decode("conversations.json") }
}

/// Files of Resources/demo.
enum DemoFiles {
    private static var folder: URL { AppResources.current.root.appending(path: "demo") }

    static func decode<Value: Decodable>(_ name: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appending(path: name)))
    }

    /// A knowledge document: its first heading is its title.
    static func document(_ name: String) throws -> (title: String, content: String) {
        let text = try String(contentsOf: folder.appending(path: "knowledge/\(name)"), encoding: .utf8)
        let title = text.split(separator: "\n").first { $0.hasPrefix("# ") }?.dropFirst(2) ?? Substring(name)
        return (String(title), text)
    }
}
