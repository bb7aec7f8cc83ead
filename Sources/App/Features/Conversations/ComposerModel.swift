import Domain
import Foundation
import Web

/// Where the agent writes, and why it may only be a note.
struct ComposerModel: Sendable, Encodable {
    struct Window: Encodable {
        /// open, closing (less than an hour), people (machines may not answer any more), closed
        let state: String
        let closesAt: String
        let left: String?
        let label: String?
        let help: String
    }

    /// What may be sent instead of words.
    struct Picker: Encodable {
        let items: [TemplatePicker.Item]
        let href: String
        let none: String?
    }
    /// What can be attached here.
    struct Files: Encodable {
        let url: String
        let limits: String
        /// Bytes above which an upload is not even begun.
        let most: Int
        /// Recordings that leave as voice notes, best first.
        let recordings: String
    }
    struct Options: Encodable { let hint: String }
    /// Help with writing, where somebody may answer.
    struct Help: Encodable {
        struct Choice: Encodable {
            let value: String
            let label: String
        }

        let href: String
        let hasModel: Bool
        let tones: [Choice]
        let languages: [Choice]
    }

    let keep: String
    let clientKey: String
    let replyOn: Bool
    let replyOff: Bool
    let noteOff: Bool
    let window: Window?
    let blocked: String?
    /// Only a template leaves now: it stands where the words would.
    let picker: Picker?
    let isLocked: Bool
    /// Where templates are, while words leave too.
    let templatesHref: String?
    let limit: Int
    let hint: String
    let files: Files?
    let options: Options?
    let copilot: Help?
    /// What was written and could not be sent: given back, not lost.
    let text: String

    static let sample = ComposerModel(
        keep: "?filter=bot", clientKey: "k1", replyOn: true, replyOff: true, noteOff: true,
        window: .init(
            state: "open", closesAt: "2026-11-21T14:00:00Z", left: "3 h 20 min", label: "Fechada",
            help: "Até 24 horas"),
        blocked: "A janela fechou.",
        picker: .init(items: TemplatePicker.sample.items, href: "/support/1/templates", none: "Nenhum"), isLocked: true,
        templatesHref: "/support/1/templates", limit: 4096, hint: "Ctrl+Enter envia",
        files: .init(url: "/support/0190/files", limits: "fotos até 5 MB", most: 1, recordings: "audio/ogg"),
        options: .init(hint: "Uma por linha"),
        copilot: .init(
            href: "/support/0190/copilot", hasModel: true, tones: [.init(value: "formal", label: "Formal")],
            languages: [.init(value: "en", label: "Inglês")]), text: "Oi")
}

extension InboxView {
    func composer(_ facts: ThreadFacts, role: Role, keep: String, text: String) -> ComposerModel {
        let isLocked = isLocked(facts, role: role)
        let blocked = blocked(facts, role: role)
        let href = "/support/\(facts.line.id.lowercase)/templates"
        let mayPick = facts.line.window.rule == .templatesAfterADay && (blocked == nil || isLocked)
        return ComposerModel(
            keep: keep, clientKey: UUID.v7().lowercase, replyOn: blocked == nil || isLocked,
            replyOff: blocked != nil && !isLocked,
            noteOff: role < .agent, window: window(facts.line.window), blocked: blocked,
            picker: isLocked ? picker(facts, href) : nil, isLocked: isLocked,
            templatesHref: mayPick && !isLocked ? href : nil,
            limit: MessageLimit.of(facts.line.channel),
            hint: localizer("composer.hint"), files: blocked == nil ? files(facts) : nil,
            options: blocked == nil ? options(facts) : nil, copilot: blocked == nil ? copilot(facts) : nil, text: text)
    }

    private func copilot(_ facts: ThreadFacts) -> ComposerModel.Help {
        .init(
            href: "/support/\(facts.line.id.lowercase)/copilot", hasModel: hasModel,
            tones: AssistantConfig.tones.map { .init(value: $0, label: localizer("assistant.tone.\($0)")) },
            languages: CopilotPrompt.languages.map { .init(value: $0, label: localizer("copilot.language.\($0)")) })
    }

