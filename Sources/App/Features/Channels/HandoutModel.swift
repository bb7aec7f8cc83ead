import Web

/// What has to be copied into the provider's pages, and where: shown once, because secrets are in it.
struct HandoutModel: PageModel {
    struct Item: Encodable {
        let id: String
        let label: String
        let value: String
    }

    let title: String
    let text: String
    let items: [Item]
    let hasItems: Bool
    let steps: [String]
    /// The provider cannot reach this server at the address it has.
    let warning: String?
    let href: String
    let result: TestResultModel?
    /// How telling the provider by call went, where it can be told so.
    let setup: TestResultModel?
    /// Nothing is left to do by hand; the values are shown folded.
    let isSet: Bool
    let qrHref: String?

    static let template = "channels/handout"
    static let sample = HandoutModel(
        title: "Conectado", text: "Copie agora.",
        items: [.init(id: "h-url", label: "Endereço", value: "https://loja/webhooks/meta")],
        hasItems: true, steps: ["Abra o painel."], warning: "Sem https", href: "/settings/channels/1", result: .sample,
        setup: .sample, isSet: true,
        qrHref: "/settings/channels/1/qr")
}

extension HandoutModel {
    /// - Parameters:
    ///   - site: where this server is reached: `https://atendimento.loja.com.br`.
    ///   - hookSecret: the end of a webhook address that was just made.
    ///   - secrets: those that were just made up, and that the provider has to be told.
    init(
        _ kind: ChannelKind, account: String, site: String, hookSecret: String?, secrets: [ChannelSecret: String],
        isNew: Bool,
        result: TestResultModel?, webhook: WebhookSetupOutcome? = nil, _ localizer: Localizer
    ) {
        title = localizer(isNew ? "channels.handout.new" : "channels.handout.renewed")
        var items: [Item] = []
        if let url = Self.address(kind, site: site, hookSecret: hookSecret) {
            items.append(Item(id: "h-url", label: localizer("channels.webhook.url"), value: url))
        }
        for field in kind.fields where field.isMadeUp {
            guard let name = field.secret, let value = secrets[name] else { continue }
            items.append(
                Item(id: "h-\(field.name)", label: ChannelFormPage.label(field.name, kind, localizer), value: value))
        }
        self.items = items
        hasItems = !items.isEmpty
        isSet = webhook == .done
        setup = webhook.map { TestResultModel($0, kind, localizer) }
        text = localizer(
            items.isEmpty ? "channels.handout.nothing" : isSet ? "channels.handout.set" : "channels.handout.text")
        steps = items.isEmpty ? [] : Self.steps(kind, localizer)
        warning = items.isEmpty || isSet || site.hasPrefix("https://") ? nil : localizer("channels.webhook.no_https")
        href = "/settings/channels/\(account)"
        self.result = result
        qrHref = kind.hasQRCode ? href + "/qr" : nil
    }

    /// nil when there is none, or when its secret end is not known any more.
    static func address(_ kind: ChannelKind, site: String, hookSecret: String?) -> String? {
        guard let path = kind.secretPath else { return kind.webhookPath.map { site + $0 } }
        return hookSecret.map { site + path + $0 }
    }

    static func steps(_ kind: ChannelKind, _ localizer: Localizer) -> [String] {
        (1...6).compactMap { localizer.strings["channels.step.\(kind.rawValue).\($0)"] }
    }
}
