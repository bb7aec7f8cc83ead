import Domain
import Foundation
import Postgres

extension Channels {
    /// The shop parted from this address once: its row, with its conversations, is taken up again.
    static func selectRemoved(_ channel: NewChannel, tenant: UUID) -> SQL {
        """
        SELECT id FROM channel_accounts
        WHERE tenant_id = \(tenant) AND provider = \(channel.provider) AND channel_type = \(channel.channelType)
          AND address = \(channel.address) AND removed_at IS NOT NULL
        ORDER BY removed_at DESC LIMIT 1 FOR UPDATE
        """
    }

    static func insertAccount(_ channel: NewChannel, id: UUID, tenant: UUID) -> SQL {
        """
        INSERT INTO channel_accounts
          (tenant_id, id, channel_type, provider, name, address, display_address, base_url, settings, connection_status)
        VALUES (\(tenant), \(id), \(channel.channelType), \(channel.provider), \(channel.name), \(channel.address),
                \(channel.displayAddress), \(channel.baseURL), \(settingsText(channel.settings)), \(channel.connectionStatus))
        ON CONFLICT (tenant_id, id) DO UPDATE SET
          name = excluded.name, display_address = excluded.display_address, base_url = excluded.base_url, settings = excluded.settings,
          connection_status = excluded.connection_status, is_enabled = true, removed_at = NULL, last_error = NULL, last_event_at = NULL
        """
    }

    static func settingsText(_ settings: [String: String]) -> JSONText {
        JSONText(JSON.object(settings.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }).text())
    }

    static func claimAddress(_ address: ChannelAddress, for id: ChannelID) -> SQL {
        """
        INSERT INTO channel_directory (provider, address, tenant_id, account_id)
        VALUES (\(address.provider), \(address.address), \(id.tenant.value), \(id.account))
        """
    }

    static func upsertSecret(_ name: ChannelSecret, sealed: [UInt8], of id: ChannelID) -> SQL {
        """
        INSERT INTO channel_secrets (tenant_id, account_id, name, sealed)
        VALUES (\(id.tenant.value), \(id.account), \(name), \(sealed))
        ON CONFLICT (tenant_id, account_id, name) DO UPDATE SET sealed = excluded.sealed, updated_at = now()
        """
    }

    /// New secrets are a new chance: an account that asked for them is connected again.
    static func reconnect(_ id: ChannelID, baseURL: String?) -> SQL {
        """
        UPDATE channel_accounts
        SET connection_status = 'connected', last_error = NULL, refused_count = 0, refused_at = NULL,
          base_url = coalesce(\(baseURL)::text, base_url)
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account) AND removed_at IS NULL
        """
    }

    static func selectRoutes(_ provider: ChannelProvider, _ addresses: [String]) -> SQL {
        """
        SELECT d.tenant_id, d.account_id, d.address, t.wrapped_key, s.sealed
        FROM (
          SELECT tenant_id, account_id, address FROM channel_directory
          WHERE provider = \(provider) AND address = ANY(\(addresses)::text[])
          UNION ALL
          (SELECT DISTINCT ON (tenant_id, settings ->> 'business_account_id') tenant_id, id, settings ->> 'business_account_id'
           FROM channel_accounts
           WHERE \(provider) = 'meta' AND provider = 'meta' AND settings ->> 'business_account_id' = ANY(\(addresses)::text[])
             AND removed_at IS NULL
           ORDER BY tenant_id, settings ->> 'business_account_id', created_at, id)
        ) d
        JOIN tenants t ON t.tenant_id = d.tenant_id
        LEFT JOIN channel_secrets s ON s.tenant_id = d.tenant_id AND s.account_id = d.account_id AND s.name = 'app_secret'
        """
    }

    /// Every Meta account with its app secret and verify token, the most recently heard of first.
    static let selectMetaApps: SQL = """
        SELECT a.tenant_id, a.id AS account_id, a.address, t.wrapped_key,
          (SELECT sealed FROM channel_secrets s WHERE s.tenant_id = a.tenant_id AND s.account_id = a.id AND s.name = 'app_secret') AS sealed,
          (SELECT sealed FROM channel_secrets s WHERE s.tenant_id = a.tenant_id AND s.account_id = a.id AND s.name = 'verify_token')
            AS verify_token
        FROM channel_accounts a JOIN tenants t ON t.tenant_id = a.tenant_id
        WHERE a.provider = 'meta' AND a.removed_at IS NULL
        ORDER BY a.last_event_at DESC NULLS LAST, a.id
        """

    static func selectSigners(_ provider: ChannelProvider) -> SQL {
        """
        SELECT tenant_id, id FROM channel_accounts WHERE provider = \(provider) AND removed_at IS NULL
        ORDER BY last_event_at DESC NULLS LAST, id LIMIT 100
        """
    }

    static func selectCredentials(_ id: ChannelID) -> SQL {
        """
        SELECT a.channel_type, a.provider, a.address, a.base_url, a.is_enabled, a.connection_status, a.settings::text AS settings, t.wrapped_key,
          array_agg(s.name) FILTER (WHERE s.name IS NOT NULL) AS names,
          array_agg(s.sealed) FILTER (WHERE s.name IS NOT NULL) AS sealed
        FROM channel_accounts a
        JOIN tenants t ON t.tenant_id = a.tenant_id
        LEFT JOIN channel_secrets s ON s.tenant_id = a.tenant_id AND s.account_id = a.id
        WHERE a.tenant_id = \(id.tenant.value) AND a.id = \(id.account) AND a.removed_at IS NULL
        GROUP BY a.tenant_id, a.id, t.tenant_id
        """
    }

    static func recordEvents(_ seen: [ChannelID]) -> SQL {
        """
        UPDATE channel_accounts a SET last_event_at = now(),
          connection_status = CASE WHEN a.connection_status = 'disconnected' THEN 'connected' ELSE a.connection_status END
        FROM unnest(\(seen.map(\.tenant.value))::uuid[], \(seen.map(\.account))::uuid[]) AS seen (tenant_id, id)
        WHERE a.tenant_id = seen.tenant_id AND a.id = seen.id
        """
    }

    /// In the order that ``recordEvents(_:)`` has.
    static func recordRefusals(_ refused: [ChannelID: Int]) -> SQL {
        let all = refused.sorted {
            ($0.key.tenant.description, $0.key.account.uuidString) < (
                $1.key.tenant.description, $1.key.account.uuidString
            )
        }
        return """
            UPDATE channel_accounts a SET refused_count = a.refused_count + r.count, refused_at = now()
            FROM unnest(\(all.map(\.key.tenant.value))::uuid[], \(all.map(\.key.account))::uuid[], \(all.map(\.value))::bigint[])
              AS r (tenant_id, id, count)
            WHERE a.tenant_id = r.tenant_id AND a.id = r.id
            """
    }

    static func recordConnection(_ id: ChannelID, _ notice: ConnectionNotice) -> SQL {
        """
        UPDATE channel_accounts SET connection_status = \(notice.state.rawValue),
          last_error = \(notice.state == .connected ? nil : notice.reason.map { String($0.prefix(300)) })
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account)
        """
    }

    static func updateNeedsReauth(_ id: ChannelID, reason: String) -> SQL {
        """
        UPDATE channel_accounts SET connection_status = 'needs_reauth', last_error = \(reason)
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account)
        """
    }

    static let selectAddresses: SQL =
        "SELECT tenant_id, id AS account_id, provider, address, base_url FROM channel_accounts WHERE removed_at IS NULL ORDER BY created_at"
}
