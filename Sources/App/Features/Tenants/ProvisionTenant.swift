import Domain
import Foundation
import Postgres

extension Tenants {
    /// Makes a shop with its defaults. The caller adds the owner in the same transaction.
    package static func insert(_ shop: NewTenant, in system: SystemTransaction) async throws -> Tenant {
        let shop = try shop.checked()
        do {
            let tenant = try Tenant(try await system.one(insertTenant(shop)))
            try await system.execute(insertDefaults(tenant.id.value))
            return tenant
        } catch let error as PostgresError where error.isUniqueViolation {
            throw TenantError.slugTaken(shop.slug)
        }
    }

    /// Finds a shop by number, slug or id, as an operator types it.
    package static func find(_ reference: String, in system: SystemTransaction) async throws -> Tenant? {
        try await system.first(select(matching: reference)).map { try Tenant($0) }
    }
}

extension NewTenant {
    func checked() throws(TenantError) -> NewTenant {
        var shop = self
        shop.name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !shop.name.isEmpty, shop.name.utf8.count <= 200 else {
            throw .invalid(field: "name", reason: "must have 1 to 200 characters")
        }
        let isSlug = slug.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard isSlug, (1...63).contains(slug.utf8.count), !slug.hasPrefix("-") else {
            throw .invalid(field: "slug", reason: "must have lower-case letters, digits and hyphens only, 63 at most")
        }
        guard TimeZone(identifier: timeZone) != nil else {
            throw .invalid(field: "time zone", reason: "is not known, for example America/Sao_Paulo")
        }
        guard ["pt-BR", "en", "es"].contains(locale) else {
            throw .invalid(field: "locale", reason: "must be pt-BR, en or es")
        }
        return shop
    }
}

extension Tenant {
    init(_ row: Row) throws {
        self.init(
            id: TenantID(try row("tenant_id")), number: try row("number"), name: try row("name"), slug: try row("slug"),
            locale: try row("locale"))
    }
}
