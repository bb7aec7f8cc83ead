import Domain
import Foundation
import Postgres
import Web

extension Accounts {
    static func insertUser(email: String, name: String, passwordHash: String) -> SQL {
        """
        INSERT INTO users (email, name, password_hash) VALUES (\(email), \(name), \(passwordHash))
        ON CONFLICT (email) DO NOTHING RETURNING id
        """
    }

    static func upsertRole(user: UUID, tenant: UUID, role: Role) -> SQL {
        """
        INSERT INTO user_roles (tenant_id, user_id, role) VALUES (\(tenant), \(user), \(role.rawValue))
        ON CONFLICT (tenant_id, user_id) DO UPDATE SET role = excluded.role
        """
    }

    static func selectCredentials(email: String) -> SQL {
        """
        SELECT id, password_hash, coalesce(locked_until > now(), false) AS is_locked, disabled_at IS NOT NULL AS is_disabled
        FROM users WHERE email = \(email)
        """
    }

    /// Every failure past the free ones doubles the wait, from half a minute to a quarter of an hour.
    static func recordFailure(user: UUID) -> SQL {
        """
        UPDATE users SET failed_sign_ins = failed_sign_ins + 1,
          locked_until = CASE WHEN failed_sign_ins + 1 >= \(freeAttempts)
            THEN now() + least(interval '15 minutes',
                               interval '30 seconds' * power(2, least(failed_sign_ins + 1 - \(freeAttempts), 10)))
          END
        WHERE id = \(user)
        """
    }

    static func recordSuccess(user: UUID) -> SQL {
        """
        UPDATE users SET failed_sign_ins = 0, locked_until = NULL
        WHERE id = \(user) AND (failed_sign_ins > 0 OR locked_until IS NOT NULL)
        """
    }

    static func updatePassword(user: UUID, hash: String) -> SQL {
        "UPDATE users SET password_hash = \(hash), failed_sign_ins = 0, locked_until = NULL WHERE id = \(user)"
    }

    static func updateLanguage(user: UUID, language: SiteLanguage) -> SQL {
        "UPDATE users SET locale = \(language.rawValue) WHERE id = \(user)"
    }

    /// The shops a person works in, by name: the first is where they land.
    static func selectMemberships(user: UUID) -> SQL {
        """
        SELECT t.tenant_id, t.number, t.name, r.role FROM user_roles r JOIN tenants t USING (tenant_id)
        WHERE r.user_id = \(user) ORDER BY t.name, t.number
        """
    }

    static func insertSession(
        tenant: UUID, user: UUID, hash: [UInt8], csrfToken: String, userAgent: String?
    ) -> SQL {
        """
        INSERT INTO sessions (tenant_id, user_id, id_hash, csrf_token, user_agent, expires_at)
        VALUES (\(tenant), \(user), \(hash), \(csrfToken), \(userAgent),
                now() + make_interval(secs => \(sessionLifetime.inSeconds)))
        """
    }

    static func selectSession(hash: [UInt8]) -> SQL {
        """
        SELECT s.tenant_id, s.user_id, s.csrf_token, s.last_seen_at < now() - interval '1 minute' AS is_stale,
               u.name, u.email, u.locale, r.role, t.number, t.name AS tenant_name, t.time_zone, t.currency,
               shops.numbers, shops.names,
               CASE WHEN r.role IN ('owner', 'admin') THEN (
                 -- A line that comes back within a minute is no news; a refused key does not come back.
                 SELECT count(*) FROM channel_accounts a WHERE a.tenant_id = s.tenant_id AND a.removed_at IS NULL AND a.is_enabled
                   AND a.broken_since < now() - CASE a.connection_status WHEN 'needs_reauth' THEN interval '0' ELSE interval '1 minute' END
               ) ELSE 0 END AS broken_channels
        FROM sessions s
        JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
        JOIN user_roles r ON r.tenant_id = s.tenant_id AND r.user_id = s.user_id
        JOIN tenants t ON t.tenant_id = s.tenant_id
        CROSS JOIN LATERAL (
          SELECT array_agg(o.number ORDER BY o.name, o.number) AS numbers, array_agg(o.name ORDER BY o.name, o.number) AS names
          FROM user_roles m JOIN tenants o USING (tenant_id) WHERE m.user_id = s.user_id) shops
        WHERE s.id_hash = \(hash) AND s.expires_at > now()
          AND s.last_seen_at > now() - make_interval(secs => \(sessionIdleTime.inSeconds))
        """
    }

    static func touchSession(tenant: UUID, hash: [UInt8]) -> SQL {
        "UPDATE sessions SET last_seen_at = now() WHERE tenant_id = \(tenant) AND id_hash = \(hash)"
    }

    static func deleteSession(hash: [UInt8]) -> SQL { "DELETE FROM sessions WHERE id_hash = \(hash)" }

    static let deleteAllSessions: SQL = "DELETE FROM sessions"

    static func deleteSessions(ofUser user: UUID) -> SQL { "DELETE FROM sessions WHERE user_id = \(user)" }

    static func insertToken(_ token: NewToken, hash: [UInt8]) -> SQL {
        """
        INSERT INTO api_tokens (tenant_id, token_hash, name, scopes, created_by, expires_at)
        VALUES (\(token.tenant.value), \(hash), \(token.name), \(token.scopes.map(\.rawValue).sorted()), \(token.createdBy),
                now() + make_interval(secs => \(token.lifetime?.inSeconds)))
        RETURNING id
        """
    }

    /// A token made by a person lives no longer than that person's place in the shop.
    static func selectToken(hash: [UInt8]) -> SQL {
        """
        SELECT k.id, k.tenant_id, k.created_by, k.scopes, t.number,
               k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute' AS is_stale
        FROM api_tokens k JOIN tenants t USING (tenant_id)
        WHERE k.token_hash = \(hash) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.created_by IS NULL OR EXISTS (
            SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.disabled_at IS NULL
            WHERE r.tenant_id = k.tenant_id AND r.user_id = k.created_by))
        """
    }

    static func touchToken(tenant: UUID, id: UUID) -> SQL {
        "UPDATE api_tokens SET last_used_at = now() WHERE tenant_id = \(tenant) AND id = \(id)"
    }

    static func revokeTokens(ofUser user: UUID) -> SQL {
        "UPDATE api_tokens SET revoked_at = now() WHERE created_by = \(user) AND revoked_at IS NULL"
    }

    static func deleteExpiredSessions() -> SQL {
        """
        DELETE FROM sessions WHERE expires_at < now()
          OR last_seen_at < now() - make_interval(secs => \(sessionIdleTime.inSeconds))
        """
    }

    /// A day is kept for whoever asks why a token stopped working.
    static func deleteExpiredTokens() -> SQL {
        "DELETE FROM api_tokens WHERE expires_at < now() - interval '1 day'"
    }

    static func selectProfile(tenant: UUID, user: UUID?) -> SQL {
        """
        SELECT t.tenant_id, t.number, t.name, t.slug, t.time_zone, t.locale, t.currency,
               u.id AS user_id, u.name AS user_name, u.email, r.role
        FROM tenants t
        LEFT JOIN user_roles r ON r.tenant_id = t.tenant_id AND r.user_id = \(user)::uuid
        LEFT JOIN users u ON u.id = r.user_id
        WHERE t.tenant_id = \(tenant)
        """
    }
}
