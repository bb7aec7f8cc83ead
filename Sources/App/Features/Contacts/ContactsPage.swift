import Web

/// `/contacts`
struct ContactsPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }
    struct Channel: Encodable {
        let icon: String
        let label: String
    }
    struct Line: Encodable {
        let id: String
        let tone: String
        let initials: String
        let name: String
        let detail: String
        let channels: [Channel]
        let tags: [String]
        let blocked: String?
        let at: String
        let time: String
    }
    struct Empty: Encodable {
        let title: String
        let text: String
        let clears: Bool
    }

    let search: String
    let channels: [Choice]
    let tags: [Choice]
    let states: [Choice]
    let isNarrowed: Bool
    let mayWrite: Bool
    /// What the list shows, as a file.
    let exportHref: String
    let lines: [Line]
    let empty: Empty?
    let next: String?

    static let template = "contacts/index"
    static let sample = ContactsPage(
        search: "ana", channels: [.init(value: "whatsapp", label: "WhatsApp", isSelected: true)],
        tags: [.init(value: "vip", label: "VIP", isSelected: true)],
        states: [.init(value: "1", label: "Bloqueados", isSelected: true)], isNarrowed: true, mayWrite: true,
        exportHref: "/contacts/export.csv",
        lines: [
            .init(
                id: "0193", tone: "tone-1", initials: "MA", name: "Mariana", detail: "+55",
                channels: [.init(icon: "whatsapp", label: "WhatsApp")], tags: ["VIP"], blocked: "Bloqueado",
                at: "2026-11-20T14:00:00Z", time: "14:00")
        ], empty: .init(title: "Nada", text: "Nada", clears: true), next: "/contacts?cursor=1")
}

/// `/contacts/new`
struct NewContactPage: PageModel {
    let notice: String?
    let name: String
    let phone: String
    let email: String
    let tags: String

    static let template = "contacts/new"
    static let sample = NewContactPage(notice: "Confira", name: "Ana", phone: "+55", email: "a@b.co", tags: "vip")
}
