import Domain
import Foundation
import Postgres
import Web

/// Which acts a list shows, as the address says it. Words it does not know narrow nothing.
struct AuditQuery: Sendable, Equatable {
    var action: String?
    /// Id of a user or token.
    var actor: String?
    var resource: String?
    var outcome: Audit.Outcome?
    /// Days as a date field writes them, in the shop's own time zone; the last one included.
    var days = EventQuery()
    /// Only rows before this one.
    var cursor: Int64?

    init() {}

    init(_ form: Form) {
        action = form.text("action").flatMap(Self.word)
        actor = form.text("actor").flatMap(Self.word)
        resource = form.text("resource").flatMap(Self.word)
        outcome = form["outcome"].flatMap(Audit.Outcome.init(rawValue:))
        days = EventQuery(form)
        cursor = form["cursor"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// An id or a word of ours; anything else names nothing in this log.
    private static func word(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        return isPlain && text.utf8.count <= 64 ? text : nil
    }

    var isNarrowed: Bool { !text.isEmpty }

    /// `?action=sign_in&…`, without the cursor; empty for the plain list.
    var text: String {
        let parts = [
            action.map { "action=\($0)" }, actor.map { "actor=\($0)" }, resource.map { "resource=\($0)" },
            outcome.map { "outcome=\($0.rawValue)" }, days.from.map { "from=\($0)" }, days.until.map { "until=\($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    func path(after row: Int64) -> String { "/settings/audit" + (text.isEmpty ? "?" : text + "&") + "cursor=\(row)" }

    /// What was narrowed, as the audit log itself may keep it.
    var facts: JSON {
        .object([
            ("action", action.map { JSON($0) }), ("actor", actor.map { JSON($0) }),
            ("resource", resource.map { JSON($0) }), ("outcome", outcome.map { JSON($0.rawValue) }),
            ("from", days.from.map { JSON($0) }), ("until", days.until.map { JSON($0) }),
        ])
    }
}
