import Domain
import Foundation
import Postgres
import Web

/// What somebody wants a contact to be. nil leaves a field as it is; an empty text clears it.
struct ContactEdit: Sendable {
    var name: String?
    var email: String?
    var locale: String?

    /// The same, trimmed and checked.
    func checked() throws -> ContactEdit {
        var edit = ContactEdit()
        edit.name = try name.map { try Self.line($0, "name", Contacts.Limit.name) }
        edit.email = try email.map { text in
            if text.trimmingWhitespace.isEmpty { return "" }
            guard let email = ContactAddress.email(text) else { throw Problem.unprocessable("invalid_email") }
            return email
        }
        edit.locale = try locale.map { code in
            guard code.isEmpty || Contacts.languages.contains(code) else {
                throw Problem.unprocessable("invalid_locale")
            }
            return code
        }
        return edit
    }

    /// One line of text: no control characters, and no longer than `limit`.
    static func line(_ text: String, _ field: String, _ limit: Int) throws -> String {
        let text = text.trimmingWhitespace
        guard text.utf16.count <= limit else { throw Problem.unprocessable("too_long_\(field)") }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Problem.unprocessable("invalid_\(field)")
        }
        return text
    }
}

extension ContactBook {
    func edit(_ id: UUID, _ wanted: ContactEdit, by actor: Actor) async throws {
        let wanted = try wanted.checked()
        try await perform(on: id, by: actor) { contact, tx in
            let fields: [(name: String, old: String?, new: String?)] = [
                ("name", contact.name, wanted.name ?? contact.name),
                ("email", contact.email, wanted.email ?? contact.email),
                ("locale", contact.locale, wanted.locale ?? contact.locale),
            ].map { ($0.0, $0.1, $0.2?.isEmpty == true ? nil : $0.2) }
            let changed = fields.filter { ($0.old ?? "") != ($0.new ?? "") }
            guard !changed.isEmpty else { return .none }
            var history: [String: String] = ["fields": changed.map(\.name).joined(separator: " ")]
            for field in changed { history["\(field.name)_before"] = field.old ?? "" }
            var statements = [
                Contacts.update(id, name: fields[0].new, email: fields[1].new, locale: fields[2].new, tx: tx),
                Contacts.event("edited", history, of: id, by: actor),
            ]
            if changed.contains(where: { $0.name == "email" }), let email = fields[1].new.flatMap(ContactAddress.init) {
                statements.append(Contacts.claim(email, for: id, tx: tx))
            }
            return Change(statements: statements, describesCustomer: true)
        }
    }

    func setBlocked(_ isBlocked: Bool, _ id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { contact, tx in
            guard contact.isBlocked != isBlocked else { return .none }
            return Change(statements: [
                Contacts.setBlocked(isBlocked, id, tx: tx),
                Contacts.event(isBlocked ? "blocked" : "unblocked", [:], of: id, by: actor),
            ])
        }
    }
}
