import Web

/// `/support/new`: to whom, on which channel, and the words.
struct StartPage: PageModel {
    /// Nobody is chosen yet.
    struct Search: Encodable {
        struct Person: Encodable {
            let href: String
            let tone: String
            let initials: String
            let name: String
            let detail: String
        }
        let text: String
        let people: [Person]
        /// What was typed is an address that nobody has.
        let fresh: Fresh?
        let nobody: String?
    }
    struct Fresh: Encodable {
        let href: String
        let label: String
    }
    /// The person, and the ways to them.
    struct To: Encodable {
        struct Way: Encodable {
            let href: String
            let icon: String
            let label: String
            let isChosen: Bool
        }
        let tone: String
        let initials: String
        let name: String
        let detail: String
        let change: String
        let ways: [Way]
        let noWay: String?
    }
    struct Words: Encodable {
        let action: String
        let clientKey: String
        let address: String
        let subject: Subject?
        let text: String
        let limit: Int
    }
    struct Subject: Encodable { let value: String }

    let notice: String?
    let search: Search?
    let to: To?
    let words: Words?
    /// Where only a template may begin.
    let picker: TemplatePicker?
    /// They are talking there already.
    let live: String?

    static let template = "conversations/start"
    static let sample = StartPage(
        notice: "Confira",
        search: .init(
            text: "ana",
            people: [
                .init(href: "/support/new?contact=1", tone: "tone-1", initials: "AN", name: "Ana", detail: "a@x.br")
            ],
            fresh: .init(href: "/support/new?to=a%40x.br", label: "Escrever para a@x.br"), nobody: "Ninguém"),
        to: .init(
            tone: "tone-1", initials: "AN", name: "Ana", detail: "a@x.br", change: "/support/new",
            ways: [.init(href: "/support/new?contact=1&account=2", icon: "email", label: "SAC", isChosen: true)],
            noWay: "Nenhum canal"),
        words: .init(
            action: "/support/new?contact=1&account=2", clientKey: "k", address: "a@x.br",
            subject: .init(value: "Seu pedido"), text: "Oi", limit: 65_536),
        picker: .sample, live: "/support/1")
}
