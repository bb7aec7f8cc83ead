import Domain
import Foundation
import Web

/// `/settings/channels`
struct ChannelsPage: PageModel {
    struct Card: Encodable {
        let href: String
        let icon: String
        let name: String
        let address: String
        let company: String
        let official: String
        let officialStyle: String
        let health: String
        let healthStyle: String
        /// What is wrong and what to do; nil when nothing is.
        let advice: String?
        let isUrgent: Bool
        let lastEvent: String
        let lastEventAt: String?
        let open: String
        let failed: String?
        let failedHref: String
    }

    let hasChannels: Bool
    let cards: [Card]
    let canChange: Bool
    let alarms: String?

    static let template = "channels/index"
    static let sample = ChannelsPage(
        hasChannels: true,
        cards: [
            .init(
                href: "/settings/channels/1", icon: "whatsapp", name: "WhatsApp da loja", address: "+55 41 3333-0100",
                company: "Meta",
                official: "Oficial", officialStyle: "chip-good", health: "Conectado", healthStyle: "chip-good",
                advice: "Gere outro token.",
                isUrgent: true, lastEvent: "há 2 min", lastEventAt: "2026-11-20T14:00:00Z", open: "3 conversas abertas",
                failed: "2 avisos com problema", failedHref: "/settings/events?state=failed")
        ], canChange: true, alarms: "1 canal precisa de atenção")
}

extension ChannelsPage {
    init(_ accounts: [ChannelAccount], canChange: Bool, now: Date, _ localizer: Localizer) {
        cards = accounts.map { Card($0, now: now, localizer) }
        hasChannels = !cards.isEmpty
        self.canChange = canChange
        let count = accounts.count { ChannelHealth($0, now: now).isUrgent }
        alarms = count > 0 ? localizer("channels.alarms", count: count) : nil
    }
}

extension ChannelsPage.Card {
    init(_ account: ChannelAccount, now: Date, _ localizer: Localizer) {
        let health = ChannelHealth(account, now: now)
        href = "/settings/channels/\(account.id.lowercase)"
        icon = ChannelWords.icon(account.channelType)
        name = account.name
        address = ChannelWords.address(account)
        company = ChannelWords.company(account, localizer)
        (official, officialStyle) = ChannelWords.official(account, localizer)
        self.health = localizer("channels.health.\(health.rawValue)")
        healthStyle = ChannelWords.style(health)
        advice = health.isAlarm ? localizer("channels.advice.\(health.rawValue)") : nil
        isUrgent = health.isUrgent
        lastEvent = account.lastEventAt.map { localizer.ago($0, now: now) } ?? localizer("channels.never")
        lastEventAt = account.lastEventAt.map { localizer.iso($0) }
        open = localizer("channels.open", count: account.openConversations)
        failed = account.failedEvents > 0 ? localizer("channels.failed", count: account.failedEvents) : nil
        failedHref = "/settings/events?state=failed&account=\(account.id.lowercase)"
    }
}

/// What several pages say of an account.
enum ChannelWords {
    static func icon(_ channelType: String) -> String {
        ChannelType(rawValue: channelType)?.rawValue ?? "bell"
    }

    static func company(_ account: ChannelAccount, _ localizer: Localizer) -> String {
        account.kind.map { localizer("channels.kind.\($0.rawValue)") } ?? localizer("channel.\(account.channelType)")
    }

    static func official(_ account: ChannelAccount, _ localizer: Localizer) -> (String, String) {
        let isOfficial = account.kind?.isOfficial ?? true
        return (localizer(isOfficial ? "channels.official" : "channels.unofficial"), isOfficial ? "" : "chip-warn")
    }

    /// A telephone number as people write it; everything else as it is.
    static func address(_ account: ChannelAccount) -> String {
        account.channelType == "sms" ? PhoneNumber.display(account.shownAddress) : account.shownAddress
    }

    static func style(_ health: ChannelHealth) -> String {
        switch health {
        case .good: "chip-good"
        case .disabled: ""
        case .missingSecret, .neverHeard, .silent: "chip-warn"
        case .needsReauth, .qrPending, .disconnected: "chip-bad"
        }
    }
}
