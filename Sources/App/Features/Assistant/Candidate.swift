import Domain

/// An answer before it is checked.
struct Candidate: Sendable {
    /// What a model was asked, so that it can be asked again.
    struct Asked: Sendable {
        let messages: [ChatMessage]
        /// As the model wrote it.
        let content: String
        let names: Pseudonyms
    }

    /// As the customer would read it.
    let text: String
    let quotes: [ModelAnswer.Quote]
    let author: String
    /// nil for an answer that no model wrote.
    let asked: Asked?
    /// What such an answer quotes.
    var citations: [DraftAnswer.Citation] = []
    /// What else may be meant, where it is likely and not certain.
    var alternatives: TopicOffer?
}

extension Turn {
    /// The passages under the names by which a model quotes them.
    var sources: [Evidence] {
        evidence.enumerated().map { index, passage in
            Evidence(
                alias: "S\(index + 1)", title: passage.headingPath.isEmpty ? passage.title : passage.headingPath,
                text: passage.text, order: CustomerContext.order(of: passage))
        }
    }

    func alias(of passage: FoundPassage) -> String {
        "S\((evidence.firstIndex { $0.chunk == passage.chunk } ?? -1) + 1)"
    }

    /// What an answer of this turn is judged against.
    var guarded: GuardrailContext {
        GuardrailContext(
            evidence: sources,
            customerSaid: snapshot.history.filter(\.isCustomer).map(\.words) + [text]
                + snapshot.media.map(\.seen).filter { !$0.isEmpty },
            names: [snapshot.shop, settings.personalityName, snapshot.customer ?? ""], maxLength: settings.maxLength,
            usesEmojis: settings.usesEmojis, forbiddenTopics: settings.forbiddenTopics,
            secrets: [settings.systemPrompt, settings.customInstructions])
    }

    func draft(_ candidate: Candidate, _ text: String, _ verdict: Guardrails.Verdict? = nil) -> DraftAnswer {
        let passages = evidence
        let citations = verdict.map { verdict in
            verdict.citations.compactMap { citation in
                passages.indices.contains(citation.evidence)
                    ? DraftAnswer.Citation(passage: passages[citation.evidence], quote: citation.quote) : nil
            }
        }
        return DraftAnswer(
            text: text, citations: citations ?? candidate.citations, author: candidate.author,
            alternatives: candidate.alternatives)
    }
}
