import Web

/// `/knowledge`: what the assistant knows.
struct KnowledgePage: PageModel {
    struct Row: Encodable {
        let id: String
        let title: String
        let kind: String
        let source: String?
        let status: String
        let style: String
        let validity: String?
        let facts: String
    }
    struct Choice: Encodable {
        let value: String
        let label: String
        let isSelected: Bool

        static let sample = Choice(value: "faq", label: "Perguntas frequentes", isSelected: true)
    }

    let notice: String?
    let problem: String?
    let search: String
    let statuses: [Choice]
    let kinds: [Choice]
    let mayWrite: Bool
    let gaps: String?
    let rows: [Row]
    let isNarrowed: Bool
    let imports: KnowledgeImportsModel
    let isEmpty: Bool

    static let template = "knowledge/index"
    static let sample = KnowledgePage(
        notice: "Guardado", problem: "Confira", search: "troca", statuses: [.sample], kinds: [.sample],
        mayWrite: true,
        gaps: "3 perguntas sem resposta",
        rows: [
            .init(
                id: "0193", title: "Trocas", kind: "Política", source: "trocas.pdf", status: "Publicado",
                style: "chip-good", validity: "até 31/12/2026", facts: "12 trechos")
        ], isNarrowed: true, imports: .sample, isEmpty: true)
}

/// Files that were brought in lately: the part of the page that changes while jobs run.
struct KnowledgeImportsModel: PageModel {
    struct Line: Encodable {
        let name: String
        let state: String
        let style: String
        let detail: String
        let document: String?
    }

    let isRunning: Bool
    let lines: [Line]

    static let template = "knowledge/imports"
    static let sample = KnowledgeImportsModel(
        isRunning: true,
        lines: [
            .init(
                name: "trocas.pdf", state: "Lido", style: "chip-good", detail: "2 linhas ignoradas",
                document: "0193")
        ])
}

/// `/knowledge/new` and `/knowledge/docs/{id}`
struct KnowledgeFormPage: PageModel {
    struct Version: Encodable {
        let number: String
        let href: String
        let title: String
        let detail: String
    }
    struct Asked: Encodable { let text: String }

    let title: String
    let action: String
    let notice: String?
    let problem: String?
    let mayWrite: Bool
    let draftTitle: String
    let content: String
    let kinds: [KnowledgePage.Choice]
    let formats: [KnowledgePage.Choice]
    let statuses: [KnowledgePage.Choice]
    let priority: String
    let validFrom: String
    let validUntil: String
    /// Ids of the questions that this answers.
    let gaps: String
    let asked: [Asked]
    let hasAsked: Bool
    let source: String?
    let facts: String?
    let versions: [Version]
    let hasVersions: Bool
    let delete: String?

    static let template = "knowledge/form"
    static let sample = KnowledgeFormPage(
        title: "Trocas", action: "/knowledge", notice: "Guardado", problem: "Confira", mayWrite: true,
        draftTitle: "Trocas", content: "## Prazo", kinds: [.sample], formats: [.sample],
        statuses: [.sample],
        priority: "0", validFrom: "2026-01-01", validUntil: "2026-12-31", gaps: "0193",
        asked: [.init(text: "trocam peça íntima?")], hasAsked: true, source: "trocas.pdf",
        facts: "12 trechos",
        versions: [
            .init(number: "1", href: "/knowledge/docs/0193/versions/1", title: "Trocas", detail: "ontem")
        ],
        hasVersions: true, delete: "/knowledge/docs/0193/delete")
}

/// `/knowledge/docs/{id}/versions/{n}`
struct KnowledgeVersionPage: PageModel {
    let title: String
    let back: String
    let detail: String
    let content: String
    let restore: String?

    static let template = "knowledge/version"
    static let sample = KnowledgeVersionPage(
        title: "Trocas", back: "/knowledge/docs/0193", detail: "Versão 1", content: "## Prazo",
        restore: "/knowledge/docs/0193/restore")
}

/// `/knowledge/gaps`: what customers asked and nobody had written down.
struct KnowledgeGapsPage: PageModel {
    struct Group: Encodable {
        let question: String
        let count: String
        let last: String
        let others: [Other]
        let ids: String
        let write: String
        let conversation: String?
    }
    struct Other: Encodable { let text: String }

    let notice: String?
    let mayWrite: Bool
    let groups: [Group]

    static let template = "knowledge/gaps"
    static let sample = KnowledgeGapsPage(
        notice: "Guardado", mayWrite: true,
        groups: [
            .init(
                question: "vocês trocam peça íntima?", count: "3 vezes", last: "há 2 h",
                others: [.init(text: "troca calcinha?")], ids: "0193", write: "/knowledge/new?gaps=0193",
                conversation: "/support/0190")
        ])
}

/// `/knowledge/test`: what the assistant finds and would say.
struct KnowledgeTestPage: PageModel {
    struct Result: Encodable {
        let verdict: String
        let style: String
        let answer: String?
        let sources: [Passage]
        let facts: String
        let problems: [Problem]
        let passages: [Passage]
        let write: String?
    }
    struct Problem: Encodable { let text: String }
    struct Passage: Encodable {
        let title: String
        let text: String
        let score: String
        let percent: String
        let style: String
        let document: String?

        static let sample = Passage(
            title: "Trocas > Prazo", text: "30 dias", score: "0,92", percent: "92", style: "chip-good",
            document: "0193")
    }

    let question: String
    let problem: String?
    let result: Result?

    static let template = "knowledge/test"
    static let sample = KnowledgeTestPage(
        question: "qual o prazo?", problem: "Escreva uma pergunta",
        result: .init(
            verdict: "Responderia", style: "chip-good", answer: "30 dias", sources: [.sample],
            facts: "sem modelo",
            problems: [.init(text: "preço sem prova")], passages: [.sample], write: "/knowledge/new?q=x"))
}
