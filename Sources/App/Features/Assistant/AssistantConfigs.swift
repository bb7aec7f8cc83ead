import Domain
import Foundation
import Postgres

/// All settings of a shop's assistant.
package struct AssistantConfigs: Sendable {
    package var general = AssistantConfig()
    package var channels: [String: AssistantChannelConfig] = [:]

    package init() {}

    package func channel(_ name: String) -> AssistantChannelConfig { channels[name] ?? AssistantChannelConfig() }
}

/// Who changes settings.
package struct ConfigAuthor: Sendable {
    package let id: UUID?
    package let name: String

    package init(id: UUID?, name: String) {
        self.id = id
        self.name = name
    }
}

extension Assistant {
    /// One line of the history of the settings.
    package struct ConfigChange: Sendable {
        package let channel: String
        package let author: String
        package let fields: [(name: String, before: JSON, after: JSON)]
        package let at: Date
    }

    package static func configs(_ tx: TenantTransaction) async throws -> AssistantConfigs {
        let results = try await tx.batch([
            "SELECT to_jsonb(c)::text AS config FROM ai_support_config c WHERE c.tenant_id = \(tx.tenant)",
            "SELECT channel_type, to_jsonb(c)::text AS config FROM ai_channel_config c WHERE c.tenant_id = \(tx.tenant)",
        ])
        var configs = AssistantConfigs()
        guard results.count == 2 else { return configs }
        if let row = results[0].rows.first { configs.general.take(try JSON.parse(try row("config") as String)) }
        for row in results[1].rows {
            var channel = AssistantChannelConfig()
            channel.take(try JSON.parse(try row("config") as String))
            configs.channels[try row("channel_type")] = channel
        }
        return configs
    }

    /// Keeps the shop's settings and who changed what. Call it with settings that have no faults.
    package static func save(_ config: AssistantConfig, by author: ConfigAuthor, _ tx: TenantTransaction) async throws {
        let before = try await configs(tx).general
        try await tx.execute(
            """
            INSERT INTO ai_support_config (tenant_id, \(unsafeRaw: columns(config.fields)))
            SELECT \(tx.tenant), \(unsafeRaw: columns(config.fields))
            FROM jsonb_populate_record(NULL::ai_support_config, \(record(config.fields))::jsonb)
            ON CONFLICT (tenant_id) DO UPDATE SET (\(unsafeRaw: columns(config.fields))) =
              ROW(\(unsafeRaw: columns(config.fields, of: "excluded."))), updated_at = now()
            """)
        try await note(changes(before.fields, config.fields), channel: "", author, tx)
    }

    package static func save(
        _ config: AssistantChannelConfig, for channel: String, by author: ConfigAuthor, _ tx: TenantTransaction
    ) async throws {
        let before = try await configs(tx).channel(channel)
        try await tx.execute(
            """
            INSERT INTO ai_channel_config (tenant_id, channel_type, \(unsafeRaw: columns(config.fields)))
            SELECT \(tx.tenant), \(channel), \(unsafeRaw: columns(config.fields))
            FROM jsonb_populate_record(NULL::ai_channel_config, \(record(config.fields))::jsonb)
            ON CONFLICT (tenant_id, channel_type) DO UPDATE SET (\(unsafeRaw: columns(config.fields))) =
              ROW(\(unsafeRaw: columns(config.fields, of: "excluded."))), updated_at = now()
            """)
        try await note(changes(before.fields, config.fields), channel: channel, author, tx)
    }

    /// Newest first.
    package static func configChanges(_ tx: TenantTransaction, limit: Int = 20) async throws -> [ConfigChange] {
        try await tx.query(
            """
            SELECT channel, actor_name, changes::text AS changes, created_at FROM ai_config_changes
            WHERE tenant_id = \(tx.tenant) ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            ConfigChange(
                channel: try row("channel"), author: try row("actor_name"),
                fields: try JSON.parse(try row("changes") as String).members.map { name, pair in
                    (name, pair[0] ?? JSON(nilLiteral: ()), pair[1] ?? JSON(nilLiteral: ()))
                }, at: try row("created_at"))
        }
    }

    // MARK: Parts

    /// The names are ours, never a client's.
    private static func columns(_ fields: [(name: String, value: JSON)], of prefix: String = "") -> String {
        fields.map { prefix + $0.name }.joined(separator: ", ")
    }

    private static func record(_ fields: [(name: String, value: JSON)]) -> String {
        JSON.object(fields.map { ($0.name, $0.value) }).text(.storable)
    }

    private static func changes(_ before: [(name: String, value: JSON)], _ after: [(name: String, value: JSON)])
        -> [(String, JSON?)]
    {
        zip(before, after).compactMap { old, new in
            old.value.text() == new.value.text() ? nil : (new.name, JSON([old.value, new.value]))
        }
    }

    private static func note(
        _ changes: [(String, JSON?)], channel: String, _ author: ConfigAuthor, _ tx: TenantTransaction
    ) async throws {
        guard !changes.isEmpty else { return }
        try await tx.execute(
            """
            INSERT INTO ai_config_changes (tenant_id, channel, actor_id, actor_name, changes)
            VALUES (\(tx.tenant), \(channel), \(author.id), \(author.name), \(JSON.object(changes).text(.storable))::jsonb)
            """)
    }
}
