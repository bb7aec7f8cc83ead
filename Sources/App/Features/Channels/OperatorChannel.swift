import Domain
import Foundation
import Providers
import Web

/// An account as an operator connects it from the command line: fields in the clear as options, secrets from where nobody else on
/// the machine can read them.
package struct OperatorChannel: Sendable {
    package let kind: ChannelKind
    package let draft: ChannelDraft
    package let baseURL: String?

    /// - Parameters:
    ///   - fields: `name=value`, as given as options.
    ///   - secret: looks one up by the name of its variable; called for each secret field of the kind.
    /// - Throws: ``ChannelError`` naming the first field that is missing or wrong.
    package init(
        kind: ChannelKind, name: String?, fields: [String], baseURL: String?,
        secret: (_ variable: String, _ field: ChannelField) throws -> String?
    ) throws {
        var values: [String: String] = [:]
        for field in fields {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let known = kind.fields.first(where: { $0.name == parts[0] }) else {
                throw ChannelError.invalid(field: parts[0], reason: "is no field of \(kind.rawValue)")
            }
            guard !known.isSecret else {
                throw ChannelError.invalid(
                    field: known.name,
                    reason: "is a secret, which every user of this machine could read: set \(kind.variable(known))")
            }
            values[known.name] = parts[1]
        }
        for field in kind.fields where field.isSecret {
            if let value = try secret(kind.variable(field), field) { values[field.name] = value }
        }
        self.kind = kind
        self.baseURL = baseURL
        draft = ChannelDraft(kind: kind, name: name ?? kind.usualName, values: values)
    }

    /// What came of connecting it.
    package struct Connected: Sendable {
        package let account: UUID
        package let name: String
        package let address: String
        /// nil for a provider that never calls.
        package let webhookURL: String?
        /// Secrets that were made up, by field name: the provider has to be told.
        package let madeUp: [(field: String, value: String)]
        package let webhook: WebhookSetupOutcome?
    }

    /// Connects the account, or gives the one this shop has at the address new secrets; then tells the provider our address, where
    /// it can be told and this server has one.
    package func connect(
        as owner: TenantScope, site: String, tells connections: Connections?, in channels: Channels
    ) async throws -> Connected {
        var channel = try draft.channel()
        channel.baseURL = baseURL
        let account: UUID
        if let known = try await channels.route(provider: kind.provider, addresses: [channel.address]).first(where: {
            $0.tenant == owner.tenant
        }) {
            account = known.account
            try await channels.replaceSecrets(channel.secrets, of: account, baseURL: baseURL, as: owner)
            if !channel.settings.isEmpty {
                try await channels.changeSettings(channel.settings, of: account, as: owner)
            }
            if kind.hasSecretPath {
                channel.hookSecret = try await channels.renewHook(of: account, provider: kind.provider, as: owner)
            }
        } else {
            account = try await channels.connect(channel, as: owner)
        }
        var webhook: WebhookSetupOutcome?
        if let connections, let secret = channel.hookSecret {
            webhook = try await channels.setWebhook(secret, of: account, at: site, with: connections, as: owner)
        }
        let made = kind.fields.compactMap { field -> (field: String, value: String)? in
            guard field.isMadeUp, let secret = field.secret, draft.secrets[secret] == nil else { return nil }
            return channel.secrets[secret].map { (field.name, $0) }
        }
        return Connected(
            account: account, name: channel.name, address: channel.address,
            webhookURL: HandoutModel.address(kind, site: site, hookSecret: channel.hookSecret), madeUp: made,
            webhook: webhook)
    }
}

extension ChannelKind {
    /// The environment variable of a secret: `META_ACCESS_TOKEN`, `ZENVIA_API_TOKEN`.
    package func variable(_ field: ChannelField) -> String {
        let company =
            switch provider {
            case .zapi: "ZAPI"
            case .meta, .whaticket, .resend, .smtp, .twilio, .zenvia, .widget, .webpush: provider.rawValue.uppercased()
            }
        return company + "_" + field.name.uppercased()
    }

    /// What the inbox calls an account that nobody named.
    var usualName: String {
        switch channelType {
        case .whatsapp: "WhatsApp"
        case .instagram: "Instagram"
        case .messenger: "Messenger"
        case .email: "E-mail"
        case .sms: "SMS"
        case .push: "Web push"
        case .chat: rawValue
        }
    }
}

extension Channels {
    /// The account of a shop that an operator names by id or by address.
    package static func account(called name: String, in tx: TenantTransaction) async throws -> ChannelAccount {
        let all = try await accounts(tx)
        let named = all.filter {
            $0.id.lowercase == name.lowercased() || $0.address == name || $0.displayAddress == name
        }
        guard let account = named.first, named.count == 1 else { throw ChannelError.unknownAccount }
        return account
    }
}

extension ConnectionOutcome {
    /// The account can be used as it is.
    package var isConnected: Bool {
        if case .report(let report) = self { report.state == .connected } else { false }
    }

    /// What was found, a line each.
    package var words: [String] {
        switch self {
        case .report(let report): [report.state.rawValue] + report.facts.map { "\($0.label): \($0.value)" }
        case .failed(let error): ["\(error.fault.code) \(error.fault.title)"]
        }
    }
}
