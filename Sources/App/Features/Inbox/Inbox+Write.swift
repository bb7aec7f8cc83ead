import Domain
import Foundation
import Postgres

// Every statement writes a whole batch: `unnest` of one array a column. Statements of empty arrays are left out.
extension InboxWrites {
    /// The statements that store this plan, in the order the foreign keys want.
    func statements(tenant: UUID) -> [SQL] {
        contactStatements(tenant) + conversationStatements(tenant) + messageStatements(tenant)
            + historyStatements(tenant)
    }

    private func contactStatements(_ tenant: UUID) -> [SQL] {
        var all: [SQL] = []
        if !contacts.isEmpty {
            all.append(
                """
                INSERT INTO contacts (tenant_id, id, name, phone, email, username)
                SELECT \(tenant), * FROM unnest(\(contacts.map(\.id))::uuid[], \(contacts.map(\.name))::text[],
                  \(contacts.map(\.phone))::text[], \(contacts.map(\.email))::text[], \(contacts.map(\.username))::text[])
                """)
        }
        if !contactFills.isEmpty {
            let fills = contactFills.sorted { $0.key.uuidString < $1.key.uuidString }
            all.append(
                """
                UPDATE contacts c SET name = coalesce(nullif(c.name, ''), f.name), phone = coalesce(c.phone, f.phone), updated_at = now()
                FROM unnest(\(fills.map(\.key))::uuid[], \(fills.map(\.value.name))::text[], \(fills.map(\.value.phone))::text[])
                  AS f (id, name, phone)
                WHERE c.tenant_id = \(tenant) AND c.id = f.id
                """)
        }
        if !identities.isEmpty {
            all.append(
                """
                INSERT INTO contact_identities AS i (tenant_id, account_id, kind, match_key, value, contact_id)
                SELECT \(tenant), * FROM unnest(\(identities.map(\.account))::uuid[], \(identities.map(\.claim.kind.rawValue))::text[],
                  \(identities.map(\.claim.matchKey))::text[], \(identities.map(\.claim.value))::text[], \(identities.map(\.contact))::uuid[])
                ON CONFLICT (tenant_id, account_id, kind, match_key)
                  DO UPDATE SET contact_id = excluded.contact_id, value = excluded.value, superseded_at = NULL
                  WHERE i.superseded_at IS NOT NULL
                """)
        }
        if !superseded.isEmpty {
            all.append(
                """
                UPDATE contact_identities i SET superseded_at = s.at
                FROM unnest(\(superseded.map(\.account))::uuid[], \(superseded.map(\.claim.kind.rawValue))::text[],
                  \(superseded.map(\.claim.matchKey))::text[], \(superseded.map(\.at))::timestamptz[]) AS s (account_id, kind, match_key, at)
                WHERE i.tenant_id = \(tenant) AND i.account_id = s.account_id AND i.kind = s.kind AND i.match_key = s.match_key
                """)
        }
        if !optOuts.isEmpty {
            all.append(
                """
                UPDATE contacts c SET marketing_opt_out_at = o.at, updated_at = now()
                FROM unnest(\(optOuts.map(\.contact))::uuid[], \(optOuts.map(\.at))::timestamptz[]) AS o (id, at)
                WHERE c.tenant_id = \(tenant) AND c.id = o.id
                """)
        }
        return all
    }

