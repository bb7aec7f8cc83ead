import Domain
import Foundation
import Logging
import Postgres

extension Evaluation {
    /// The assistant of a shop, as this installation would run it; `isOffline` leaves a configured model out.
    package static func run(
        _ suite: EvalSuite, of tenant: TenantID, shop: String, isOffline: Bool, in installation: Installation,
        progress: (Int) -> Void = { _ in }
    ) async throws -> EvalRun {
        var config = installation.config
        if isOffline { config.openAI = nil }
        let (database, scope) = (installation.database, TenantScope(tenant: tenant, role: .owner))
        let models = Models(config, database: database, logger: installation.logger)
        let search = KnowledgeSearch(database: database, embedder: models.embedder)
        let find: @Sendable (TenantScope, String, Int) async throws -> [FoundPassage] = {
            try await search($0, $1, limit: $2)
        }
        let trial = AssistantTrial(
            database: database, search: find, generator: models.generator, logger: installation.logger)
        let chosen = try await database.tenant(scope) { tx in
            try await tx.first("SELECT ai_model FROM ai_support_config WHERE tenant_id = \(tx.tenant)").map {
                try $0("ai_model") as String
            }
        }
        let model = config.openAI == nil ? "offline" : ModelCatalogue.current(chosen ?? "")
        return try await EvalRunner(trial: trial, search: find).run(
            suite, in: scope, shop: shop, model: model, at: Date(), progress: progress)
    }
}
