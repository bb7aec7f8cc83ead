import Foundation
import Postgres

extension Tenants {
    static func insertTenant(_ shop: NewTenant) -> SQL {
        """
        INSERT INTO tenants (name, slug, time_zone, locale)
        VALUES (\(shop.name), \(shop.slug), \(shop.timeZone), \(shop.locale))
        RETURNING tenant_id, number, name, slug, locale
        """
    }

    /// Every column has a default: an assistant that answers from the knowledge base and hands over the rest.
    static func insertDefaults(_ tenant: UUID) -> SQL {
        "INSERT INTO ai_support_config (tenant_id) VALUES (\(tenant))"
    }

    /// A number, a slug or an id.
    static func select(matching reference: String) -> SQL {
        """
        SELECT tenant_id, number, name, slug, locale FROM tenants
        WHERE slug = \(reference) OR number::text = \(reference) OR tenant_id = \(UUID(uuidString: reference))::uuid
        """
    }

    /// FOR UPDATE: two first secrets at once must agree on one key.
    static func selectWrappedKeyForUpdate(_ tenant: UUID) -> SQL {
        "SELECT wrapped_key FROM tenants WHERE tenant_id = \(tenant) FOR UPDATE"
    }

    static func updateWrappedKey(_ tenant: UUID, _ wrapped: [UInt8]) -> SQL {
        "UPDATE tenants SET wrapped_key = \(wrapped) WHERE tenant_id = \(tenant) AND wrapped_key IS NULL"
    }

    static func replaceWrappedKey(_ tenant: UUID, _ wrapped: [UInt8]) -> SQL {
        "UPDATE tenants SET wrapped_key = \(wrapped) WHERE tenant_id = \(tenant)"
    }

    static let selectWrappedKeys: SQL =
        "SELECT tenant_id, number, wrapped_key FROM tenants WHERE wrapped_key IS NOT NULL ORDER BY number"

    static let selectNumbers: SQL = "SELECT tenant_id, number FROM tenants"

    static func selectUser(email: String) -> SQL { "SELECT id FROM users WHERE email = \(email)" }
}
