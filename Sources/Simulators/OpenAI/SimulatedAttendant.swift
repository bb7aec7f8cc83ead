import Domain

/// Plays the model: reads the sources that ``PromptBuilder`` wrote into the prompt and answers out of them.
enum SimulatedAttendant {
    /// Below it a source does not answer the question.
    private static let threshold = 0.4

    /// Content of the answer to a chat request that passed the rules.
    static func answer(_ body: JSON) -> String {
        let reply = OpenAIPictureRules.pictures(in: body).first.map(sight) ?? reply(to: body)
        let format = body["response_format"]
        switch format?["type"]?.string {
        case "json_schema": return instance(of: format?["json_schema"]?["schema"] ?? .null, reply.values).text()
        case "json_object": return JSON.object(reply.values.map { ($0, Optional($1)) }).text()
        default: return reply.text.isEmpty ? "Não encontrei essa informação." : reply.text
        }
    }

    private struct Reply {
        var text = ""
        /// By the property names of ``AnswerSchema``.
        var values: [(String, JSON)]
    }

    /// What the pretend eye sees: the notes of the picture, where it has any.
    private static func sight(of picture: [UInt8]) -> Reply {
        let notes = PretendPicture.notes(of: picture)
        let description = notes["Description"] ?? "Uma foto sem nada que chame a atenção."
        return Reply(
            text: description,
            values: [
                ("description", JSON(description)), ("extracted_text", JSON(notes["Writing"] ?? "")),
                ("suggested_actions", ["Pedir o número do pedido"]),
            ])
    }

    /// Work on words: the text that is handed over comes back, of a conversation what the customer said last.
    private static func reworded(_ text: Substring) -> Reply {
        let customer = text.split(separator: "\n").last { $0.hasPrefix("Cliente: ") }?.dropFirst(9)
        let words =
            customer.map { "O cliente escreveu por último: \($0)" }
            ?? "\(text.prefix(1).uppercased())\(text.dropFirst())"
        return Reply(text: words, values: [])
    }

    private static func reply(to body: JSON) -> Reply {
        let messages = body["messages"]?.array ?? []
        let last = messages.last { $0["role"]?.string == "user" }.map(OpenAIMessageRules.text) ?? ""
        if let text = between("<texto>\n", "\n</texto>", in: last[...]) { return reworded(text) }
        let marks = ["mensagem_do_cliente", "audio_do_cliente", "imagem_do_cliente"]
        let said = marks.compactMap { between("<\($0)>", "</\($0)>", in: last[...]).map(String.init) }
        // A picture counts only where nothing was said.
        let question = said.first.map { _ in said.prefix(2).joined(separator: "\n") } ?? last
        let prompt = messages.filter { ["system", "developer"].contains($0["role"]?.string) }
        let sources = prompt.flatMap { Self.sources(in: OpenAIMessageRules.text(of: $0)) }
        let utterance = Utterance(question)
        let classification = Classifier.classify(utterance)
        let wantsPerson = HandoffTriggers.reason(for: classification) != nil || HumanRequest.isMade(in: utterance)
        if wantsPerson || classification.intent == .complaint { return handoff(classification) }
        if let talk = SmallTalk.of(utterance, classification) {
            return reply(.smallTalk, classification, courtesy(talk), quotes: [])
        }
        let passages = sources.map { Relevance.Passage(headingPath: $0.title, text: $0.text, cosine: nil) }
        let asked = Question(question)
        let scores = Relevance.scores(asked, passages)
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), scores[best] >= threshold,
            // A limit of one character leaves room for the best sentence only.
            let excerpt = Excerpt.best(for: asked, text: sources[best].text, limit: 1)
        else { return handoff(classification) }
        let quote: JSON = ["source": JSON(sources[best].alias), "quote": JSON(excerpt.quote)]
        return reply(.answer, classification, excerpt.text, quotes: [quote])
    }

    private static func handoff(_ classification: Classification) -> Reply {
        reply(.handoff, classification, "", quotes: [])
    }

    private static func reply(
        _ kind: ModelAnswer.Kind, _ classification: Classification, _ text: String, quotes: [JSON]
    ) -> Reply {
        Reply(
            text: text,
            values: [
                ("kind", JSON(kind.rawValue)), ("intent", JSON(classification.intent.rawValue)),
                ("sentiment", JSON(classification.sentiment.rawValue)),
                ("urgency", JSON(classification.urgency.rawValue)),
                ("requires_action", JSON(classification.requiresAction)),
                ("topic", classification.topic.map { JSON($0) } ?? .null), ("answer", JSON(text)),
                ("quotes", JSON(quotes)),
            ])
    }

    private static func courtesy(_ talk: SmallTalk) -> String {
        switch talk {
        case .greeting: "Olá! Como posso ajudar?"
        case .thanks, .praise: "Nós que agradecemos!"
        case .farewell: "Até mais!"
        case .nod: "Certo! Posso ajudar em mais alguma coisa?"
        }
    }

    /// The values that a schema asks for by name; for any other property the plainest legal value.
    private static func instance(of schema: JSON, _ values: [(String, JSON)]) -> JSON {
        let types = OpenAIStrictSchema.types(of: schema)
        if let first = schema.elements(of: "enum").first(where: { _ in true }) { return first }
        if types.contains("null") { return .null }
        switch types.first {
        case "object":
            return .object(
                (schema["properties"] ?? .null).members.map { name, property in
                    (name, values.first { $0.0 == name }?.1 ?? instance(of: property, []))
                })
        case "array": return []
        case "boolean": return false
        case "integer", "number": return 0
        default: return ""
        }
    }

    private static func sources(in text: String) -> [Evidence] {
        guard var rest = between("<fontes>", "</fontes>", in: text[...]) else { return [] }
        var sources: [Evidence] = []
        while let open = rest.firstRange(of: "<S") {
            rest = rest[open.lowerBound...]
            let alias = String(rest.dropFirst().prefix { $0 == "S" || $0.isNumber })
            guard let title = between("titulo=\"", "\">\n", in: rest),
                let text = between("\">\n", "\n</\(alias)>", in: rest),
                let close = rest.firstRange(of: "</\(alias)>")
            else { break }
            sources.append(Evidence(alias: alias, title: String(title), text: String(text)))
            rest = rest[close.upperBound...]
        }
        return sources
    }

    private static func between(_ open: String, _ close: String, in text: Substring) -> Substring? {
        guard let start = text.firstRange(of: open) else { return nil }
        let rest = text[start.upperBound...]
        guard let end = rest.firstRange(of: close) else { return nil }
        return rest[..<end.lowerBound]
    }
}
