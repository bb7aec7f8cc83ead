import Domain

/// The `contacts` of a value: names, and addresses that belong together.
struct MetaPeople {
    struct Person {
        let waID: String?
        let userID: String?
        let name: String?
        let username: String?
    }

    private let people: [Person]

    init(_ value: JSON) {
        people = value.elements(of: "contacts").map { contact in
            Person(
                waID: Self.text(contact["wa_id"]), userID: Self.text(contact["user_id"]),
                name: Self.text(contact["profile"]?["name"]).map { Self.cut($0, 200) },
                username: Self.text(contact["profile"]?["username"]).map { Self.cut($0, 100) })
        }
    }

    /// The person these addresses are of. A lone contact without any address of its own is whoever wrote.
    func find(phone: String?, userID: String?) -> Person? {
        people.first { $0.userID != nil && $0.userID == userID }
            ?? people.first { $0.waID != nil && $0.waID == phone }
            ?? sameNumber(as: phone)
            ?? (people.count == 1 && people[0].waID == nil && people[0].userID == nil ? people[0] : nil)
    }

    private func sameNumber(as phone: String?) -> Person? {
        guard let key = phone.flatMap({ PhoneNumber($0) })?.matchKey else { return nil }
        return people.first { $0.waID.flatMap({ PhoneNumber($0) })?.matchKey == key }
    }

    /// All addresses of one person, the scoped id first: it never belongs to somebody else later, as a number may.
    func claims(phone: String?, userID: String?) -> [IdentityClaim] {
        let person = find(phone: phone, userID: userID)
        var claims: [IdentityClaim] = []
        for address in [userID, person?.userID, phone, person?.waID] {
            guard let claim = IdentityClaim(whatsApp: address) else { continue }
            if !claims.contains(where: { $0.kind == claim.kind && $0.matchKey == claim.matchKey }) {
                claims.append(claim)
            }
        }
        return claims.filter { $0.kind == .bsuid } + claims.filter { $0.kind != .bsuid }
    }

    /// A field that is there and not empty, without the NUL that no column can hold.
    static func text(_ json: JSON?) -> String? {
        guard let text = json?.scalarText, !text.isEmpty else { return nil }
        guard text.utf8.contains(0) else { return text }
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }))
        return kept.isEmpty ? nil : kept
    }

    /// The first scalars of a text: characters have no upper size.
    static func cut(_ text: String, _ scalars: Int) -> String {
        String(text.unicodeScalars.prefix(scalars))
    }
}
