import Crypto
import Domain
import Foundation
import Postgres

/// A document as its author gives it.
package struct KnowledgeDraft: Sendable {
    package var title: String
    /// policy, faq, product or page.
    package var kind: String
    /// markdown or text.
    package var format: String
    package var content: String
    package var priority: Int
    /// draft, published or archived.
    package var status: String
    package var validFrom: Date?
    package var validUntil: Date?

    package init(
        title: String, kind: String = "policy", format: String = "markdown", content: String, priority: Int = 0,
        status: String = "published",
        validFrom: Date? = nil, validUntil: Date? = nil
    ) {
        self.title = title
        self.kind = kind
        self.format = format
        self.content = content
        self.priority = priority
        self.status = status
        self.validFrom = validFrom
        self.validUntil = validUntil
    }

    /// A shop's whole policy fits many times over; a book does not belong into one document.
    package static let contentLimit = 1_000_000

    package static let kinds = ["policy", "faq", "product", "page"]
    package static let statuses = ["draft", "published", "archived"]

    /// What is wrong with it, as a stable word; nil when it can be stored.
    package var problem: String? {
        if title.isEmpty || title.utf8.count > 500 { return "invalid_title" }
        if content.isEmpty { return "empty_content" }
        if content.utf8.count > Self.contentLimit { return "content_too_long" }
        if !Self.kinds.contains(kind) { return "invalid_kind" }
        if !["markdown", "text"].contains(format) { return "invalid_format" }
        if !Self.statuses.contains(status) { return "invalid_status" }
        if content.unicodeScalars.contains("\0") || title.unicodeScalars.contains("\0") { return "invalid_text" }
        if let validFrom, let validUntil, validFrom >= validUntil { return "invalid_validity" }
        return nil
    }

    var contentHash: [UInt8] { Array(SHA256.hash(data: Data("\(format)\u{0}\(title)\u{0}\(content)".utf8))) }
}

/// Where a document comes from. What has a key replaces what came from there before.
package enum KnowledgeSource: Sendable, Equatable {
    case manual
    case file(String)
    case url(String)
    /// Products or categories of the shop, under a name of ours.
    case catalogue(String)

    var origin: String {
        switch self {
        case .manual: "manual"
        case .file: "file"
        case .url: "url"
        case .catalogue: "catalogue"
        }
    }

    var key: String? {
        switch self {
        case .manual: nil
        case .file(let name): "file:\(name)"
        case .url(let address): "url:\(address)"
        case .catalogue(let name): "catalogue:\(name)"
        }
    }
}

/// A document as a list shows it.
package struct KnowledgeDocument: Sendable {
    package let id: UUID
    package let title: String
    package let kind: String
    package let format: String
    package let content: String
    package let status: String
    package let priority: Int
    package let version: Int
    package let isIndexed: Bool
    package let chunks: Int
    package let validFrom: Date?
    package let validUntil: Date?
    package let updatedAt: Date
    /// manual, file, url or catalogue.
    package let origin: String
    package let sourceKey: String?
    package let editedBy: String

    /// The file or address it came from.
    var sourceName: String? {
        sourceKey.flatMap { key in key.firstIndex(of: ":").map { String(key[key.index(after: $0)...]) } }
    }

    init(_ row: Row) throws {
        id = try row("id")
        title = try row("title")
        kind = try row("kind")
        format = try row("format")
        content = try row("content")
        status = try row("status")
        priority = try row("priority")
        version = try row("version")
        isIndexed = try row("is_indexed")
        chunks = try row("chunks")
        validFrom = try row("valid_from")
        validUntil = try row("valid_until")
        updatedAt = try row("updated_at")
        origin = try row("origin")
        sourceKey = try row("source_key")
        editedBy = try row("edited_by")
    }
}
