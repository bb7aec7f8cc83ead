import Domain
import Foundation
import Postgres
import Providers
import Web

extension TemplateStudio {
    /// Hands a template in, new or changed. What WhatsApp would refuse is refused here first, all of it at once.
    package func submit(_ id: UUID, as scope: TenantScope, _ localizer: Localizer) async throws {
        let template = try await template(id, as: scope)
        guard template.mayChange, let document = template.document else { throw Problem.templateFixed }
        let problems = document.problems
        guard problems.isEmpty else { throw Problem.template(problems, localizer) }
        let (client, _) = try await client(for: template.businessAccount, scope.tenant)
        let outcome: (id: String, state: String, category: String)
        let draft: TemplateDraft
        do {
            let handle = try await example(document, client, scope)
            draft = document.draft(handle: handle).draft
            if let known = template.providerID {
                try await client.resubmit(draft, id: known)
                outcome = (known, TemplateStatus.pending.rawValue, draft.category.rawValue)
            } else {
                let answer = try await client.submit(draft, to: template.businessAccount)
                outcome = (answer.id, answer.status?.rawValue ?? "unknown", answer.category)
            }
        } catch let error as ProviderError {
            guard case .ambiguous = error else { throw Problem.meta(error) }
            // It may be there: Meta's list tells.
            try await requestSync(template.businessAccount, scope.tenant)
            throw Problem.submissionUnconfirmed
        }
        _ = try await database.tenant(scope) { tx in
            try await tx.commit([
                try MessageTemplates.submitted(
                    id, as: draft, providerID: outcome.id, state: outcome.state, category: outcome.category,
                    tenant: tx.tenant)
            ])
        }
    }

    /// Meta's handle of the header's sample; nil where the header is no file.
    private func example(
        _ document: TemplateDocument, _ client: MetaWhatsApp.Client, _ scope: TenantScope
    ) async throws -> String? {
        guard let id = document.header?.file_id, !["text", "location"].contains(document.header?.type ?? "") else {
            return nil
        }
        guard let file = try await database.tenant(scope, { try await MessageTemplates.file(id, $0) }),
            let bytes = files.read(file.path)
        else { throw Problem.unprocessable("unknown_file") }
        guard let app = try await client.tokenHealth().appID else {
            throw ProviderError.rejected(ProviderFault(code: "no_app", title: "The token belongs to no app"))
        }
        return try await client.uploadExample(bytes, mimeType: file.mimeType, appID: app)
    }

    /// Deletes at Meta, and here. Meta keeps the name for thirty days.
    package func delete(_ id: UUID, as scope: TenantScope) async throws {
        let template = try await template(id, as: scope)
        if let known = template.providerID, template.status != .deleted {
            let (client, _) = try await client(for: template.businessAccount, scope.tenant)
            do {
                try await client.deleteTemplate(named: template.name, id: known, of: template.businessAccount)
            } catch {
                // Gone already, by somebody else's hand: the same end.
                guard error.isNoSuchTemplate else { throw Problem.meta(error) }
            }
        }
        _ = try await database.tenant(scope) { try await $0.commit([MessageTemplates.delete(id, tenant: $0.tenant)]) }
    }
}

extension ProviderError {
    /// Meta knows no template of that name or id.
    fileprivate var isNoSuchTemplate: Bool {
        guard case .rejected(let fault) = self else { return false }
        return fault.code == "100" && fault.title.localizedCaseInsensitiveContains("template not found")
    }
}
