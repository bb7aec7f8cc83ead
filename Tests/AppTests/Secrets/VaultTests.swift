import Domain
import Foundation
import Testing

@testable import App

@Suite struct VaultTests {
    private let tenant = TenantID(UUID())
    private let account = UUID()
    private let secret = Array("EAAG-token".utf8)

    private func vault(_ byte: UInt8 = 7) throws -> Vault {
        try Vault(master: .given([UInt8](repeating: byte, count: 32)))
    }

    @Test func `a sealed secret opens with the stored data key, and only in its place`() throws {
        let vault = try vault()
        let (key, wrapped) = try vault.makeDataKey(for: tenant)
        let place = Vault.place(tenant, account: account, name: "access_token")
        let sealed = try key.seal(secret, place: place)
        #expect(try vault.dataKey(for: tenant, wrapped: wrapped).open(sealed, place: place) == secret)
        for elsewhere in [
            Vault.place(tenant, account: account, name: "app_secret"),
            Vault.place(tenant, account: UUID(), name: "access_token"),
            Vault.place(TenantID(UUID()), account: account, name: "access_token"),
        ] {
            #expect(throws: SecretsError.damaged) { try key.open(sealed, place: elsewhere) }
        }
    }

    @Test func `a data key wrapped for one shop does not open for another`() throws {
        let wrapped = try vault().makeDataKey(for: tenant).wrapped
        #expect(throws: SecretsError.damaged) { try vault().dataKey(for: TenantID(UUID()), wrapped: wrapped) }
    }

    @Test func `another master key is named as such, so that the operator knows what to mend`() throws {
        let wrapped = try vault(1).makeDataKey(for: tenant).wrapped
        let error = try #require(throws: SecretsError.self) { try vault(2).dataKey(for: tenant, wrapped: wrapped) }
        guard case .otherKey(let sealedBy, let holding) = error else {
            Issue.record("expected otherKey, got \(error)"); return
        }
        #expect(sealedBy != holding && error.description.contains("SECRETARIA_MASTER_KEY"))
    }

    @Test func `every changed, missing or added byte is noticed`() throws {
        let key = try vault().makeDataKey(for: tenant).key
        let sealed = try key.seal(secret, place: "p")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SecretsError.self) { try key.open(changed, place: "p") }
            #expect(throws: SecretsError.self) { try key.open(Array(sealed.prefix(index)), place: "p") }
        }
        #expect(throws: SecretsError.damaged) { try key.open(sealed + [0], place: "p") }
    }

    @Test func `sealing twice gives different bytes, and an empty secret survives`() throws {
        let key = try vault().makeDataKey(for: tenant).key
        #expect(try key.seal(secret, place: "p") != key.seal(secret, place: "p"))
        #expect(try key.open(key.seal([], place: "p"), place: "p").isEmpty)
    }

    @Test func `keys never show in descriptions or reflections`() throws {
        let bytes = [UInt8](repeating: 0xC4, count: 32)
        var shown = ""
        dump(MasterKey.given(bytes), to: &shown)
        dump(SealingKey(bytes: bytes), to: &shown)
        dump(try vault(0xC4), to: &shown)
        shown += "\(MasterKey.given(bytes)) \(SealingKey(bytes: bytes)) \(String(reflecting: MasterKey.given(bytes)))"
        #expect(!shown.contains("196") && !shown.lowercased().contains("c4c4"))
    }

    @Test(arguments: [
        (String(repeating: "0f", count: 32), true), (Data(repeating: 9, count: 32).base64EncodedString(), true),
        (String(repeating: "0f", count: 31), false), (Data(repeating: 9, count: 33).base64EncodedString(), false),
        (String(repeating: "zz", count: 32), false), ("", false),
    ])
    func `a master key is 32 bytes of base64 or hex`(text: String, isKey: Bool) {
        #expect((MasterKey.decode(text) != nil) == isKey)
    }

    @Test func `a missing key file is made once, private to its owner, and read by everyone who starts together`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = MasterKey.inFile(folder.appending(path: "master.key"))
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try source.load() } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "master.key").path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["master.key"])
    }

    @Test func `a key file with something else in it is refused by name`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID())")
        try "not a key".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = try #require(throws: SecretsError.self) { try MasterKey.inFile(file).load() }
        #expect(error.description.contains(file.path) && !error.description.contains("not a key"))
    }
}
