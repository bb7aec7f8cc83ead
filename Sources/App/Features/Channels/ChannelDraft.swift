import Domain
import Foundation
import Web

/// What somebody typed to connect an account or to change one: a form, an API body.
package struct ChannelDraft: Sendable {
    package let kind: ChannelKind
    package let name: String
    /// What was typed into the kind's fields; nothing else is kept.
    private let typed: [String: String]
    /// Settings that may be empty, and were emptied.
    package let cleared: [String]

    package struct Fault: Sendable, Equatable {
        package let field: String
        package let fault: FieldFault
    }

    package init(kind: ChannelKind, name: String, values: [String: String]) {
        self.kind = kind
        self.name = name.trimmingWhitespace
        let names = Set(kind.fields.map(\.name))
        typed = values.filter { names.contains($0.key) }.mapValues(\.trimmingWhitespace).filter { !$0.value.isEmpty }
        cleared = kind.fields.filter { $0.place == .setting && !$0.isRequired }.map(\.name)
            .filter { values[$0]?.trimmingWhitespace.isEmpty == true }
    }

    /// What may be shown again: never a secret.
    package var visible: [String: String] {
        let secrets = Set(kind.fields.filter(\.isSecret).map(\.name))
        return typed.filter { !secrets.contains($0.key) }
    }

    /// Everything that keeps a new account from being connected.
    package var faults: [Fault] {
        var faults = nameFaults
        for field in kind.fields {
            if let fault = fault(of: field) {
                faults.append(Fault(field: field.name, fault: fault))
            } else if field.isRequired, typed[field.name] == nil {
                faults.append(Fault(field: field.name, fault: .missing))
            }
        }
        if kind == .whaticket, typed["api_token"] == nil, typed["login_email"] == nil || typed["login_password"] == nil
        {
            faults.append(Fault(field: "api_token", fault: .missing))
        }
        return faults
    }

    /// The same for a change: what is left empty stays as it is.
    package var changeFaults: [Fault] {
        (name.isEmpty ? [] : nameFaults)
            + kind.fields.compactMap { field in fault(of: field).map { Fault(field: field.name, fault: $0) } }
    }

    private var nameFaults: [Fault] {
        if name.isEmpty { return [Fault(field: "name", fault: .missing)] }
        return name.utf8.count > Channels.longestName ? [Fault(field: "name", fault: .tooLong)] : []
    }

    private func fault(of field: ChannelField) -> FieldFault? {
        guard let value = typed[field.name] else { return nil }
        do {
            _ = try check(value, field)
            return nil
        } catch {
            return error.fault
        }
    }

    private func check(_ value: String, _ field: ChannelField) throws(FieldError) -> String {
        let checked = try field.rule.check(value)
        // A token copied with its line break or a space in it is refused here rather than by the provider.
        if field.isSecret, field.name != "password", field.name != "login_password",
            checked.unicodeScalars.contains(where: \.properties.isWhitespace)
        {
            throw FieldError(.hasSpaces)
        }
        return checked
    }

    private func value(_ field: ChannelField) -> String? { typed[field.name].flatMap { try? check($0, field) } }

    /// The account to be connected, with the secrets made up that nobody has to choose.
    package func channel() throws(ChannelError) -> NewChannel {
        if let first = faults.first { throw .invalid(field: first.field, reason: first.fault.words) }
        var channel = NewChannel(
            channelType: kind.channelType, provider: kind.provider, name: name, address: "", secrets: secrets)
        for field in kind.fields {
            guard let value = value(field) else { continue }
            switch field.place {
            case .address: channel.address = value
            case .displayAddress: channel.displayAddress = value
            case .setting: channel.settings[field.name] = value
            case .secret: break
            }
        }
        for field in kind.fields where field.isMadeUp {
            if let secret = field.secret, channel.secrets[secret] == nil { channel.secrets[secret] = Secrets.random() }
        }
        if kind.hasSecretPath { channel.hookSecret = Secrets.random() }
        return channel
    }

    /// The secrets that were typed.
    package var secrets: [ChannelSecret: String] {
        var secrets: [ChannelSecret: String] = [:]
        for field in kind.fields {
            if let secret = field.secret, let value = value(field) { secrets[secret] = value }
        }
        return secrets
    }

    /// The settings that were typed.
    package var settings: [String: String] {
        var settings: [String: String] = [:]
        for field in kind.fields where field.place == .setting {
            if let value = value(field) { settings[field.name] = value }
        }
        return settings
    }
}
