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
    struct Consent: Encodable {
        let purpose: String
        let state: String
        let style: String
        let detail: String
    }
    /// A field of the shop: a choice where there are choices, else an input of that kind.
    struct Field: Encodable {
        struct Select: Encodable { let choices: [Language] }
        struct Input: Encodable {
            let kind: String
            let value: String
        }

        let key: String
        let label: String
        let select: Select?
        let input: Input?
    }
    /// An address that is not written to.
    struct Suppression: Encodable {
        let address: String
        let reason: String
    }
    /// An address to give to the contact: behind it he turns notices on.
    struct Invitation: Encodable {
        let id: String
        let label: String
        let url: String
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
    /// Where the shop writes to the contact first.
    let start: String
    let since: String
    let edit: Edit
    let consents: [Consent]
    let consentHistory: [Event]
    let purposes: [Language]
    let consentChannels: [Language]
    let fields: [Field]
    let mayManageFields: Bool
    let saveFields: Bool
    let identities: [Identity]
    let suppressions: [Suppression]
    let invitations: [Invitation]
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
        blockedLabel: "Bloqueado", isBlocked: true, mayWrite: true, openConversation: "0193",
        start: "/support/new?contact=0193", since: "20/11/2026",
        edit: .init(
            name: "Mariana", email: "m@x.br", languages: [.init(value: "en", label: "English", isSelected: true)]),
        consents: [.init(purpose: "Ofertas", state: "Permitido", style: "chip-good", detail: "20/11")],
        consentHistory: [.init(label: "Ofertas: permitido", detail: "20/11")],
        purposes: [.init(value: "marketing", label: "Ofertas", isSelected: true)],
        consentChannels: [.init(value: "", label: "Todos", isSelected: true)],
        fields: [
            .init(
                key: "f0193", label: "CPF", select: .init(choices: [.init(value: "a", label: "a", isSelected: true)]),
                input: .init(kind: "text", value: "1"))
        ], mayManageFields: true, saveFields: true,
        identities: [.init(icon: "whatsapp", value: "+55", label: "Telefone", reference: "a~b~c")],
        suppressions: [.init(address: "m@x.br", reason: "Voltou em 20/11")],
        invitations: [.init(id: "invite-0", label: "Loja", url: "https://loja/notices/a")],
        tags: [.init(name: "VIP", href: "/contacts?tag=VIP", isRemovable: true)], knownTags: ["VIP"],
        twins: [
            .init(id: "0194", name: "Mari", detail: "+55", reason: "Mesmo telefone", merge: "/contacts/0193/merge/0194")
        ],
        merges: [.init(name: "Mari", label: "Juntado em 20/11", undo: "/contacts/0193/unmerge/0195")],
        conversations: [
            .init(
                id: "0193", channel: "email", date: "1/1", status: "Resolvida", statusStyle: "chip-good", preview: "Oi")
        ],
        orders: [
            .init(
                number: "Pedido 1", total: "R$ 1,00", date: "20/11/2026", tracking: "BR1", status: "Pago",
                statusStyle: "chip-info")
        ],
        notes: [.init(author: "Joana", at: "2026-11-20T14:00:00Z", time: "14:00", text: "Oi", removable: "0195")],
        events: [.init(label: "Criado", detail: "20/11")])
}
