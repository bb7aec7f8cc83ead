import Testing

@testable import App

struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: .cheap)

    @Test("a password is recognised, another one is not, and two hashes of one differ")
    func roundTrip() async throws {
        let hash = try await hasher.hash("segredo ção")
        #expect(try await hasher.verify("segredo ção", against: hash))
        #expect(try await !hasher.verify("segredo çao", against: hash))
        #expect(try await !hasher.verify("", against: hash))
        #expect(try await hasher.hash("segredo ção") != hash)
        #expect(hash.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    }

    @Test("the vector of RFC 7914 in this form is recognised")
    func vector() async throws {
        let stored = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI="
        #expect(try await hasher.verify("pleaseletmein", against: stored))
        #expect(try await !hasher.verify("pleaseletmeout", against: stored))
    }

    @Test(
        "what is no hash of ours matches nothing",
        arguments: [
            nil, "", "x", "$scrypt$ln=40,r=8,p=1$AAAA$AAAA", "$argon2id$v=19$AAAA$AAAA",
            "$scrypt$ln=4,r=8,p=1$AA==$AA==",
        ])
    func foreign(stored: String?) async throws {
        #expect(try await !hasher.verify("", against: stored))
        #expect(try await !hasher.verify("x", against: stored))
    }

    @Test("a hash with other parameters is outdated")
    func outdated() async throws {
        let hash = try await hasher.hash("segredo")
        #expect(!hasher.isOutdated(hash))
        #expect(PasswordHasher(cost: .standard).isOutdated(hash))
    }

    @Test(
        "e-mail addresses are kept in one form, or refused",
        arguments: [
            (" Ana@Example.COM ", "ana@example.com"), ("a@b", "a@b"), ("a b@c.com", nil), ("@b.com", nil), ("a@", nil),
            ("a@b@c", nil), ("a\n@b.com", nil), ("", nil), ("\u{0}a@b.com", nil),
        ] as [(String, String?)])
    func emails(text: String, expected: String?) {
        #expect((try? Accounts.normalisedEmail(text)) == expected)
    }
}
