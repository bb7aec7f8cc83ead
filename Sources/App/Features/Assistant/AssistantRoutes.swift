import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// `/settings/assistant`: owners and admins set how the assistant behaves, for the shop and for each channel, and try a question.
package struct AssistantRoutes: Sendable {
    let database: Database
    let trial: AssistantTrial
    let pages: Pages

    package init(database: Database, trial: AssistantTrial, pages: Pages) {
        self.database = database
        self.trial = trial
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings/assistant", use: show)
        agents.post("settings/assistant", use: write)
    }

    @Sendable func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let query = try request.query()
        let configs = try await database.tenant(context.scope) { try await Assistant.configs($0) }
        let notice = query["done"].flatMap { context.localizer.strings["assistant.done.\($0)"] }
        return try await page(
            .init(configs: configs, channel: Self.channel(query["channel"]), notice: notice), request, context)
    }

    private static func channel(_ name: String?) -> String? {
        name.flatMap { AssistantChannelConfig.channels.contains($0) ? $0 : nil }
    }

    private func page(
        _ subject: AssistantPage.Subject, status: HTTPResponse.Status = .ok, _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let changes = try await database.tenant(context.scope) { try await Assistant.configChanges($0) }
        let model = AssistantPage(subject, changes, role: context.agent.role, context.localizer)
        return try pages.page(
            model, title: context.localizer("assistant.title"), section: "assistant", status: status, request: request,
            in: context)
    }

    /// Keeps what was written, or tries a question with it (`act=test`), in which case nothing is kept.
    @Sendable func write(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let channel = Self.channel(form["channel"])
        var configs = try await database.tenant(context.scope) { try await Assistant.configs($0) }
        var faults: [ConfigFault]
        if let channel {
            let config = AssistantForm.channel(form)
            configs.channels[channel] = config
            faults = config.faults
        } else {
            configs.general = AssistantForm.general(form, over: configs.general)
            faults = configs.general.faults
        }
        var subject = AssistantPage.Subject(configs: configs, channel: channel, question: form["question"] ?? "")
        let isTest = form["act"] == "test"
        if isTest, faults.isEmpty {
            if let question = form.text("question"), question.utf8.count <= AssistantTrial.limit {
                let asked = Self.channel(form["test_channel"]) ?? channel ?? "whatsapp"
                if request.wantsEvents { return events(question, on: asked, configs, context) }
                let result = try await trial.ask(question, on: asked, with: configs, in: context.scope.tenant)
                subject.trial = TrialModel(result, context.localizer)
            } else {
                faults = [ConfigFault("question", "question")]
            }
        }
        subject.faults = faults
        if isTest, form["part"] == "result" { return try fragment(subject, context) }
        guard !isTest, faults.isEmpty else {
            return try await page(subject, status: faults.isEmpty ? .ok : .unprocessableContent, request, context)
        }
        let author = ConfigAuthor(id: context.agent.userID, name: context.agent.name)
        let kept = configs
        try await database.tenant(context.scope) { tx in
            if let channel {
                try await Assistant.save(kept.channel(channel), for: channel, by: author, tx)
            } else {
                try await Assistant.save(kept.general, by: author, tx)
            }
        }
        return .redirect(to: "/settings/assistant?done=saved" + (channel.map { "&channel=\($0)" } ?? ""))
    }

    /// Where the work is, and last the result as a part of the page.
    private func events(
        _ question: String, on channel: String, _ configs: AssistantConfigs, _ context: AgentContext
    ) -> Response {
        EventStream.response(on: context.channel, context.localizer, logger: context.logger) { tell in
            let result = try await trial.ask(question, on: channel, with: configs, in: context.scope.tenant) {
                tell(ServerEvent($0, context.localizer))
            }
            let part = try pages.fragment(TrialModel(result, context.localizer), in: context)
            tell(ServerEvent(name: "done", data: (["html": JSON(part)] as JSON).text()))
        }
    }

    private struct Refusal: Encodable {
        let error = "config_invalid"
        let message: String
    }

    private func fragment(_ subject: AssistantPage.Subject, _ context: AgentContext) throws -> Response {
        if let trial = subject.trial { return .fragment(try pages.fragment(trial, in: context)) }
        let words = subject.faults.map { ConfigWords.text($0, context.localizer) }.joined(separator: " ")
        return try .json(Refusal(message: words), status: .unprocessableContent)
    }
}

/// A fault in the reader's words, with the name of its field.
enum ConfigWords {
    static func text(_ fault: ConfigFault, _ localizer: Localizer) -> String {
        let field = localizer.strings["assistant.field.\(fault.field)"]
        let words = localizer("assistant.fault.\(fault.rule)")
        return field.map { "\($0): \(words)" } ?? words
    }
}
