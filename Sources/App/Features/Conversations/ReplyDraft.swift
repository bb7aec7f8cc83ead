import Domain
import Foundation
import HTTPTypes
import Postgres
import Web

/// What a person, or a program, wants to say.
package struct ReplyDraft: Sendable {
    package var text: String
    /// An uploaded file (`Media.Upload`).
    package var file: UUID?
    /// The message this answers.
    package var replyTo: UUID?
    package var options: ReplyOptions?

    package init(text: String, file: UUID? = nil, replyTo: UUID? = nil, options: ReplyOptions? = nil) {
        self.text = text
        self.file = file
        self.replyTo = replyTo
        self.options = options
    }

    /// Refuses what could never be sent, wherever it goes.
    func checked() throws -> ReplyDraft {
        var draft = self
        guard file == nil || options == nil else { throw Problem.unprocessable("options_with_file") }
        // A file needs no words.
        draft.text = file == nil ? try ConversationDesk.checked(text) : try ConversationDesk.clean(text)
        return draft
    }
}

/// A draft that fits its channel, with what it needs from the database.
struct FittedReply: Sendable {
    var file: (upload: Media.Upload, passage: FileRules.Passage)?
    var replyTo: String?

    /// One message, or two where the channel's file carries no words.
    func messages(
        _ draft: ReplyDraft, key: String, in standing: ConversationDesk.Standing, by actor: ConversationDesk.Actor
    ) -> [OutgoingMessage] {
        func message(_ text: String, _ type: String, payload: JSON? = nil, key: String) -> OutgoingMessage {
            OutgoingMessage(
                conversation: standing.id, account: standing.account, senderType: "agent", senderID: actor.scope.user,
                senderName: actor.name, content: text, contentType: type, payload: payload?.text(),
                replyToExternalID: replyTo, clientKey: key, isByPerson: actor.isPerson)
        }
        guard let file else {
            let content = draft.options?.content(draft.text)
            return [message(draft.text, content?.type ?? "text", payload: content?.payload, key: key)]
        }
        let kind = file.passage.kind.rawValue
        guard file.passage.kind == .audio, standing.channel == "whatsapp", !draft.text.isEmpty else {
            return [message(draft.text, kind, key: key)]
        }
        var words = message(draft.text, "text", key: key + ":text")
        words.replyToExternalID = nil
        return [message("", kind, key: key), words]
    }

    var lastType: String { file?.passage.kind.rawValue ?? "text" }
}

extension ReplyDraft {
    /// Holds the draft against its channel's rules; reads the file and the message it answers.
    func fitted(to standing: ConversationDesk.Standing, _ tx: TenantTransaction) async throws -> FittedReply {
        let abilities = ChannelAbilities.of(channel: standing.channel, provider: standing.provider)
        var reply = FittedReply()
        var limit = MessageLimit.of(standing.channel)
        if let file {
            guard let upload = try await Media.upload(file, tx: tx) else {
                throw Problem(.notFound, code: "file_not_found", detail: "No such upload, or it was sent already.")
            }
            reply.file = (upload, try abilities.files.passage(of: upload))
            limit = min(limit, standing.channel == "whatsapp" ? 1024 : limit)
        }
        if let options { limit = min(limit, options.bodyLimit) }
        guard text.utf16.count <= limit else { throw Problem.unprocessable("text_too_long") }
        if let replyTo {
            guard abilities.quotes else { throw Problem.unprocessable("quotes_not_supported") }
            reply.replyTo = try await Conversations.address(of: replyTo, in: standing.id, tx)
        }
        return reply
    }
}

extension FileRules {
    /// The way an upload goes; what the channel does not take is said in a code of its own.
    func passage(of upload: Media.Upload) throws -> Passage {
        do throws(Refusal) {
            return try passage(
                type: upload.mimeType, fileName: upload.fileName, byteSize: upload.byteSize, isVoice: upload.isVoice)
        } catch {
            switch error {
            case .notTaken: throw Problem.unprocessable("files_not_supported", detail: "This channel carries no files.")
            case .empty: throw Problem.unprocessable("file_empty")
            case .dangerous:
                throw Problem.unprocessable("file_dangerous", detail: "Programs are not sent to customers.")
            case .type: throw Problem.unprocessable("file_type", detail: "The channel takes no files of this type.")
            case .tooLarge: throw Problem.unprocessable("file_too_large", detail: "Larger than the channel takes.")
            }
        }
    }
}

extension Conversations {
    /// What the provider calls a message of this conversation. One of no id yet, and a note, can be neither quoted nor reacted to.
    static func address(of message: UUID, in conversation: UUID, _ tx: TenantTransaction) async throws -> String {
        let row = try await tx.first(
            """
            SELECT external_id, is_note OR deleted_at IS NOT NULL AS is_out FROM messages
            WHERE tenant_id = \(tx.tenant) AND conversation_id = \(conversation) AND id = \(message)
            """)
        guard let row else { throw Problem(.notFound, code: "message_not_found") }
        guard let address: String = try row("external_id"), try !(row("is_out") as Bool) else {
            throw Problem.unprocessable("message_out_of_reach", detail: "The provider does not know this message.")
        }
        return address
    }
}
