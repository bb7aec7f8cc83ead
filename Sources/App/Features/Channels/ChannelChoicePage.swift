import Web

/// `/settings/channels/new` without a choice: what can be connected.
struct ChannelChoicePage: PageModel {
    struct Choice: Encodable {
        let href: String
        let icon: String
        let name: String
        let about: String
        let official: String
        let officialStyle: String
    }

    let choices: [Choice]

    static let template = "channels/choice"
    static let sample = ChannelChoicePage(choices: [
        .init(
            href: "/settings/channels/new?kind=whatsapp-meta", icon: "whatsapp", name: "WhatsApp (Meta)",
            about: "O caminho oficial.",
            official: "Oficial", officialStyle: "chip-good")
    ])
}

extension ChannelChoicePage {
    init(_ kinds: [ChannelKind], _ localizer: Localizer) {
        choices = kinds.map { kind in
            Choice(
                href: "/settings/channels/new?kind=\(kind.rawValue)",
                icon: ChannelWords.icon(kind.channelType.rawValue),
                name: localizer("channels.kind.\(kind.rawValue)"), about: localizer("channels.about.\(kind.rawValue)"),
                official: localizer(kind.isOfficial ? "channels.official" : "channels.unofficial"),
                officialStyle: kind.isOfficial ? "" : "chip-warn")
        }
    }
}
