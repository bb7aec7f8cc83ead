import Domain
import Foundation
import Postgres
import Web

extension Contacts {
    /// Tags as people type them, trimmed and each once; a comma separates.
    static func tags(_ typed: [String]) throws -> [String] {
        var seen: Set<String> = []
        let tags = try typed.flatMap { $0.split(separator: ",").map(String.init) }
            .map { try ContactEdit.line($0, "tag", Limit.tag) }
            .filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }
        guard tags.count <= Limit.tags else { throw Problem.unprocessable("too_many_tags") }
        return tags
    }
}

extension ContactBook {
    func addTags(_ typed: [String], to id: UUID, by actor: Actor) async throws {
        let tags = try Contacts.tags(typed)
        guard !tags.isEmpty else { throw Problem.unprocessable("missing_tag") }
        try await perform(on: id, by: actor) { _, tx in
            let known: Int = try await tx.one(Contacts.tagCount(of: id, tx: tx))(0)
            guard known + tags.count <= Contacts.Limit.tags else { throw Problem.unprocessable("too_many_tags") }
            return Change(statements: [
                Contacts.addTags(tags, to: id, tx: tx),
                Contacts.event("tagged", ["tags": tags.joined(separator: ", ")], of: id, by: actor),
            ])
        }
    }

    func removeTag(_ tag: String, of id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { _, tx in
            guard try await tx.execute(Contacts.removeTag(tag, of: id, tx: tx)) > 0 else { return .none }
            return Change(statements: [Contacts.event("untagged", ["tags": tag], of: id, by: actor)])
        }
    }

    /// These tags and no others.
    func setTags(_ typed: [String], of id: UUID, by actor: Actor) async throws {
        let tags = try Contacts.tags(typed)
        try await perform(on: id, by: actor) { _, tx in
            Change(statements: [
                Contacts.keepTags(tags, of: id, tx: tx), Contacts.addTags(tags, to: id, tx: tx),
                Contacts.event("tagged", ["tags": tags.joined(separator: ", ")], of: id, by: actor),
            ])
        }
    }

    @discardableResult
    func addNote(_ text: String, to id: UUID, by actor: Actor) async throws -> UUID {
        let text = try ConversationDesk.checked(text)
        guard text.utf16.count <= Contacts.Limit.note else { throw Problem.unprocessable("text_too_long") }
        let note = UUID.v7()
        try await perform(on: id, by: actor) { _, tx in
            Change(statements: [Contacts.insertNote(note, text, to: id, by: actor)])
        }
        return note
    }

    /// One's own note, or anybody's for who administers the shop.
    func removeNote(_ note: UUID, of id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { _, tx in
            guard let row = try await tx.first(Contacts.noteAuthor(note, of: id, tx: tx)) else {
                throw Problem.notFound
            }
            let author: UUID? = try row("author_id")
            let isMine = author != nil && author == actor.scope.user
            guard isMine || [.owner, .admin].contains(actor.scope.role) else { throw Problem.forbidden }
            return Change(statements: [
                Contacts.deleteNote(note, of: id, tx: tx), Contacts.event("note_removed", [:], of: id, by: actor),
            ])
        }
    }
}
