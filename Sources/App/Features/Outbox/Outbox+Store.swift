import Domain
import Foundation
import Postgres

extension Outbox {
    enum Next: Sendable {
        /// `call` counts the calls made for this message.
        case send(OutboundEnvelope, conversation: UUID, call: Int)
        case wait(Duration)
        /// Settled before, or settled now without a call; the job is completed.
        case nothingToDo(conversation: UUID?)
    }

    /// Decides what to do with a message and, where it is to be sent, commits `sending` (the caller's transaction ends here).
    ///
    /// - Parameter now: what the service window is judged by.
    static func prepare(
        _ tx: TenantTransaction, message: UUID, now: Date, completion: () -> SQL,
        permit: (UUID) -> CircuitBreaker.Permit
    ) async throws -> Next {
        let found = try await tx.batch([
            lockConversation(ofMessage: message, tx.tenant), standing(of: message, tx.tenant),
        ])
        guard let row = found.last?.rows.first else {
            try await tx.commit([completion()])
            return .nothingToDo(conversation: nil)
        }
        let outbox: UUID = try row("id")
        let conversation: UUID = try row("conversation_id")
        let account: UUID = try row("account_id")
        func end(_ settlement: Settlement) async throws -> Next {
            try await tx.commit(
                settle(
                    tenant: tx.scope.tenant, account: account, outbox: outbox, message: message,
                    conversation: conversation, settlement)
                    + [completion()])
            return .nothingToDo(conversation: conversation)
        }

        switch try row("state") as String {
        case "pending", "uploading": break
        // Its provider knows our key: the same call again sends nothing twice.
        case "sending" where try row("may_repeat"): break
        case "sending":
            return try await end(
                .unknown(.init(code: "interrupted", title: "The server stopped while this was being sent")))
        default:
            try await tx.commit([completion()])
            return .nothingToDo(conversation: nil)
        }
        let window = try ServiceWindow(row)
        let author: ServiceWindow.Author = try row("by_person") ? .person : .machine
        if let failure = try hindrance(row, window, author, now) { return try await end(.failed(failure)) }
        guard let kindName: String = try row("kind"), let kind = IdentityClaim.Kind(rawValue: kindName) else {
            return try await end(
                .failed(.init(code: "no_address", title: "The contact has no address on this channel")))
        }
        if case .wait(let pause) = permit(account) { return .wait(pause) }

        let envelope = OutboundEnvelope(
            tenant: tx.scope.tenant, account: account, provider: try row("provider"), outboxID: outbox,
            recipient: IdentityClaim(kind: kind, value: try row("value"), matchKey: try row("match_key")),
            content: try row("content"), contentType: try row("content_type"), payload: try row("payload"),
            replyToExternalID: try row("reply_to_external_id"),
            asPerson: window.permit(for: author, at: now) == .asPerson, file: try file(row),
            repeats: try row("repeats"), uploadsFirst: try row("uploads_first"))
        let (letter, addressed) = try await address(envelope, message: message, conversation: conversation, row, tx)
        let call: Int = try row("attempts") + 1
        let state = envelope.uploadsFirst ? "uploading" : "sending"
        try await tx.commit(
            addressed + [
                """
                UPDATE outbox SET state = \(state), attempts = \(call), updated_at = now(), called_at = now()
                WHERE tenant_id = \(tx.tenant) AND id = \(outbox)
                """
            ])
        return .send(letter, conversation: conversation, call: call)
    }

    /// Everything is uploaded: from here on the message may reach the customer. Gives no row when another attempt has it.
    static func leave(_ outbox: UUID, call: Int, _ tenant: UUID) -> SQL {
        """
        UPDATE outbox SET state = 'sending', updated_at = now(), called_at = now()
        WHERE tenant_id = \(tenant) AND id = \(outbox) AND state = 'uploading' AND attempts = \(call) RETURNING id
        """
    }

    /// A mail gets its headers before it is sent for the first time, and keeps them; anything else goes as it is.
    private static func address(
        _ envelope: OutboundEnvelope, message: UUID, conversation: UUID, _ row: Row, _ tx: TenantTransaction
    ) async throws -> (OutboundEnvelope, [SQL]) {
        guard try row("channel_type") as String == "email" else { return (envelope, []) }
        var letter = envelope
        let payload = envelope.payload.flatMap { try? JSON.parse($0) }
        if payload?["email"]?["conversation"] != nil {
            letter.replyToExternalID = payload?["email"]?["in_reply_to"]?.string
            return (letter, [])
        }
        let draft = MailHeaders.Draft(
            message: message, conversation: conversation, subject: try row("subject"), shop: try row("shop"),
            quoted: envelope.replyToExternalID, isAutomatic: try row("sender_type") as String == "bot")
        let headers = try await Mail.headers(draft, tx: tx)
        let text = headers.payload(over: payload).text(.storable)
        letter.payload = text
        letter.replyToExternalID = headers.inReplyTo
        return (
            letter,
            ["UPDATE messages SET payload = \(text)::jsonb WHERE tenant_id = \(tx.tenant) AND id = \(message)"]
        )
    }