    private func conversationStatements(_ tenant: UUID) -> [SQL] {
        // Old stories are closed before new ones begin: one live conversation a contact and account.
        let existing = conversations.filter { !$0.isNew }.sorted { $0.id.uuidString < $1.id.uuidString }
        let fresh = conversations.filter(\.isNew)
        var all: [SQL] = []
        if !existing.isEmpty {
            all.append(
                """
                UPDATE conversations v SET
                  status = u.status, revision = v.revision + u.revision, change_seq = nextval('change_seq'),
                  unread_count = CASE WHEN u.answered THEN 0 ELSE v.unread_count END + u.unread,
                  last_message_at = greatest(v.last_message_at, u.last_message_at),
                  last_message_preview = coalesce(u.preview, v.last_message_preview),
                  last_message_type = coalesce(u.message_type, v.last_message_type),
                  last_direction = CASE WHEN u.preview IS NULL THEN v.last_direction WHEN u.from_shop THEN 'outbound' ELSE 'inbound' END,
                  last_customer_message_at = greatest(v.last_customer_message_at, u.last_customer_message_at),
                  waiting_since = CASE WHEN u.answered THEN u.waiting_since ELSE coalesce(v.waiting_since, u.waiting_since) END,
                  resolved_at = CASE WHEN u.status IN ('resolved', 'closed') THEN v.resolved_at END,
                  customer_name = coalesce(nullif(v.customer_name, ''), c.name, c.phone, ''),
                  customer_phone = coalesce(v.customer_phone, c.phone)
                FROM unnest(\(existing.map(\.id))::uuid[], \(existing.map(\.status.rawValue))::text[], \(existing.map(\.addedRevision))::bigint[],
                  \(existing.map(\.addedUnread))::int[], \(existing.map(\.wasAnswered))::bool[], \(existing.map(\.lastMessageAt))::timestamptz[],
                  \(existing.map(\.preview))::text[], \(existing.map(\.messageType))::text[], \(existing.map(\.lastFromShop))::bool[],
                  \(existing.map(\.lastCustomerMessageAt))::timestamptz[], \(existing.map(\.waitingSince))::timestamptz[])
                  AS u (id, status, revision, unread, answered, last_message_at, preview, message_type, from_shop,
                        last_customer_message_at, waiting_since), contacts c
                WHERE v.tenant_id = \(tenant) AND v.id = u.id AND c.tenant_id = v.tenant_id AND c.id = v.customer_id
                """)
        }
        if !fresh.isEmpty {
            all.append(
                """
                INSERT INTO conversations (tenant_id, id, account_id, customer_id, channel_type, customer_name, customer_phone, status,
                  revision, unread_count, last_message_at, last_message_preview, last_message_type, last_direction,
                  last_customer_message_at, waiting_since, subject, thread, customer_email)
                SELECT \(tenant), * FROM unnest(\(fresh.map(\.id))::uuid[], \(fresh.map(\.account))::uuid[], \(fresh.map(\.contact))::uuid[],
                  \(fresh.map(\.channelType))::text[], \(fresh.map { $0.customerName ?? "" })::text[], \(fresh.map(\.customerPhone))::text[],
                  \(fresh.map(\.status.rawValue))::text[], \(fresh.map(\.addedRevision))::bigint[], \(fresh.map(\.addedUnread))::int[],
                  \(fresh.map(\.lastMessageAt))::timestamptz[], \(fresh.map { $0.preview ?? "" })::text[],
                  \(fresh.map { $0.messageType ?? "text" })::text[], \(fresh.map { $0.lastFromShop ? "outbound" : "inbound" })::text[],
                  \(fresh.map(\.lastCustomerMessageAt))::timestamptz[], \(fresh.map(\.waitingSince))::timestamptz[],
                  \(fresh.map(\.subject))::text[], \(fresh.map(\.thread))::text[], \(fresh.map(\.customerEmail))::text[])
                """)
        }
        let planned = Set(conversations.map(\.id))
        let touchedOnly = touched.subtracting(planned).sorted { $0.uuidString < $1.uuidString }
        if !touchedOnly.isEmpty {
            all.append(
                """
                UPDATE conversations SET change_seq = nextval('change_seq')
                WHERE tenant_id = \(tenant) AND id = ANY (\(touchedOnly)::uuid[])
                """)
        }
        return all
    }

