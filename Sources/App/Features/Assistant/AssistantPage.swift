import Domain
import Foundation
import Web

/// `/settings/assistant`: the shop's settings, or those of one channel (`?channel=`).
struct AssistantPage: PageModel {
    struct Tab: Encodable {
        let href: String
        let label: String
        let isCurrent: Bool
    }
    struct Section: Encodable {
        let title: String
        let intro: String?
        let fields: [Field]
    }
    struct Field: Encodable {
        let id: String
        let name: String
        let label: String
        let help: String?
        let error: String?
        let check: Check?
        let area: Area?
        let line: Line?
        let choice: Choice?
        let isShort: Bool
    }
    struct Check: Encodable { let isOn: Bool }
    struct Area: Encodable {
        let value: String
        let rows: Int
    }
    struct Line: Encodable {
        let value: String
        let mode: String
        let placeholder: String
    }
    struct Choice: Encodable { let options: [Option] }
    struct Option: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }
    struct Change: Encodable {
        let at: String
        let time: String
        let who: String
        let what: String
    }

    let tabs: [Tab]
    let isOwner: Bool
    let channel: String
    let sections: [Section]
    let question: String
    let channels: [Option]
    let asksChannel: Bool
    let notice: String?
    let problem: String?
    let trial: TrialModel?
    let changes: [Change]
    let hasChanges: Bool

    static let template = "assistant/index"
    static let sample = AssistantPage(
        tabs: [.init(href: "/settings/assistant", label: "Toda a loja", isCurrent: true)], isOwner: true,
        channel: "whatsapp",
        sections: [
            .init(
                title: "Modelo", intro: "Quem responde",
                fields: [
                    .init(
                        id: "f-x", name: "x", label: "X", help: "Ajuda", error: "Confira", check: .init(isOn: true),
                        area: .init(value: "a", rows: 4), line: .init(value: "5", mode: "numeric", placeholder: "500"),
                        choice: .init(options: [.init(value: "a", label: "A", isSelected: true)]), isShort: true)
                ])
        ], question: "Qual o prazo?", channels: [.init(value: "whatsapp", label: "WhatsApp", isSelected: true)],
        asksChannel: true, notice: "Salvo.", problem: "Confira os campos.", trial: .sample,
        changes: [.init(at: "2026-11-21T12:00:00Z", time: "21/11/2026 09:00", who: "Ana", what: "Tom: formal")],
        hasChanges: true)
}

extension AssistantPage {
    /// What the page is made of, whichever way it was reached.
    struct Subject {
        var configs: AssistantConfigs
        /// nil: the shop's own.
        var channel: String?
        var faults: [ConfigFault] = []
        var question = ""
        var notice: String?
        var trial: TrialModel?
    }

    init(_ subject: Subject, _ changes: [Assistant.ConfigChange], role: Role, _ localizer: Localizer) {
        let chosen = subject.channel
        tabs =
            [Tab(href: "/settings/assistant", label: localizer("assistant.shop"), isCurrent: chosen == nil)]
            + AssistantChannelConfig.channels.map { name in
                Tab(
                    href: "/settings/assistant?channel=\(name)", label: localizer("channel.\(name)"),
                    isCurrent: name == chosen)
            }
        isOwner = role == .owner
        channel = chosen ?? ""
        let fields = AssistantFields(localizer: localizer, faults: subject.faults)
        sections =
            chosen.map { fields.channel(subject.configs.channel($0), beside: subject.configs.general) }
            ?? fields.general(subject.configs.general)
        question = subject.question
        channels = AssistantChannelConfig.channels.map { name in
            Option(value: name, label: localizer("channel.\(name)"), isSelected: name == "whatsapp")
        }
        asksChannel = chosen == nil
        notice = subject.notice
        problem = subject.faults.isEmpty ? nil : localizer("assistant.problem", count: subject.faults.count)
        trial = subject.trial
        self.changes = changes.map { Change($0, localizer) }
        hasChanges = !changes.isEmpty
    }
}

extension AssistantPage.Change {
    /// Long texts are named, not repeated.
    init(_ change: Assistant.ConfigChange, _ localizer: Localizer) {
        at = localizer.iso(change.at)
        time = localizer.dateTime(change.at)
        let place = change.channel.isEmpty ? "" : " · " + localizer("channel.\(change.channel)")
        who = (change.author.isEmpty ? "API" : change.author) + place
        what = change.fields.map { name, _, after in
            let label = localizer("assistant.field.\(name)")
            let value: String? =
                switch after.kind {
                case .true: localizer("assistant.yes")
                case .false: localizer("assistant.no")
                case .number: after.numberText
                case .string: after.string.flatMap { $0.unicodeScalars.count <= 40 && !$0.isEmpty ? $0 : nil }
                default: nil
                }
            return value.map { "\(label): \($0)" } ?? label
        }.joined(separator: " · ")
    }
}
