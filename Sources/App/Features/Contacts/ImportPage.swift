import Web

/// `/contacts/imports`: upload, and what was imported before.
struct ImportsPage: PageModel {
    struct Line: Encodable {
        let id: String
        let name: String
        let time: String
        let state: String
        let style: String
        let detail: String
    }

    let notice: String?
    let text: String
    let imports: [Line]

    static let template = "contacts/imports"
    static let sample = ImportsPage(
        notice: "Confira", text: "nome;telefone",
        imports: [
            .init(
                id: "0193", name: "clientes.csv", time: "14:00", state: "Pronta", style: "chip-good", detail: "2 novos")
        ])
}

/// `/contacts/imports/:id`: a rehearsal while it is a draft, then its progress.
struct ImportPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }
    struct Column: Encodable {
        let field: String
        let header: String
        let samples: String
        let choices: [Choice]
    }
    struct Fault: Encodable {
        let line: Int
        let reason: String
        let content: String
    }
    struct Draft: Encodable {
        let columns: [Column]
        let created: String
        let updated: String
        let failed: String
        let mayStart: Bool
        let blocked: String?
        let faults: [Fault]
        let moreFaults: String?
    }

    let id: String
    let name: String
    let notice: String?
    let draft: Draft?
    let progress: ImportProgress?

    static let template = "contacts/import"
    static let sample = ImportPage(
        id: "0193", name: "clientes.csv", notice: "Confira",
        draft: .init(
            columns: [
                .init(
                    field: "c0", header: "Nome", samples: "Ana, Bia",
                    choices: [.init(value: "name", label: "Nome", isSelected: true)])
            ], created: "1 novo", updated: "1 atualizado", failed: "1 com erro", mayStart: true,
            blocked: "Falta o telefone",
            faults: [.init(line: 2, reason: "Telefone inválido", content: "Ana;x")], moreFaults: "e mais 3"),
        progress: .sample)
}

/// The part of the page that changes while the job runs.
struct ImportProgress: PageModel {
    let id: String
    let state: String
    let label: String
    let isRunning: Bool
    let processed: Int
    let total: Int
    let created: String
    let updated: String
    let failed: String
    let hasErrors: Bool
    let failedForGood: Bool

    static let template = "contacts/import-progress"
    static let sample = ImportProgress(
        id: "0193", state: "running", label: "Importando", isRunning: true, processed: 1, total: 2, created: "1 novo",
        updated: "1 atualizado", failed: "1 com erro", hasErrors: true, failedForGood: true)
}
