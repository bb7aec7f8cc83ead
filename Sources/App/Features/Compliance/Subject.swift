import Crypto
import Domain
import Foundation
import Postgres
import Privacy
import Web

/// Whom somebody means, as they typed it: a telephone number in any spelling, an e-mail, or an id that a channel knows a person by.
struct SubjectReference: Sendable, Equatable {
    /// What `contact_identities.match_key` and the keys of `contacts` are compared with.
    let key: String
    /// What was typed, without white space around it.
    let value: String
    let masked: String

    /// Nil for what names nobody: empty, too long, or with characters that no address has.
    init?(_ text: String) {
        var text = text.trimmingWhitespace
        guard (3...254).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        for ending in ["@s.whatsapp.net", "@c.us"] where text.hasSuffix(ending) {
            text = String(text.dropLast(ending.count))
        }
        value = text
        if text.contains("@"), !text.hasSuffix("@lid") {
            key = text.lowercased()
            masked = Mask.email(text)
        } else if let phone = PhoneNumber(typed: text) {
            key = phone.matchKey
            masked = Mask.phone(phone.digits)
        } else {
            key = text
            masked = "…" + text.suffix(4)
        }
    }
}

/// A person as the shop's tables know them.
struct Subject: Sendable, Equatable {
    struct Identity: Sendable, Equatable {
        let kind: String
        let key: String
        let value: String
    }

    /// The contact, those merged into it, and the one it was merged into.
    var contacts: [UUID] = []
    var names: [String] = []
    var phones: [String] = []
    var emails: [String] = []
    var identities: [Identity] = []

    /// Everything the person is known by, as it is compared: a match key, an e-mail in lower case, an id.
    var keys: Set<String> {
        Set(identities.map(\.key) + phones.compactMap { PhoneNumber($0)?.matchKey } + emails.map { $0.lowercased() })
    }

    /// How the person is named where no name may stand.
    var masked: String {
        if let phone = phones.first { return Mask.phone(phone) }
        if let email = emails.first { return Mask.email(email) }
        if let identity = identities.first { return SubjectReference(identity.value)?.masked ?? "…" }
        return "–"
    }

    /// The spellings that text is looked through for, in lower case. Short ones are left out: they would hit what is somebody else's.
    var words: [String] {
        var words: Set<String> = []
        for key in keys.union(identities.map(\.value)) {
            let key = key.lowercased()
            words.insert(key)
            if key.contains("@") { words.insert(key.replacing("@", with: "%40")) }
            if let phone = PhoneNumber(key) { words.formUnion(Self.spellings(of: phone)) }
        }
        for phone in phones { if let phone = PhoneNumber(phone) { words.formUnion(Self.spellings(of: phone)) } }
        return words.filter { $0.utf8.count >= 8 }.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// As providers write it and as people type it; Brazilian mobiles with and without the ninth digit.
    static func spellings(of phone: PhoneNumber) -> Set<String> {
        var numbers: Set<String> = [phone.digits, phone.matchKey]
        let digits = phone.digits
        guard digits.hasPrefix("55"), (12...13).contains(digits.utf8.count) else { return numbers }
        let (area, local) = (String(digits.dropFirst(2).prefix(2)), String(digits.dropFirst(4)))
        let twin =
            local.utf8.count == 9 && local.hasPrefix("9")
            ? String(local.dropFirst()) : local.utf8.count == 8 ? "9" + local : local
        var words: Set<String> = []
        for local in [local, twin] {
            let (first, last) = (String(local.dropLast(4)), String(local.suffix(4)))
            numbers.insert("55" + area + local)
            words.formUnion([
                area + local, "\(area) \(local)", "(\(area)) \(local)", "(\(area))\(local)", "\(area) \(first)-\(last)",
                "\(area) \(first) \(last)", "(\(area)) \(first)-\(last)", "(\(area))\(first)-\(last)",
                "(\(area)) \(first) \(last)", "\(area)-\(first)-\(last)", "\(area).\(first).\(last)",
            ])
        }
        return numbers.union(words)
    }

    /// Keyed hashes of the keys: they find the person again in another copy of the data, and tell nobody else who it was.
    func hashes(with key: SubjectKey) -> [String] { keys.map(key.hash).sorted() }
}

/// Makes the hashes of one shop, from its data key: neither the database nor the ledger alone can be asked whether they hold a number.
struct SubjectKey: Sendable {
    private let key: SymmetricKey

    init(_ dataKey: SealingKey) { key = SymmetricKey(data: dataKey.derived(for: "people erased")) }

    func hash(_ text: String) -> String {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.lowercased().utf8), using: key)).hex
    }
}

extension Compliance {
    /// Everybody that reference may mean, as one person; nobody leaves `contacts` empty. Works in a shop's transaction and in the
    /// machinery's.
    static func subject(
        _ reference: SubjectReference, of shop: UUID, in transaction: some DatabaseTransaction
    ) async throws -> Subject {
        let found = try await transaction.query(
            """
            SELECT id FROM contacts WHERE tenant_id = \(shop) AND (phone_key = \(reference.key) OR email_key = \(reference.key))
            UNION SELECT contact_id FROM contact_identities
              WHERE tenant_id = \(shop) AND (match_key IN (\(reference.key), \(reference.value)) OR value = \(reference.value))
            """
        ).map { try $0("id") as UUID }
        return try await subject(found, of: shop, in: transaction)
    }

    /// The person of these contacts, with all that were found to be the same.
    static func subject(
        _ contacts: [UUID], of shop: UUID, in transaction: some DatabaseTransaction
    ) async throws -> Subject {
        guard !contacts.isEmpty else { return Subject() }
        let rows = try await transaction.query(
            """
            WITH RECURSIVE same AS (
              SELECT id, merged_into FROM contacts WHERE tenant_id = \(shop) AND id = ANY (\(contacts)::uuid[])
              UNION SELECT c.id, c.merged_into FROM contacts c JOIN same s ON c.id = s.merged_into OR c.merged_into = s.id
              WHERE c.tenant_id = \(shop)
            )
            SELECT c.id, c.name, c.phone, c.email FROM contacts c
            WHERE c.tenant_id = \(shop) AND c.id IN (SELECT id FROM same) ORDER BY c.merged_into IS NOT NULL, c.id
            """)
        var subject = Subject()
        for row in rows {
            subject.contacts.append(try row("id"))
            if let name: String = try row("name"), !name.isEmpty { subject.names.append(name) }
            if let phone: String = try row("phone") { subject.phones.append(phone) }
            if let email: String = try row("email"), !email.isEmpty { subject.emails.append(email) }
        }
        subject.identities = try await transaction.query(
            """
            SELECT DISTINCT kind, match_key, value FROM contact_identities
            WHERE tenant_id = \(shop) AND contact_id = ANY (\(subject.contacts)::uuid[]) ORDER BY kind DESC, match_key, value
            """
        ).map { Subject.Identity(kind: try $0("kind"), key: try $0("match_key"), value: try $0("value")) }
        for identity in subject.identities {
            if identity.kind == "phone_e164", !subject.phones.contains(identity.value) {
                subject.phones.append(identity.value)
            }
            if identity.kind == "email", !subject.emails.contains(identity.value) {
                subject.emails.append(identity.value)
            }
        }
        return subject
    }
}