    private func messageStatements(_ tenant: UUID) -> [SQL] {
        var all: [SQL] = []
        if !messages.isEmpty {
            // `ON CONFLICT` covers our own send whose answer and echo cross.
            all.append(
                """
                INSERT INTO messages (tenant_id, id, conversation_id, account_id, direction, sender_type, sender_name, content,
                  content_type, payload, external_id, part, reply_to_external_id, sent_at, delivery_status)
                SELECT \(tenant), m.*, CASE WHEN m.direction = 'outbound' THEN 'sent' END FROM unnest(
                  \(messages.map(\.id))::uuid[], \(messages.map(\.conversation))::uuid[], \(messages.map(\.account))::uuid[],
                  \(messages.map { $0.message.fromShop ? "outbound" : "inbound" })::text[],
                  \(messages.map { $0.message.fromShop ? $0.message.isByProgram ? "system" : "agent" : "customer" })::text[],
                  \(messages.map { $0.message.fromShop ? "" : $0.message.customerName ?? "" })::text[],
                  \(messages.map(\.message.content))::text[], \(messages.map(\.message.contentType))::text[],
                  \(messages.map(\.message.payload))::jsonb[], \(messages.map(\.message.externalID))::text[],
                  \(messages.map(\.message.part))::int[], \(messages.map(\.message.replyToExternalID))::text[],
                  \(messages.map(\.message.sentAt))::timestamptz[])
                  AS m (id, conversation_id, account_id, direction, sender_type, sender_name, content, content_type, payload,
                        external_id, part, reply_to_external_id, sent_at)
                ON CONFLICT (tenant_id, account_id, external_id, part) WHERE external_id IS NOT NULL DO NOTHING
                """)
        }
        all += Mail.learn(mailIDs, tenant: tenant)
        let bodies = messages.compactMap { stored -> (message: UUID, html: String)? in
            guard let html = stored.message.email?.html else { return nil }
            return (stored.id, html)
        }
        all += Mail.keep(bodies, tenant: tenant)
        let attached = messages.filter { $0.message.attachment != nil }
        if !attached.isEmpty {
            let files = attached.compactMap(\.message.attachment)
            let ids = files.map { _ in UUID.v7() }
            all.append(
                """
                INSERT INTO message_attachments (tenant_id, id, message_id, kind, media_id, url, mime_type, file_name, sha256, voice)
                SELECT \(tenant), a.* FROM unnest(\(ids)::uuid[], \(attached.map(\.id))::uuid[], \(files.map(\.kind))::text[],
                  \(files.map(\.mediaID))::text[], \(files.map(\.url))::text[], \(files.map(\.mimeType))::text[],
                  \(files.map(\.fileName))::text[], \(files.map(\.sha256))::text[], \(files.map(\.isVoice))::bool[])
                  AS a (id, message_id, kind, media_id, url, mime_type, file_name, sha256, voice)
                WHERE EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = \(tenant) AND m.id = a.message_id)
                """)
            all += Media.expect(ids, tenant: TenantID(tenant))
        }
        // One at a time: the last word on a message wins, in the order it arrived, and these are rare.
        for reaction in reactions {
            if let emoji = reaction.emoji {
                all.append(
                    """
                    INSERT INTO message_reactions AS r (tenant_id, account_id, external_id, sender, emoji, reacted_at)
                    VALUES (\(tenant), \(reaction.account), \(reaction.externalID), \(reaction.sender), \(emoji), \(reaction.at))
                    ON CONFLICT (tenant_id, account_id, external_id, sender)
                      DO UPDATE SET emoji = excluded.emoji, reacted_at = excluded.reacted_at WHERE r.reacted_at <= excluded.reacted_at
                    """)
            } else {
                all.append(
                    """
                    DELETE FROM message_reactions WHERE tenant_id = \(tenant) AND account_id = \(reaction.account)
                      AND external_id = \(reaction.externalID) AND sender = \(reaction.sender) AND reacted_at <= \(reaction.at)
                    """)
            }
        }
        for edit in edits {
            all.append(
                """
                UPDATE messages SET content = \(edit.edit.content), payload = coalesce(\(edit.edit.payload)::jsonb, payload),
                  edited_at = \(edit.edit.at)
                WHERE tenant_id = \(tenant) AND id = \(edit.message) AND coalesce(edited_at <= \(edit.edit.at), true)
                """)
        }
        for revoke in revokes {
            // The text stays, marked: the shop may need what was said.
            all.append(
                """
                UPDATE messages SET deleted_at = coalesce(deleted_at, \(revoke.at)) WHERE tenant_id = \(tenant) AND id = \(revoke.message)
                """)
        }
        return all
    }

    private func historyStatements(_ tenant: UUID) -> [SQL] {
        var all: [SQL] = []
        if !events.isEmpty {
            all.append(
                """
                INSERT INTO conversation_events (tenant_id, conversation_id, event_type, actor_type, metadata)
                SELECT \(tenant), e.conversation_id, e.event_type, 'customer', e.metadata
                FROM unnest(\(events.map(\.conversation))::uuid[], \(events.map(\.type))::text[], \(events.map { jsonObject($0.metadata) })::jsonb[])
                  AS e (conversation_id, event_type, metadata)
                """)
        }
        let done = tallies.sorted { $0.key.uuidString < $1.key.uuidString }
        if !done.isEmpty {
            all.append(
                """
                UPDATE webhook_events e SET state = t.state, items = t.items, duplicates = t.duplicates, item_errors = t.errors, processed_at = now(),
                  held_for = t.held_for
                FROM unnest(\(done.map(\.key))::uuid[], \(done.map(\.value.state))::text[], \(done.map(\.value.items))::int[],
                  \(done.map(\.value.duplicates))::int[], \(done.map { jsonErrors($0.value.errors) })::jsonb[],
                  \(done.map(\.value.heldFor))::uuid[])
                  AS t (id, state, items, duplicates, errors, held_for)
                WHERE e.tenant_id = \(tenant) AND e.id = t.id
                """)
        }
        return all
    }
}

private func jsonObject(_ fields: [String: String]) -> String {
    JSON.object(fields.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }).text()
}

private func jsonErrors(_ errors: [InboxWrites.ItemError]) -> String? {
    guard !errors.isEmpty else { return nil }
    return JSON(errors.map { JSON.object([("path", JSON($0.path)), ("reason", JSON($0.reason))]) }).text()
}
