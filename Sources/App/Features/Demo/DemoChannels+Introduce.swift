import Domain
import Foundation
import Simulators

extension DemoChannels {
    /// Tells a pretend provider of an account what the real one would know of it, and where its webhooks go.
    func introduce(_ account: ChannelCredentials, hook: String?) {
        guard let kind = account.kind else { return }
        // One that ends in a slash goes on with the account's secret; the pretend Whaticket signs instead.
        let webhook = kind.webhookPath.map { site + $0 + ($0.hasSuffix("/") ? hook ?? "" : "") }
        let (address, token) = (account.address, account[.apiToken] ?? "")
        switch kind {
        case .metaWhatsApp, .smtp, .webPush: break
        case .instagram, .messenger:
            providers.meta.change { state in
                state.pages[address] = GraphState.Page(
                    id: address, kind: kind == .instagram ? .instagram : .messenger, name: shop.name,
                    accessToken: account[.accessToken] ?? "", appSecret: account[.appSecret] ?? "")
            }
        case .zapi:
            providers.zapi.change { state in
                state.instances[address] = ZAPIState.Instance(
                    id: address, token: token, clientToken: account[.clientToken] ?? "", phone: "554133330101")
                state.log.webhookURL = webhook
            }
        case .whaticket:
            providers.whaticket.change { state in
                state.apiToken = token
                state.webhookSecret = account[.webhookSecret] ?? ""
                state.webhookToken = account[.verifyToken] ?? ""
                state.companyDomain = address
                state.log.webhookURL = webhook
            }
        case .resend:
            providers.resend.change { state in
                state.apiKey = token
                state.webhookSecret = account[.webhookSecret] ?? ""
                state.mailboxes = [address.lowercased()]
                state.domains = [String(address.drop { $0 != "@" }.dropFirst())]
                state.log.webhookURL = webhook
            }
        case .twilio:
            providers.twilio.change { state in
                state.accountSID = account.settings["account_sid"] ?? ""
                state.authToken = token
                state.senders = [address]
                state.statusCallback = account.statusCallback(site: site)
                state.log.webhookURL = webhook
            }
        case .zenvia:
            providers.zenvia.change { state in
                state.token = token
                state.senders = [address]
                state.subscriptions = ["MESSAGE", "MESSAGE_STATUS"].compactMap { event in
                    webhook.map { .init(id: event.lowercased(), eventType: event, url: $0) }
                }
            }
        }
    }
}
