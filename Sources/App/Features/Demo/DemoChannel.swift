import Domain
import Foundation
import Web

/// One channel of the demo shop beside its first WhatsApp number, as shop.json lists them. Each stands behind a pretend provider.
struct DemoChannel: Decodable, Sendable {
    let kind: ChannelKind
    let name: String
    let address: String
    let displayAddress: String?
    let settings: [String: String]?

    enum CodingKeys: String, CodingKey {
        case kind, name, address, settings
        case displayAddress = "display_address"
    }

    /// The account to be connected, with secrets made up on the spot.
    func channel(baseURL: String?, hookSecret: String?) -> NewChannel {
        var secrets: [ChannelSecret: String] = [:]
        for field in kind.fields {
            if let secret = field.secret { secrets[secret] = Self.made(for: field) }
        }
        return NewChannel(
            channelType: kind.channelType, provider: kind.provider, name: name, address: address,
            displayAddress: displayAddress, baseURL: baseURL, settings: settings ?? [:], secrets: secrets,
            hookSecret: hookSecret)
    }

    private static func made(for field: ChannelField) -> String {
        // Svix' secrets are bytes in base64 behind their prefix.
        if field.rule == .svixSecret { return "whsec_" + Data(Secrets.random().utf8.prefix(24)).base64EncodedString() }
        return Secrets.random()
    }
}

extension ChannelKind: Decodable {}
