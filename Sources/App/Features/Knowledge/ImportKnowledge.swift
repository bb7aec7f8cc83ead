import Domain
import Foundation
import Logging
import Postgres
import Providers

/// `knowledge.import`: make a file or a page a document.
package struct ImportKnowledge: Job {
    package static let name = "knowledge.import"
    package static let queue = JobQueue.knowledge

    package let `import`: UUID
}

/// Reads one file or page, with no transaction open, and stores what it says. The same file or address again replaces its document.
package struct ImportKnowledgeWorker: Sendable {
    let database: Database
    let fetch: @Sendable (String) async throws(ProviderError) -> WebPage
    let pdf: PDFText?

    package init(
        database: Database, fetch: @escaping @Sendable (String) async throws(ProviderError) -> WebPage,
        pdf: PDFText?
    ) {
        self.database = database
        self.fetch = fetch
        self.pdf = pdf
    }

    /// Why a file makes no document.
    private struct Refusal: Error { let code: String }

    package func run(_ job: ImportKnowledge, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        let scope = TenantScope.service(tenant)
        let wanted = try await database.tenant(scope) { tx -> (KnowledgeImport, [UInt8]?)? in
            guard try await Knowledge.begin(job.import, tx),
                let file = try await Knowledge.importing(job.import, tx)
            else {
                return nil
            }
            return (file, try await Knowledge.importedFile(job.import, tx))
        }
        guard let (file, content) = wanted else { return }  // done already, or deleted
        do {
            let found = try await read(file, content)
            try await database.tenant(scope) { tx in
                let document = try await Knowledge.take(
                    draft(found, of: file), from: source(of: file), by: file.createdBy, tx)
                try await tx.commit([
                    Knowledge.end(file.id, document: document, skipped: found.skipped, error: nil, tx),
                    context.completionStatement(),
                ])
            }
        } catch let refusal as Refusal {
            try await fail(file, refusal.code, scope, context)
        } catch let error as ProviderError {
            if let wait = error.patience, !context.isLastAttempt {
                throw JobRetry(after: min(wait, .seconds(60)), reason: error.fault.code)
            }
            try await fail(file, error.fault.code, scope, context)
        }
    }

    private func fail(
        _ file: KnowledgeImport, _ code: String, _ scope: TenantScope, _ context: JobContext
    ) async throws {
        try await database.tenant(scope) { tx in
            try await tx.commit([
                Knowledge.end(file.id, document: nil, error: code, tx), context.completionStatement(),
            ])
        }
    }

    private func read(_ file: KnowledgeImport, _ content: [UInt8]?) async throws -> ImportedText {
        if let url = file.url {
            let page = try await fetch(url)
            let path = URL(string: page.url)?.lastPathComponent ?? ""
            return try await text(
                page.bytes, name: path.isEmpty || path == "/" ? url : path, type: page.contentType)
        }
        return try await text(content ?? [], name: file.name, type: nil)
    }

    private func text(_ bytes: [UInt8], name: String, type: String?) async throws -> ImportedText {
        guard !bytes.isEmpty else { throw Refusal(code: ImportedText.Fault.empty.rawValue) }
        guard let kind = ImportedText.kind(name: name, type: type, bytes: bytes) else {
            throw Refusal(code: ImportedText.Fault.unsupportedType.rawValue)
        }
        do {
            guard kind == .pdf else { return try ImportedText.read(kind, bytes, name: name) }
            guard let pdf else { throw Refusal(code: "no_pdftotext") }
            let words = try await pdf.text(of: bytes)
            // A scan has pictures of words.
            guard !Words.oneLine(words).isEmpty else { throw Refusal(code: "pdf_no_text") }
            return try ImportedText.read(.pdf, Array(words.utf8), name: name)
        } catch let fault as ImportedText.Fault {
            throw Refusal(code: fault.rawValue)
        } catch let fault as PDFText.Fault {
            throw Refusal(code: fault.rawValue)
        }
    }

    private func draft(_ found: ImportedText, of file: KnowledgeImport) -> KnowledgeDraft {
        KnowledgeDraft(
            title: found.title, kind: found.isFAQ ? "faq" : file.kind, format: found.format,
            content: found.content)
    }

    private func source(of file: KnowledgeImport) -> KnowledgeSource {
        file.url.map { .url($0) } ?? .file(file.name)
    }
}

extension ProviderError {
    /// How long to wait for what may be better later; nil for what stays as it is.
    fileprivate var patience: Duration? {
        switch self {
        case .unavailable(_, let after): after ?? .seconds(5)
        case .rateLimited(_, let after, _): after ?? .seconds(30)
        case .ambiguous: .seconds(5)
        case .rejected, .blocked, .unauthorized: nil
        }
    }
}
