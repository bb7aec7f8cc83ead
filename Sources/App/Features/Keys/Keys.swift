import Domain
import Foundation
import Postgres

/// The keys of the installation: what it signs with, and the change of the master key.
///
/// Table owned: installation_keys; the shops' wrapped keys belong to ``Tenants``. Command: `secretaria keys`.
///
/// A change of the master key is one small transaction a key: interrupted at any moment, every key is under the old or under the new
/// one, a process that has both opens all, and the same command goes on where it stood.
package enum Keys {
    /// The vault with the root of this installation, which the first process makes. Under a foreign master key, which the doctor finds,
    /// the root stays shut: then purposes are made from that key.
    static func rooted(_ vault: Vault, in database: Database) async throws -> Vault {
        let fresh = try vault.makeRoot()
        let stored: [UInt8] = try await database.system("the key that this installation signs with") { tx in
            if let known = try await tx.first(selectRoot) { return try known("wrapped") }
            // Of two processes that start together the first one's stays.
            try await tx.execute(insertRoot(fresh))
            return try await tx.one(selectRoot)("wrapped")
        }
        return (try? vault.rooted(stored)) ?? vault
    }

    /// Puts every key under the present master key.
    package static func rewrap(_ vault: Vault, in database: Database) async throws -> Rewrapped {
        var done = Rewrapped()
        let tenants = try await database.system("change of the master key: which shops have a key") {
            try await Tenants.wrappedKeys(in: $0)
        }
        for (tenant, _, _) in tenants {
            let changed = try await database.system("change of the master key: one shop's key") {
                try await Tenants.rewrapKey(of: tenant, vault: vault, in: $0)
            }
            if changed { done.changed += 1 } else { done.current += 1 }
        }
        let root = try await database.system("change of the master key: what the installation signs with") { tx in
            guard let row = try await tx.first(lockRoot) else { return false }
            guard let wrapped = try vault.rewrappedRoot(try row("wrapped")) else { return false }
            try await tx.execute(updateRoot(wrapped))
            return true
        }
        if root { done.changed += 1 } else { done.current += 1 }
        return done
    }

    package struct Rewrapped: Sendable, Equatable {
        package var changed = 0
        /// Were under the present key before.
        package var current = 0
    }

    // Statements

    private static let selectRoot: SQL = "SELECT wrapped FROM installation_keys WHERE name = 'root'"
    private static let lockRoot: SQL = "SELECT wrapped FROM installation_keys WHERE name = 'root' FOR UPDATE"

    private static func insertRoot(_ wrapped: [UInt8]) -> SQL {
        "INSERT INTO installation_keys (name, wrapped) VALUES ('root', \(wrapped)) ON CONFLICT (name) DO NOTHING"
    }

    private static func updateRoot(_ wrapped: [UInt8]) -> SQL {
        "UPDATE installation_keys SET wrapped = \(wrapped) WHERE name = 'root'"
    }
}
