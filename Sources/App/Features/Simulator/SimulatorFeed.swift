import Web

/// What moves on the page, asked for again and again.
struct SimulatorFeed: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isCurrent: Bool
    }
    struct Bubble: Encodable {
        let key: String
        let isMine: Bool
        let subject: String?
        /// What it answers, shortened.
        let quoted: String?
        let icon: String?
        let kind: String?
        let text: String?
        /// The quotation below a mail.
        let folded: String?
        let choices: [Choice]
        let hasActs: Bool
        let replyHref: String?
        let canReact: Bool
        /// `2 partes`: what a text message costs.
        let parts: String?
        /// What was reported of the shop's message.
        let state: String?
        let isFailed: Bool
        let at: String
        let time: String
        let tick: MessageModel.Tick?
    }
    struct Entry: Encodable {
        let key: String
        let style: String
        let direction: String
        let title: String
        let at: String
        let time: String
        let body: String
    }

    /// Changes with everything the page shows.
    let version: String
    let bubbles: [Bubble]
    let receipts: [Choice]
    let faults: [Choice]
    let entries: [Entry]

    static let template = "simulator/feed"
    static let sample = SimulatorFeed(
        version: "1",
        bubbles: [
            .init(
                key: "w1", isMine: true, subject: "Troca", quoted: "Olá", icon: "image", kind: "Foto", text: "Oi",
                folded: "> Olá", choices: [.init(value: "1", label: "Sim", isCurrent: false)], hasActs: true,
                replyHref: "?quote=w1", canReact: true, parts: "2 partes", state: "entregue", isFailed: true,
                at: "2026-11-20T14:00:00Z", time: "14:00",
                tick: .init(key: "read", icon: "checks", label: "Lida"))
        ],
        receipts: [.init(value: "read", label: "Lida", isCurrent: true)],
        faults: [.init(value: "drop", label: "Cai", isCurrent: true)],
        entries: [
            .init(
                key: "c1", style: "chip-info", direction: "webhook", title: "messages", at: "2026-11-20T14:00:00Z",
                time: "14:00", body: "{}")
        ])
}
