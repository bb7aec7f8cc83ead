import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Providers
import Web

/// `/api/assistant`: the settings for programs. Reading needs `read`, changing and trying them `admin`.
package struct AssistantAPI: Sendable {
    let database: Database
    let trial: AssistantTrial

    package init(database: Database, trial: AssistantTrial) {
        self.database = database
        self.trial = trial
    }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/assistant/config", use: show)
        api.patch("api/assistant/config", use: change)
        api.get("api/assistant/changes", use: changes)
        api.post("api/assistant/test", use: test)
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try answer(try await database.tenant(context.scope) { try await Assistant.configs($0) })
    }

    /// Only what the body names is changed; `?channel=` names one channel's own settings.
    @Sendable func change(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let channel = try channel(try request.query()["channel"])
        let body = try await document(request)
        let author = ConfigAuthor(id: context.token.userID, name: "API")
        let localizer = context.visitor.localizer
        let configs = try await database.tenant(context.scope) { tx in
            var configs = try await Assistant.configs(tx)
            try Self.take(body, into: &configs, channel: channel, localizer)
            if let channel {
                try await Assistant.save(configs.channel(channel), for: channel, by: author, tx)
            } else {
                try await Assistant.save(configs.general, by: author, tx)
            }
            return configs
        }
        return try answer(configs)
    }

    /// Merges what was sent, and refuses what the rules refuse or nobody knows.
    private static func take(
        _ body: JSON, into configs: inout AssistantConfigs, channel: String?, _ localizer: Localizer
    ) throws {
        let known: [String]
        var faults: [ConfigFault]
        if let channel {
            var config = configs.channel(channel)
            faults = config.take(body).map { ConfigFault($0, "type") }
            configs.channels[channel] = config.tidied
            faults += configs.channel(channel).faults
            known = config.fields.map(\.name)
        } else {
            faults = configs.general.take(body).map { ConfigFault($0, "type") }
            configs.general = configs.general.tidied
            faults += configs.general.faults
            known = configs.general.fields.map(\.name)
        }
        faults += body.members.map(\.key).filter { !known.contains($0) }.map { ConfigFault($0, "unknown") }
        guard faults.isEmpty else { throw Problem.config(faults, localizer) }
    }

    @Sendable func changes(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let changes = try await database.tenant(context.scope) { try await Assistant.configChanges($0, limit: 100) }
        let items = changes.map { change -> JSON in
            let fields = change.fields.map { field -> (String, JSON?) in
                (field.name, ["before": field.before, "after": field.after])
            }
            let channel: JSON? = change.channel.isEmpty ? .none : .some(JSON(change.channel))
            return .object([
                ("channel", channel), ("author", JSON(change.author)), ("changes", .object(fields)),
                ("created_at", JSON(change.at.formatted(.iso8601))),
            ])
        }
        return .document(.object([("items", JSON(items))]))
    }

    /// Takes a question through the gates, with settings that are not kept (`config`, `channel_config`).
    @Sendable func test(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await document(request)
        guard let question = body["question"]?.string?.trimmingWhitespace, !question.isEmpty,
            question.utf8.count <= AssistantTrial.limit
        else { throw Problem.unprocessable("invalid_question") }
        let channel = try channel(body["channel"]?.string) ?? "whatsapp"
        var configs = try await database.tenant(context.scope) { try await Assistant.configs($0) }
        let localizer = context.visitor.localizer
        if let general = body["config"] { try Self.take(general, into: &configs, channel: nil, localizer) }
        if let own = body["channel_config"] { try Self.take(own, into: &configs, channel: channel, localizer) }
        let result = try await trial.ask(question, on: channel, with: configs, in: context.scope.tenant)
        return .document(result.json)
    }

    // MARK: Parts

    private func channel(_ name: String?) throws -> String? {
        guard let name else { return nil }
        guard AssistantChannelConfig.channels.contains(name) else { throw Problem.unprocessable("invalid_channel") }
        return name
    }

    private func document(_ request: Request) async throws -> JSON {
        let body = try await request.jsonBody()
        guard let json = try? JSON.parse(Array(body.readableBytesView)) else {
            throw Problem.badRequest("invalid_json")
        }
        guard json.kind == .object else { throw Problem.unprocessable("invalid_body") }
        return json
    }

    private func answer(_ configs: AssistantConfigs) throws -> Response {
        let channels = AssistantChannelConfig.channels.map { name -> (String, JSON?) in
            (name, .object(configs.channel(name).fields.map { ($0.name, $0.value) }))
        }
        return .document(
            .object(configs.general.fields.map { ($0.name, $0.value) } + [("channels", .object(channels))]))
    }
}

extension AssistantTrial.Result {
    var json: JSON {
        let usage = turn.attempts.reduce(TokenUsage.none) { $0 + $1.usage }
        var answer: JSON? = .none
        var reason: JSON? = .none
        var (quotes, options): ([JSON], [JSON]) = ([], [])
        switch outcome {
        case .answer(let draft), .draft(let draft):
            answer = .some(JSON(draft.text))
            // A person who accepts a draft sends its words alone.
            if case .answer = outcome {
                options = draft.alternatives?.options(turn.language).map { JSON($0.title) } ?? []
            }
            quotes = draft.citations.map { ["title": JSON($0.passage.title), "quote": JSON($0.quote)] }
        case .offer(let offer):
            answer = .some(JSON(offer.words(turn.language)))
            options = offer.options(turn.language).map { JSON($0.title) }
        case .handoff(let why): reason = .some(JSON(why.rawValue))
        case .wait: break
        case .release(let why), .silence(let why): reason = .some(JSON(why))
        }
        let passages = self.passages.map { passage -> JSON in
            [
                "title": JSON(passage.headingPath.isEmpty ? passage.title : passage.headingPath),
                "text": JSON(passage.text), "score": JSON((passage.relevance * 10_000).rounded() / 10_000),
                "above_threshold": JSON(passage.relevance >= turn.settings.threshold),
            ]
        }
        let steps: [JSON] = gates.map { gate in
            .object([("name", JSON(gate.name)), ("verdict", gate.verdict.map { JSON($0) })])
        }
        let stopped: [JSON] = turn.refused.map { finding in
            ["kind": JSON(finding.kind.rawValue), "text": JSON(String(finding.text.prefix(200)))]
        }
        let asked: [JSON] = turn.attempts.map { attempt in
            ["model": JSON(attempt.model), "outcome": JSON(attempt.outcome.rawValue)]
        }
        let members: [(String, JSON?)] = [
            ("outcome", JSON(outcome.name)), ("reason", reason), ("answer", answer), ("quotes", JSON(quotes)),
            ("options", JSON(options)), ("gates", JSON(steps)), ("evidence", JSON(passages)),
            ("findings", JSON(stopped)), ("models", JSON(asked)),
            ("input_tokens", JSON(usage.input)), ("output_tokens", JSON(usage.output)),
            ("cost_micro_usd", JSON(turn.attempts.microUSD)), ("latency_ms", JSON(Int(took / .milliseconds(1)))),
        ]
        return .object(members)
    }
}

extension Problem {
    static func config(_ faults: [ConfigFault], _ localizer: Localizer) -> Problem {
        var problem = Problem.unprocessable("config_invalid", detail: "See errors for what is wrong in which field.")
        problem.faults = faults.map {
            Fault(place: $0.field, code: $0.rule, message: localizer("assistant.fault.\($0.rule)"))
        }
        return problem
    }
}

extension Response {
    /// A document that has no Swift type of its own.
    static func document(_ json: JSON) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: json.serialize())))
    }
}
