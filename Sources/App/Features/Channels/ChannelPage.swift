import Foundation
import Web

/// `/settings/channels/{id}`
struct ChannelPage: PageModel {
    struct Fact: Encodable {
        let label: String
        let value: String
    }

    let href: String
    let card: ChannelsPage.Card
    let isOn: Bool
    let lastError: String?
    /// Webhooks that were refused, and what to do about it.
    let refused: String?
    let facts: [Fact]
    let warning: String?
    let canChange: Bool
    let canTest: Bool
    let result: TestResultModel?
    let saved: String?
    let name: String
    let nameError: String?
    let fields: [ChannelFormPage.Field]
    let hasFields: Bool
    let webhook: String?
    let hasSecretPath: Bool
    let steps: [String]
    let eventsHref: String?
    let qrHref: String?
    /// Where saved mails are brought to a mailbox.
    let mailHref: String?
    let removal: String
    let switchText: String

    static let template = "channels/show"
    static let sample = ChannelPage(
        href: "/settings/channels/1", card: ChannelsPage.sample.cards[0], isOn: true, lastError: "190",
        refused: "3 avisos recusados",
        facts: [.init(label: "ID", value: "1")],
        warning: "Não oficial", canChange: true, canTest: true, result: .sample, saved: "Salvo", name: "Loja",
        nameError: "Falta",
        fields: ChannelFormPage.sample.fields, hasFields: true, webhook: "https://loja/webhooks/meta",
        hasSecretPath: true, steps: ["Abra o painel."],
        eventsHref: "/settings/events?account=1", qrHref: "/settings/channels/1/qr",
        mailHref: "/settings/channels/1/mail", removal: "12 conversas",
        switchText: "Desativar")
}

extension ChannelPage {
    struct Moment {
        let now: Date
        let site: String
        var result: TestResultModel?
        var saved: String?
        var faults: [ChannelDraft.Fault] = []
    }

    init(_ account: ChannelAccount, isAdmin: Bool, isTestable: Bool, _ moment: Moment, _ localizer: Localizer) {
        let kind = account.kind
        href = "/settings/channels/\(account.id.lowercase)"
        card = ChannelsPage.Card(account, now: moment.now, localizer)
        isOn = account.isEnabled
        lastError = account.lastError
        refused = account.refusal(at: moment.now, localizer)
        warning = kind?.isOfficial == false ? localizer("channels.unofficial.warning") : nil
        canChange = isAdmin
        canTest = isAdmin && isTestable
        result = moment.result
        saved = moment.saved
        name = account.name
        nameError = ChannelFormPage.error("name", moment.faults, localizer)
        fields = !isAdmin ? [] : Self.fields(account, moment.faults, localizer)
        hasFields = !fields.isEmpty
        webhook = kind.flatMap {
            HandoutModel.address($0, site: moment.site, hookSecret: $0.hasSecretPath ? "••••••••" : nil)
        }
        hasSecretPath = kind?.hasSecretPath == true
        steps = kind.map { HandoutModel.steps($0, localizer) } ?? []
        eventsHref = isAdmin && kind?.webhookPath != nil ? "/settings/events?account=\(account.id.lowercase)" : nil
        qrHref = isAdmin && kind?.hasQRCode == true && account.status != "connected" ? href + "/qr" : nil
        mailHref = isAdmin && account.channelType == "email" ? href + "/mail" : nil
        removal =
            account.conversations == 0
            ? localizer("channels.remove.none") : localizer("channels.remove.some", count: account.conversations)
        switchText = localizer(account.isEnabled ? "channels.switch.off" : "channels.switch.on")
        var facts = [Fact(label: localizer("channels.provider"), value: ChannelWords.company(account, localizer))]
        let address = kind?.fields.first { $0.place == .address }
        facts.append(
            Fact(
                label: kind.flatMap { kind in address.map { ChannelFormPage.label($0.name, kind, localizer) } }
                    ?? localizer("channels.address"),
                value: account.address))
        for field in kind?.fields ?? [] where field.place == .setting {
            guard let kind, let value = account.settings[field.name] else { continue }
            facts.append(
                Fact(
                    label: ChannelFormPage.label(field.name, kind, localizer),
                    value: localizer.strings["channels.choice.\(value)"] ?? value))
        }
        facts.append(Fact(label: localizer("channels.since"), value: localizer.date(account.createdAt)))
        self.facts = facts
    }

    /// Secrets and settings; what the account is known by cannot be changed: another number is another account.
    private static func fields(
        _ account: ChannelAccount, _ faults: [ChannelDraft.Fault], _ localizer: Localizer
    ) -> [ChannelFormPage.Field] {
        guard let kind = account.kind else { return [] }
        return kind.fields.filter { $0.isSecret || $0.place == .setting }.map { field in
            let isKept = field.secret.map { account.secrets?.contains($0) == true } ?? false
            return ChannelFormPage.Field(
                field, kind, value: field.isSecret ? nil : account.settings[field.name],
                error: ChannelFormPage.error(field.name, faults, localizer), isKept: isKept, localizer)
        }
    }
}

extension ChannelAccount {
    /// Shown for a week: what was put right, or has stopped, is no news any more.
    fileprivate func refusal(at now: Date, _ localizer: Localizer) -> String? {
        guard let refusedAt, refusedWebhooks > 0, now.timeIntervalSince(refusedAt) < 7 * 86_400 else { return nil }
        return localizer("channels.refused", count: refusedWebhooks) + " "
            + localizer("channels.refused.last", ["ago": localizer.ago(refusedAt, now: now)])
    }
}
