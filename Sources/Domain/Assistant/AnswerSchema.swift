/// The form in which a model must answer: the fields of the source document's `classify_intent`, the answer and its proof, in one call.
package enum AnswerSchema {
    package static let name = "attendant_answer"

    /// Legal under `strict`: every object closed, every property required, what may be missing is a union with null.
    package static let schema: JSON = {
        func one(of values: [String]) -> JSON { ["type": "string", "enum": JSON(values.map { JSON($0) })] }
        let quote = object([
            ("source", ["type": "string", "description": "Nome da fonte: S1, S2, …"]),
            ("quote", ["type": "string", "description": "Trecho copiado letra por letra da fonte"]),
        ])
        return object([
            ("kind", one(of: ModelAnswer.Kind.allCases.map(\.rawValue))),
            ("intent", one(of: Intent.allCases.map(\.rawValue))),
            ("sentiment", one(of: Sentiment.allCases.map(\.rawValue))),
            ("urgency", one(of: Urgency.allCases.map(\.rawValue))),
            (
                "requires_action",
                ["type": "boolean", "description": "Se o cliente solicita uma ação (cancelar, reembolsar, etc)"]
            ),
            (
                "topic",
                ["type": ["string", "null"], "description": "Tópico principal (entrega, pagamento, produto, etc)"]
            ),
            ("answer", ["type": "string", "description": "Texto para o cliente; vazio quando kind é handoff"]),
            ("quotes", ["type": "array", "items": quote]),
        ])
    }()

    private static func object(_ properties: [(String, JSON)]) -> JSON {
        .object([
            ("type", "object"),
            ("properties", .object(properties.map { ($0.0, $0.1) })),
            ("required", JSON(properties.map { JSON($0.0) })),
            ("additionalProperties", false),
        ])
    }
}

/// What a model answered, as far as it kept to the form.
package struct ModelAnswer: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case answer, handoff
        case smallTalk = "small_talk"
    }

    package struct Quote: Sendable, Equatable {
        package let source: String
        package let text: String

        package init(source: String, text: String) {
            self.source = source
            self.text = text
        }
    }

    package let kind: Kind
    package let classification: Classification
    package let text: String
    package let quotes: [Quote]

    /// nil when it is not the JSON that was asked for. Models of compatible servers like to wrap it in a code fence.
    package init?(_ content: String) {
        guard let open = content.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = content.utf8.lastIndex(of: UInt8(ascii: "}")), open < close,
            let json = try? JSON.parse(Array(content.utf8[open...close])),
            let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
            let intent = json["intent"]?.string.flatMap(Intent.init(rawValue:)),
            let sentiment = json["sentiment"]?.string.flatMap(Sentiment.init(rawValue:)),
            let urgency = json["urgency"]?.string.flatMap(Urgency.init(rawValue:)),
            let requiresAction = json["requires_action"]?.bool, let text = json["answer"]?.string
        else { return nil }
        self.kind = kind
        classification = Classification(
            intent: intent, sentiment: sentiment, urgency: urgency, requiresAction: requiresAction,
            topic: json["topic"]?.string)
        self.text = text
        quotes = json.elements(of: "quotes").compactMap { quote in
            guard let source = quote["source"]?.string, let text = quote["quote"]?.string else { return nil }
            return Quote(source: source, text: text)
        }
        guard kind == .handoff || !Words.oneLine(text).isEmpty else { return nil }
    }
}
