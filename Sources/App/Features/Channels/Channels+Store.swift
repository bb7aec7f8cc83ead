import Domain
import Foundation
import Postgres

extension Channels {
    static func insertAccount(_ channel: NewChannel, id: UUID, tenant: UUID) -> SQL {
        """
        INSERT INTO channel_accounts
          (tenant_id, id, channel_type, provider, name, address, display_address, base_url, connection_status)
        VALUES (\(tenant), \(id), \(channel.channelType), \(channel.provider), \(channel.name), \(channel.address),
                \(channel.displayAddress), \(channel.baseURL), 'connected')
        """
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
        SET connection_status = 'connected', last_error = NULL, base_url = coalesce(\(baseURL)::text, base_url)
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account)
        """
    }

    static func selectRoutes(_ provider: ChannelProvider, _ addresses: [String]) -> SQL {
        """
        SELECT d.tenant_id, d.account_id, d.address, t.wrapped_key, s.sealed
        FROM channel_directory d
        JOIN tenants t ON t.tenant_id = d.tenant_id
        LEFT JOIN channel_secrets s ON s.tenant_id = d.tenant_id AND s.account_id = d.account_id AND s.name = 'app_secret'
        WHERE d.provider = \(provider) AND d.address = ANY(\(addresses)::text[])
        """
    }

    /// Every Meta account with its app secret and verify token, the most recently heard of first.
    static let selectMetaApps: SQL = """
        SELECT a.tenant_id, a.id AS account_id, a.address, t.wrapped_key,
          (SELECT sealed FROM channel_secrets s WHERE s.tenant_id = a.tenant_id AND s.account_id = a.id AND s.name = 'app_secret') AS sealed,
          (SELECT sealed FROM channel_secrets s WHERE s.tenant_id = a.tenant_id AND s.account_id = a.id AND s.name = 'verify_token')
            AS verify_token
        FROM channel_accounts a JOIN tenants t ON t.tenant_id = a.tenant_id
        WHERE a.provider = 'meta'
        ORDER BY a.last_event_at DESC NULLS LAST, a.id
        """

    static func selectCredentials(_ id: ChannelID) -> SQL {
        """
        SELECT a.channel_type, a.provider, a.address, a.base_url, a.is_enabled, a.connection_status, t.wrapped_key,
          array_agg(s.name) FILTER (WHERE s.name IS NOT NULL) AS names,
          array_agg(s.sealed) FILTER (WHERE s.name IS NOT NULL) AS sealed
        FROM channel_accounts a
        JOIN tenants t ON t.tenant_id = a.tenant_id
        LEFT JOIN channel_secrets s ON s.tenant_id = a.tenant_id AND s.account_id = a.id
        WHERE a.tenant_id = \(id.tenant.value) AND a.id = \(id.account)
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

    static func updateNeedsReauth(_ id: ChannelID, reason: String) -> SQL {
        """
        UPDATE channel_accounts SET connection_status = 'needs_reauth', last_error = \(reason)
        WHERE tenant_id = \(id.tenant.value) AND id = \(id.account)
        """
    }

    static let selectAddresses: SQL = "SELECT tenant_id, id AS account_id, provider, address, base_url FROM channel_accounts ORDER BY created_at"
}
