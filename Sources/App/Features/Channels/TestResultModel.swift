import Domain
import Foundation
import Providers
import Web

/// How a test of the connection went, in the shop's words.
struct TestResultModel: PageModel {
    struct Fact: Encodable {
        let label: String
        let value: String
    }

    /// The provider took our credentials: the form may go on.
    let isGood: Bool
    let style: String
    let icon: String
    let title: String
    let text: String?
    /// What to do about it.
    let fix: String?
    /// What the provider itself said, for whoever has to ask its support.
    let providerWords: String?
    let facts: [Fact]

    static let template = "channels/result"
    static let sample = TestResultModel(
        isGood: true, style: "notice-bad", icon: "alert", title: "A Meta não aceitou o token", text: "O token venceu.",
        fix: "Gere outro.",
        providerWords: "190 Error validating access token", facts: [.init(label: "Nome", value: "Loja")])
}

extension TestResultModel {
    init(_ outcome: ConnectionOutcome, kind: ChannelKind, _ localizer: Localizer) {
        switch outcome {
        case .report(let report): self.init(report, localizer)
        case .failed(let error): self.init(error, kind, localizer)
        }
    }

    private init(_ report: ConnectionReport, _ localizer: Localizer) {
        let isConnected = report.state == .connected
        isGood = true
        style = isConnected ? "notice-good" : "notice-warn"
        icon = isConnected ? "check" : "alert"
        title = localizer("channels.test.\(report.state.rawValue).title")
        text = localizer("channels.test.\(report.state.rawValue).text")
        fix = nil
        providerWords = nil
        facts = report.facts.map { Fact(label: localizer("channels.fact.\($0.label)"), value: $0.value) }
    }

    private init(_ error: ProviderError, _ kind: ChannelKind, _ localizer: Localizer) {
        let company = localizer("channels.kind.\(kind.rawValue)")
        let name = Self.name(error)
        isGood = false
        style = error.countsAgainstProvider || name == "rate_limited" ? "notice-warn" : "notice-bad"
        icon = "alert"
        title = localizer("channels.test.\(name).title", ["provider": company])
        text = localizer("channels.test.\(name).text", ["provider": company])
        fix = localizer.strings["channels.fix.\(kind.rawValue).\(name)"]
        providerWords = [error.fault.code, error.fault.title, error.fault.detail].compactMap { $0 }.joined(
            separator: " · ")
        facts = []
    }

    /// What is wrong with the form, before anybody is asked.
    init(faults: [ChannelDraft.Fault], kind: ChannelKind, _ localizer: Localizer) {
        isGood = false
        style = "notice-warn"
        icon = "alert"
        title = localizer("channels.form.check")
        text = nil
        fix = nil
        providerWords = nil
        facts = faults.map {
            Fact(
                label: ChannelFormPage.label($0.field, kind, localizer),
                value: localizer("channels.fault.\($0.fault.rawValue)"))
        }
    }

    /// The provider was told, or not, where to call.
    init(_ outcome: WebhookSetupOutcome, _ kind: ChannelKind, _ localizer: Localizer) {
        let company = localizer("channels.kind.\(kind.rawValue)")
        let name = outcome == .done ? "done" : "failed"
        isGood = outcome == .done
        style = isGood ? "notice-good" : "notice-warn"
        icon = isGood ? "check" : "alert"
        title = localizer("channels.setup.\(name).title", ["provider": company])
        text = localizer("channels.setup.\(name).text", ["provider": company])
        fix = nil
        providerWords = outcome.problem
        facts = []
    }

    /// The account is connected already, here or in another shop: it is not said where.
    init(taken kind: ChannelKind, _ localizer: Localizer) {
        isGood = false
        style = "notice-bad"
        icon = "alert"
        title = localizer("channels.taken.title")
        text = localizer("channels.taken.text")
        fix = nil
        providerWords = nil
        facts = []
    }

    private static func name(_ error: ProviderError) -> String {
        switch error {
        case .unauthorized: "unauthorized"
        case .rejected: "rejected"
        case .rateLimited: "rate_limited"
        case .unavailable: "unavailable"
        case .ambiguous: "ambiguous"
        case .blocked: "blocked"
        }
    }
}
