import Domain
import Foundation
import Postgres
import Web

/// A person who is to join a shop: perhaps known already, then name and password stay.
package struct NewMember: Sendable {
    package var email: String
    package var name: String?
    /// Asked only for a person who is new; nil = make one.
    package var password: @Sendable () -> String?

    package init(email: String, name: String? = nil, password: @escaping @Sendable () -> String?) {
        self.email = email
        self.name = name
        self.password = password
    }
}

extension Tenants {
    /// Makes a shop with its owner and defaults, in one transaction.
    ///
    /// - Returns: the shop, and the owner's password if it was made here and nobody else knows it.
    package static func provision(
        _ shop: NewTenant, owner: NewMember, hasher: PasswordHasher = PasswordHasher(), in database: Database
    ) async throws -> (tenant: Tenant, madePassword: String?) {
        let person = try await Person.prepare(owner, hasher, database)
        let tenant = try await database.system("a new shop", by: .operator) { system in
            let tenant = try await insert(shop, in: system)
            try await person.join(tenant.id, as: .owner, in: system)
            return tenant
        }
        return (tenant, person.madePassword)
    }

    /// Gives a person a place in a shop, or another role there. `role` is owner, admin, agent or viewer.
    package static func addMember(
        _ member: NewMember, to reference: String, role: String, hasher: PasswordHasher = PasswordHasher(),
        in database: Database
    ) async throws -> (tenant: Tenant, madePassword: String?) {
        guard let role = Role(rawValue: role) else {
            throw TenantError.invalid(field: "role", reason: "must be owner, admin, agent or viewer")
        }
        let tenant = try await database.system("an operator names a shop") { try await find(reference, in: $0) }
        guard let tenant else { throw TenantError.unknown(reference) }
        let person = try await Person.prepare(member, hasher, database)
        try await database.system("a place in a shop", by: .operator) {
            try await person.join(tenant.id, as: role, in: $0)
        }
        return (tenant, person.madePassword)
    }

    /// Checked and hashed before the transaction: hashing takes a tenth of a second on purpose.
    private struct Person: Sendable {
        enum Standing: Sendable {
            case known(UUID)
            case new(Accounts.PreparedUser)
        }
        let standing: Standing
        let madePassword: String?

        static func prepare(_ member: NewMember, _ hasher: PasswordHasher, _ database: Database) async throws -> Person
        {
            let email = member.email.trimmingCharacters(in: .whitespaces).lowercased()
            let known: UUID? = try await database.system("people are global") { system in
                try await system.first(selectUser(email: email)).map { try $0("id") }
            }
            if let known { return Person(standing: .known(known), madePassword: nil) }
            let given = member.password()
            let password = given ?? Secrets.random()
            let user = NewUser(
                email: email, name: member.name ?? email.split(separator: "@").first.map(String.init) ?? email,
                password: password)
            return Person(
                standing: .new(try await Accounts.prepare(user, hasher: hasher)),
                madePassword: given == nil ? password : nil)
        }

        func join(_ tenant: TenantID, as role: Role, in system: SystemTransaction) async throws {
            let id: UUID
            switch standing {
            case .known(let known): id = known
            case .new(let user): id = try await Accounts.insert(user, in: system)
            }
            try await Accounts.setRole(role, of: id, in: tenant, transaction: system)
        }
    }
}