    private func files(_ facts: ThreadFacts) -> ComposerModel.Files? {
        let rules = FileRules.of(channel: facts.line.channel, provider: facts.provider)
        guard let limits = FileWords(rules, localizer).limits else { return nil }
        return .init(
            url: "/support/\(facts.line.id.lowercase)/files", limits: limits,
            most: FileRules.Kind.allCases.compactMap { rules.most($0) }.max() ?? 0,
            recordings: recordings(facts.line.channel))
    }

    /// Without ffmpeg only what the channel takes as it is recorded.
    private func recordings(_ channel: String) -> String {
        let (opus, aac) = ("audio/ogg;codecs=opus", "audio/mp4;codecs=mp4a.40.2")
        let ready =
            switch VoiceConverter.Form.voice(on: channel) {
            case .note: [opus, aac]
            case .sound: convertsVoice ? [aac, opus] : [aac]
            }
        return (ready + (convertsVoice ? ["audio/webm;codecs=opus"] : [])).joined(separator: " ")
    }

    private func options(_ facts: ThreadFacts) -> ComposerModel.Options? {
        ["whatsapp", "instagram", "messenger"].contains(facts.line.channel)
            ? .init(hint: localizer("composer.options.hint")) : nil
    }

    private func picker(_ facts: ThreadFacts, _ href: String) -> ComposerModel.Picker {
        .init(
            items: facts.templates.map { TemplatePicker.Item($0, in: href) }, href: href,
            none: facts.templates.isEmpty ? localizer("picker.none") : nil)
    }

    /// Words may not leave, a template may.
    private func isLocked(_ facts: ThreadFacts, role: Role) -> Bool {
        role >= .agent && facts.accountIsOn && ![.closed, .spam].contains(facts.line.status)
            && facts.line.window.permit(for: .person, at: now) == .templateOnly
    }

    private func blocked(_ facts: ThreadFacts, role: Role) -> String? {
        if role < .agent { return localizer("composer.blocked.viewer") }
        switch facts.line.status {
        case .closed: return localizer("composer.blocked.closed")
        case .spam: return localizer("composer.blocked.spam")
        default: break
        }
        if !facts.accountIsOn { return localizer("composer.blocked.account", ["account": facts.accountName]) }
        return closedWindow(facts.line.window)
    }

    /// Why a person may not write freely now; nil where they may.
    private func closedWindow(_ window: ServiceWindow) -> String? {
        guard case .closed(let since) = window.state(at: now) else { return nil }
        let rule = window.rule == .templatesAfterADay ? "window" : "week"
        guard let since else {
            return localizer(rule == "window" ? "composer.blocked.never" : "composer.blocked.first")
        }
        return localizer("composer.blocked.\(rule)", ["ago": localizer.ago(since, now: now)])
    }

    private func window(_ window: ServiceWindow) -> ComposerModel.Window? {
        let help = localizer("composer.window.help.\(window.rule == .templatesAfterADay ? "day" : "week")")
        switch window.state(at: now) {
        case .unlimited: return nil
        case .closed(let since):
            return since.map {
                .init(
                    state: "closed", closesAt: localizer.iso($0), left: nil,
                    label: localizer("composer.window.closed"), help: help)
            }
        case .open(let end):
            let minutes = Self.minutes(to: end, from: now)
            return .init(
                state: minutes < 60 ? "closing" : "open", closesAt: localizer.iso(end), left: Self.span(minutes),
                label: nil, help: help)
        case .peopleOnly(let end):
            return .init(
                state: "people", closesAt: localizer.iso(end), left: Self.span(Self.minutes(to: end, from: now)),
                label: localizer("composer.window.people"), help: help)
        }
    }

    private static func minutes(to end: Date, from now: Date) -> Int {
        Int(max(0, min(end.timeIntervalSince(now), 1e6)) / 60)
    }

    private static func span(_ minutes: Int) -> String {
        switch minutes {
        case ..<60: "\(minutes) min"
        case ..<2_880: "\(minutes / 60) h \(minutes % 60) min"
        default: "\(minutes / 1_440) d \(minutes % 1_440 / 60) h"
        }
    }
}
