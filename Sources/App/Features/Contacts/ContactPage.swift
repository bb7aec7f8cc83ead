import Web

/// `/contacts/:id`
struct ContactPage: PageModel {
    struct Identity: Encodable {
        let icon: String
        let value: String
        let label: String
        /// What removing it sends; nil where it is not the reader's to remove.
        let reference: String?
    }
    struct Conversation: Encodable {
        let id: String
        let channel: String
        let date: String
        let status: String
        let statusStyle: String
        let preview: String
    }
    struct Order: Encodable {
        let number: String
        let total: String
        let date: String
        let tracking: String?
        let status: String
        let statusStyle: String
    }
    struct Note: Encodable {
        let author: String
        let at: String
        let time: String
        let text: String
        /// Where the form that removes it goes; nil for whoever may not.
        let removable: String?
    }
    struct Event: Encodable {
        let label: String
        let detail: String
    }
    struct Twin: Encodable {
        let id: String
        let name: String
        let detail: String
        let reason: String
        /// The preview of merging it; nil for whoever may not.
        let merge: String?
    }
    /// A contact that lives on in this one.
    struct Merge: Encodable {
        let name: String
        let label: String
        /// Where the form that undoes it goes.
        let undo: String?
    }
    struct Tag: Encodable {
        let name: String
        let href: String
        let isRemovable: Bool
    }
    struct Language: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }
    /// What the edit form holds.
    struct Edit: Encodable {
        let name: String
        let email: String
        let languages: [Language]
    }

    let id: String
    let notice: String?
    let tone: String
    let initials: String
    let name: String
    let address: String
    let blockedLabel: String?
    let isBlocked: Bool
    let mayWrite: Bool
    let openConversation: String?
    let since: String
    let edit: Edit
    let identities: [Identity]
    let tags: [Tag]
    let knownTags: [String]
    let twins: [Twin]
    let merges: [Merge]
    let conversations: [Conversation]
    let orders: [Order]
    let notes: [Note]
    let events: [Event]

    static let template = "contacts/show"
    static let sample = ContactPage(
        id: "0193", notice: "Confira", tone: "tone-1", initials: "MA", name: "Mariana", address: "+55",
        blockedLabel: "Bloqueado", isBlocked: true, mayWrite: true, openConversation: "0193", since: "20/11/2026",
        edit: .init(name: "Mariana", email: "m@x.br", languages: [.init(value: "en", label: "English", isSelected: true)]),
        identities: [.init(icon: "whatsapp", value: "+55", label: "Telefone", reference: "a~b~c")],
        tags: [.init(name: "VIP", href: "/contacts?tag=VIP", isRemovable: true)], knownTags: ["VIP"],
        twins: [.init(id: "0194", name: "Mari", detail: "+55", reason: "Mesmo telefone", merge: "/contacts/0193/merge/0194")],
        merges: [.init(name: "Mari", label: "Juntado em 20/11", undo: "/contacts/0193/unmerge/0195")],
        conversations: [
            .init(id: "0193", channel: "email", date: "1/1", status: "Resolvida", statusStyle: "chip-good", preview: "Oi")
        ],
        orders: [
            .init(
                number: "Pedido 1", total: "R$ 1,00", date: "20/11/2026", tracking: "BR1", status: "Pago",
                statusStyle: "chip-info")
        ],
        notes: [.init(author: "Joana", at: "2026-11-20T14:00:00Z", time: "14:00", text: "Oi", removable: "0195")],
        events: [.init(label: "Criado", detail: "20/11")])
}
