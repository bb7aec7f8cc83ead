import Domain
import Foundation
import Postgres
import Web

/// What a person allowed or refused.
struct ContactConsent: Sendable {
    static let purposes = ["marketing", "reviews", "profiling"]
    static let channels = ["", "whatsapp", "instagram", "messenger", "email", "sms", "push"]

    /// Its place in the history; nil for what stands now.
    let id: UUID?
    let purpose: String
    /// Empty: every channel.
    let channel: String
    /// nil: no longer known.
    let granted: Bool?
    let source: String
    let actorName: String
    let at: Date

    init(_ row: Row) throws {
        id = try row("id")
        purpose = try row("purpose")
        channel = try row("channel")
        granted = try row("granted")
        source = try row("source")
        actorName = try row("actor_name")
        at = try row("at")
    }
}

extension ContactBook {
    /// Records what a person decided, and how the shop knows: a form, a call, a message.
    func decide(
        _ purpose: String, channel: String, granted: Bool, source: String, of id: UUID, by actor: Actor
    ) async throws {
        guard ContactConsent.purposes.contains(purpose) else { throw Problem.unprocessable("invalid_purpose") }
        guard ContactConsent.channels.contains(channel) else { throw Problem.unprocessable("invalid_channel") }
        let source = try ContactEdit.line(source, "source", 200)
        guard !source.isEmpty else { throw Problem.unprocessable("missing_source") }
        try await perform(on: id, by: actor) { _, tx in
            Change(statements: [
                Contacts.consent(purpose, channel: channel, granted: granted, source: source, of: id, by: actor)
            ])
        }
    }
}

extension Contacts {
    static func consent(
        _ purpose: String, channel: String, granted: Bool?, source: String, of id: UUID, by actor: ContactBook.Actor
    ) -> SQL {
        """
        INSERT INTO contact_consent_events (tenant_id, contact_id, purpose, channel, granted, source, actor_id, actor_name)
        VALUES (\(actor.scope.tenant.value), \(id), \(purpose), \(channel), \(granted), \(source), \(actor.scope.user), \(actor.name))
        """
    }

    static func consents(of id: UUID, tx: TenantTransaction) -> SQL {
        """
        SELECT NULL::uuid AS id, purpose, channel, granted, source, actor_name, decided_at AS at FROM contact_consents
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) ORDER BY purpose, channel
        """
    }

    /// Newest first.
    static func consentHistory(of id: UUID, before: UUID? = nil, limit: Int = 50, tx: TenantTransaction) -> SQL {
        """
        SELECT id, purpose, channel, granted, source, actor_name, created_at AS at FROM contact_consent_events
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(id)
          AND id < coalesce(\(before)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY id DESC LIMIT \(limit)
        """
    }

    /// A refusal of either holds for the whole person; what only the other one decided is taken over.
    static func mergeConsents(_ merged: UUID, into survivor: UUID, by actor: ContactBook.Actor, tx: TenantTransaction)
        -> SQL
    {
        """
        INSERT INTO contact_consent_events (tenant_id, contact_id, purpose, channel, granted, source, actor_id, actor_name)
        SELECT m.tenant_id, \(survivor)::uuid, m.purpose, m.channel, m.granted, 'merge', \(actor.scope.user)::uuid, \(actor.name)::text
        FROM contact_consents m
        LEFT JOIN contact_consents s ON s.tenant_id = m.tenant_id AND s.contact_id = \(survivor) AND s.purpose = m.purpose AND s.channel = m.channel
        WHERE m.tenant_id = \(tx.tenant) AND m.contact_id = \(merged) AND (s.granted IS NULL OR s.granted AND NOT m.granted)
        ORDER BY m.purpose, m.channel
        """
    }

    /// Back to what the survivor's own history said before the merge, where the merge has the last word.
    static func unmergeConsents(of survivor: UUID, merge: UUID, by actor: ContactBook.Actor, tx: TenantTransaction)
        -> SQL
    {
        """
        INSERT INTO contact_consent_events (tenant_id, contact_id, purpose, channel, granted, source, actor_id, actor_name)
        SELECT s.tenant_id, s.contact_id, s.purpose, s.channel, (
            SELECT e.granted FROM contact_consent_events e
            WHERE e.tenant_id = s.tenant_id AND e.contact_id = s.contact_id AND e.purpose = s.purpose AND e.channel = s.channel
              AND e.created_at < m.merged_at ORDER BY e.id DESC LIMIT 1),
          'unmerge', \(actor.scope.user)::uuid, \(actor.name)::text
        FROM contact_merges m JOIN contact_consents s ON s.tenant_id = m.tenant_id AND s.decided_at = m.merged_at
        WHERE m.tenant_id = \(tx.tenant) AND m.id = \(merge) AND s.contact_id = \(survivor) AND s.source = 'merge'
        """
    }
}
