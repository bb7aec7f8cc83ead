import Domain
import Foundation
import Web

extension ContactsView {
    var purposes: [ContactPage.Language] {
        ContactConsent.purposes.map { .init(value: $0, label: localizer("contacts.purpose.\($0)"), isSelected: false) }
    }

    var consentChannels: [ContactPage.Language] {
        ContactConsent.channels.map { .init(value: $0, label: channel($0), isSelected: false) }
    }

    private func channel(_ name: String) -> String {
        name.isEmpty ? localizer("contacts.consent.all_channels") : localizer("channel.\(name)")
    }

    func consent(_ consent: ContactConsent) -> ContactPage.Consent {
        let state = consent.granted == true ? "granted" : "refused"
        return .init(
            purpose: localizer("contacts.purpose.\(consent.purpose)") + " · " + channel(consent.channel),
            state: localizer("contacts.consent.\(state)"), style: consent.granted == true ? "chip-good" : "chip-bad",
            detail: told(consent))
    }

    /// A line of the history.
    func decision(_ consent: ContactConsent) -> ContactPage.Event {
        let state = consent.granted.map { $0 ? "granted" : "refused" } ?? "unknown"
        return .init(
            label: localizer("contacts.purpose.\(consent.purpose)") + " · " + channel(consent.channel) + ": "
                + localizer("contacts.consent.\(state)"), detail: told(consent))
    }

    private func told(_ consent: ContactConsent) -> String {
        let source = localizer.strings["contacts.consent.source.\(consent.source)"] ?? consent.source
        return [localizer.dateTime(consent.at), consent.actorName, source].filter { !$0.isEmpty }.joined(
            separator: " · ")
    }

    func field(_ field: ContactField) -> ContactPage.Field {
        let value = field.value ?? ""
        func choice(_ value: String, _ label: String) -> ContactPage.Language {
            .init(value: value, label: label, isSelected: value == (field.value ?? ""))
        }
        let none = choice("", localizer("contacts.field.none"))
        let choices: [ContactPage.Language]? =
            switch field.type {
            case .boolean:
                [
                    none, choice("true", localizer("contacts.field.yes")),
                    choice("false", localizer("contacts.field.no")),
                ]
            case .choice: [none] + field.options.map { choice($0, $0) }
            case .text, .number, .date: nil
            }
        return .init(
            key: "f\(field.id.lowercase)", label: field.label, select: choices.map { .init(choices: $0) },
            input: choices == nil ? .init(kind: field.type == .date ? "date" : "text", value: value) : nil)
    }

    func fields(_ all: [ContactField], notice: String? = nil, form: Form? = nil) -> ContactFieldsPage {
        let chosen = form?["type"] ?? "text"
        return ContactFieldsPage(
            notice: notice.map(words), label: form?["label"] ?? "", options: form?["options"] ?? "",
            types: CustomFieldType.allCases.map {
                .init(
                    value: $0.rawValue, label: localizer("contacts.field.type.\($0.rawValue)"),
                    isSelected: $0.rawValue == chosen)
            },
            fields: all.map {
                .init(
                    id: $0.id.lowercase, label: $0.label,
                    detail: ([localizer("contacts.field.type.\($0.type.rawValue)")] + $0.options).joined(
                        separator: " · "))
            })
    }
}