    private static func file(_ row: Row) throws -> OutgoingFile? {
        guard let attachment: UUID = try row("file_id") else { return nil }
        return OutgoingFile(
            attachment: attachment, kind: try row("file_kind"), isVoice: try row("file_voice"),
            path: try row("storage_path"), mimeType: try row("file_type"), byteSize: try row("file_size"),
            fileName: try row("file_name") ?? "arquivo")
    }

    /// What is known to end in a refusal, so that no call is made for it.
    private static func hindrance(
        _ row: Row, _ window: ServiceWindow, _ author: ServiceWindow.Author, _ now: Date
    ) throws -> SendFailure? {
        guard try row("is_enabled") else {
            return .init(code: "channel_disabled", title: "The channel is switched off")
        }
        if try row("connection_status") as String == "needs_reauth" {
            return .init(code: "needs_reauth", title: "The provider no longer accepts the channel's credentials")
        }
        if try row("is_suppressed") {
            return .init(code: "suppressed", title: "The address bounced, or its owner complained")
        }
        // Meta refuses it anyway (131047), sometimes only after it said yes.
        let isFree = try row("content_type") as String != "template"
        if isFree { return windowFailure(window, author, at: now) }
        // Approved when it was queued, paused since. One that is not known here is Meta's to judge.
        if let state: String = try row("template_status"), TemplateStatus(rawValue: state)?.maySend != true {
            return .init(code: "template_not_approved", title: "The template is \(state) at WhatsApp")
        }
        return nil
    }

    private static func standing(of message: UUID, _ tenant: UUID) -> SQL {
        """
        SELECT o.id, o.state, o.attempts, o.conversation_id, o.account_id, m.content, m.content_type, m.payload, m.reply_to_external_id,
          a.provider, a.is_enabled, a.connection_status, o.by_person, \(fragment: windowColumns),
          i.kind, i.value, i.match_key, f.id AS file_id, f.kind AS file_kind, f.voice AS file_voice, f.file_name, k.storage_path,
          k.mime_type AS file_type, k.byte_size AS file_size,
          o.repeats, a.channel_type, m.sender_type, v.subject, t.name AS shop,
          a.provider = 'meta' AND a.channel_type = 'whatsapp' AND (
            f.id IS NOT NULL OR jsonb_path_exists(m.payload, '$.template.components[*].parameters[*].*.file')) IS TRUE AS uploads_first,
          a.provider IN ('resend', 'webpush') AND o.updated_at > now() - interval '20 hours' AS may_repeat,
          i.kind = 'email' AND EXISTS (
            SELECT 1 FROM mail_suppressions s WHERE s.tenant_id = o.tenant_id AND s.address_key = i.match_key) IS TRUE AS is_suppressed,
          CASE WHEN m.content_type = 'template' THEN (
            SELECT mt.status FROM message_templates mt
            WHERE mt.tenant_id = o.tenant_id AND mt.business_account_id = a.settings ->> 'business_account_id'
              AND mt.name = m.payload -> 'template' ->> 'name' AND mt.language = m.payload -> 'template' -> 'language' ->> 'code'
          ) END AS template_status
        FROM outbox o
        JOIN tenants t ON t.tenant_id = o.tenant_id
        JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
        JOIN conversations v ON v.tenant_id = o.tenant_id AND v.id = o.conversation_id
        JOIN channel_accounts a ON a.tenant_id = o.tenant_id AND a.id = o.account_id
        LEFT JOIN LATERAL (
          SELECT kind, value, match_key FROM contact_identities i
          WHERE i.tenant_id = o.tenant_id AND i.contact_id = v.customer_id AND i.account_id = o.account_id AND i.superseded_at IS NULL
          -- A telephone number can be sent to in every case; a scoped id is used where there is none. A mail answers the mailbox that
          -- wrote last.
          ORDER BY CASE kind WHEN 'phone_e164' THEN 0 ELSE 1 END, kind = 'email' AND match_key = (
            SELECT lower(coalesce(l.payload -> 'email' ->> 'writer', l.payload -> 'email' ->> 'from')) FROM messages l
            WHERE l.tenant_id = o.tenant_id AND l.conversation_id = o.conversation_id AND l.direction = 'inbound'
            ORDER BY l.sent_at DESC, l.id DESC LIMIT 1) IS TRUE DESC,
            match_key = lower(v.customer_email) IS TRUE DESC, first_seen DESC LIMIT 1
        ) i ON true
        LEFT JOIN (message_attachments f JOIN media_files k ON k.tenant_id = f.tenant_id AND k.attachment_id = f.id AND k.state = 'here')
          ON f.tenant_id = m.tenant_id AND f.message_id = m.id
        WHERE o.tenant_id = \(tenant) AND o.message_id = \(message)
        FOR UPDATE OF o
        """
    }

    /// Everybody who writes an outbound message locks its conversation first: two that lock in different orders would wait for
    /// each other. Answers with no row.
    static func lockConversation(ofMessage message: UUID, _ tenant: UUID) -> SQL {
        """
        SELECT count(*) AS held FROM (
          SELECT 1 FROM conversations WHERE tenant_id = \(tenant)
            AND id = (SELECT conversation_id FROM messages WHERE tenant_id = \(tenant) AND id = \(message))
          FOR NO KEY UPDATE
        ) locked HAVING count(*) < 0
        """
    }
}
