import Domain
import Foundation
import Postgres
import Web

extension ConversationDesk {
    /// A note for the team. The customer sees nothing, the conversation stays where it is, and the assistant's turn is not disturbed.
    package func addNote(_ id: UUID, text: String, key: String, by actor: Actor) async throws -> Written {
        let text = try Self.checked(text)
        let key = try Self.checked(key: key)
        guard text.utf16.count <= MessageLimit.note else { throw Problem.unprocessable("text_too_long") }
        return try await perform(on: id, by: actor) { standing, tx in
            if let known = try await Conversations.message(tx, conversation: id, key: key) {
                return ([], Written(message: known, isNew: false))
            }
            let note = UUID.v7()
            let statements = [
                Conversations.insertNote(note, text: text, key: key, to: standing, actor: actor),
                Conversations.touch(standing, tx: tx),
                Conversations.event("note_added", ["message_id": note.lowercase], of: id, tx: tx),
            ]
            return (statements, Written(message: note, isNew: true))
        }
    }
}
