import Domain
import Foundation
import Postgres

/// `knowledge.sync`: bring in what the shop wants imported by itself (`auto_import_*`), and embed anew what another model embedded.
package struct SyncKnowledge: Job {
    package static let name = "knowledge.sync"
    package static let queue = JobQueue.knowledge

    /// nil for all shops: each gets a job of its own.
    package let shop: UUID?

    package init(shop: UUID? = nil) { self.shop = shop }
}

package struct SyncKnowledgeWorker: Sendable {
    let database: Database
    let embedder: Embedder

    package init(database: Database, embedder: Embedder) {
        self.database = database
        self.embedder = embedder
    }

    package func run(_ job: SyncKnowledge, _ context: JobContext) async throws {
        guard let shop = job.shop else { return try await spread() }
        let tenant = TenantID(shop)
        try await database.tenant(.service(tenant)) { tx in
            let wishes = try await Wishes(tx)
            try await catalogue(wishes, tx)
            try await pages(wishes, tx)
            try await embedAnew(tx)
        }
    }

    /// One job a shop that has knowledge or wants some.
    private func spread() async throws {
        try await database.system("shops whose knowledge is kept by itself") { tx in
            let shops = try await tx.query(
                """
                SELECT tenant_id FROM ai_support_config
                WHERE auto_import_products OR auto_import_categories OR auto_import_policies OR auto_import_faqs
                UNION SELECT DISTINCT tenant_id FROM knowledge_base_docs WHERE origin = 'catalogue'
                UNION SELECT DISTINCT tenant_id FROM knowledge_base_chunks WHERE embedding_model IS DISTINCT FROM \(embedder.model)
                """
            ).map { try $0("tenant_id") as UUID }
            guard !shops.isEmpty else { return }
            try await tx.execute(
                Jobs.enqueue(
                    shops.map { shop in
                        JobRequest(
                            SyncKnowledge(shop: shop), tenant: TenantID(shop),
                            options: JobOptions(uniqueKey: "knowledge.sync", maxAttempts: 5))
                    }))
        }
    }

    private struct Wishes {
        let products, categories, policies, faqs: Bool

        init(_ tx: TenantTransaction) async throws {
            let row = try await tx.first(
                """
                SELECT auto_import_products, auto_import_categories, auto_import_policies, auto_import_faqs
                FROM ai_support_config WHERE tenant_id = \(tx.tenant)
                """)
            products = try row.map { try $0("auto_import_products") } ?? false
            categories = try row.map { try $0("auto_import_categories") } ?? false
            policies = try row.map { try $0("auto_import_policies") } ?? false
            faqs = try row.map { try $0("auto_import_faqs") } ?? false
        }
    }

    // MARK: Products and categories

    private func catalogue(_ wishes: Wishes, _ tx: TenantTransaction) async throws {
        let products = try await tx.query(
            """
            SELECT name, description, coalesce(nullif(category, ''), '') AS category, price_cents, stock
            FROM products WHERE tenant_id = \(tx.tenant) AND is_active ORDER BY category NULLS LAST, name, sku LIMIT 5000
            """
        ).map(CatalogueProduct.init)
        let drafts = CatalogueDocuments.make(
            products, products: wishes.products, categories: wishes.categories)
        var kept: [String] = []
        for (name, draft) in drafts {
            let source = KnowledgeSource.catalogue(name)
            _ = try await Knowledge.take(draft, from: source, by: "", tx)
            kept.append(source.key ?? "")
        }
        // What is sold no more, or no longer wanted.
        try await tx.execute(
            """
            DELETE FROM knowledge_base_docs
            WHERE tenant_id = \(tx.tenant) AND origin = 'catalogue' AND source_key <> ALL (\(kept)::text[])
            """)
    }

    // MARK: Pages of the shop

    /// Policies and answers that came from an address are read again once a day.
    private func pages(_ wishes: Wishes, _ tx: TenantTransaction) async throws {
        let kinds = (wishes.policies ? ["policy"] : []) + (wishes.faqs ? ["faq"] : [])
        guard !kinds.isEmpty else { return }
        let stale = try await tx.query(
            """
            SELECT d.kind, substr(d.source_key, 5) AS url FROM knowledge_base_docs d
            WHERE d.tenant_id = \(tx.tenant) AND d.origin = 'url' AND d.kind = ANY (\(kinds)::text[]) AND d.status <> 'archived'
              AND NOT EXISTS (
                SELECT 1 FROM knowledge_imports i WHERE i.tenant_id = d.tenant_id AND i.url = substr(d.source_key, 5)
                  AND i.created_at > now() - interval '23 hours')
            ORDER BY d.id LIMIT 100
            """)
        for row in stale {
            let url: String = try row("url")
            _ = try await Knowledge.queue(
                name: url, url: url, content: nil, kind: try row("kind"), by: "", tx)
        }
    }

    // MARK: Another model

    private func embedAnew(_ tx: TenantTransaction) async throws {
        let documents = try await tx.query(
            """
            SELECT DISTINCT doc_id FROM knowledge_base_chunks
            WHERE tenant_id = \(tx.tenant) AND embedding_model IS DISTINCT FROM \(embedder.model) ORDER BY doc_id LIMIT 5000
            """
        ).map { try $0("doc_id") as UUID }
        for document in documents { try await tx.execute(Knowledge.index(document, tx.scope.tenant)) }
    }
}

/// A product as it is told.
struct CatalogueProduct: Sendable {
    var name: String
    var description: String
    var category: String
    var priceCents: Int64
    var stock: Int?
}

extension CatalogueProduct {
    init(_ row: Row) throws {
        self.init(
            name: try row("name"), description: try row("description"), category: try row("category"),
            priceCents: try row("price_cents"), stock: try row("stock"))
    }
}

/// Documents made from a shop's catalogue: one a category with a heading a product, and one list of the categories.
enum CatalogueDocuments {
    private static let withoutCategory = "Outros produtos"

    static func make(_ all: [CatalogueProduct], products: Bool, categories: Bool) -> [(
        name: String, draft: KnowledgeDraft
    )] {
        var order: [String] = []
        var byCategory: [String: [CatalogueProduct]] = [:]
        for product in all where !Words.oneLine(product.name).isEmpty {
            let words = Words.oneLine(product.category)
            let category = words.isEmpty ? withoutCategory : String(words.prefix(200))
            if byCategory[category] == nil { order.append(category) }
            byCategory[category, default: []].append(product)
        }
        guard !order.isEmpty else { return [] }
        var documents: [(String, KnowledgeDraft)] = []
        if categories {
            let lines = order.map { category in
                let count = byCategory[category]?.count ?? 0
                return "- \(category): \(count) \(count == 1 ? "produto" : "produtos")"
            }
            documents.append(
                (
                    "categories",
                    KnowledgeDraft(
                        title: "Categorias", kind: "product",
                        content: "# Categorias de produtos que vendemos\n\n" + lines.joined(separator: "\n"))
                ))
        }
        if products {
            for category in order {
                let sections = (byCategory[category] ?? []).map(section)
                var content = "# \(category)"
                for section in sections
                where content.utf8.count + section.utf8.count < KnowledgeDraft.contentLimit {
                    content += "\n\n" + section
                }
                documents.append(
                    (
                        "products:\(category)",
                        KnowledgeDraft(title: category, kind: "product", content: content)
                    ))
            }
        }
        return documents
    }

    private static func section(_ product: CatalogueProduct) -> String {
        var lines = ["## \(Words.oneLine(product.name))", ""]
        let description = product.description.split(whereSeparator: \.isNewline).map {
            Words.oneLine(String($0))
        }
        .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        if !description.isEmpty { lines += description + [""] }
        lines.append("- Preço: \(price(product.priceCents))")
        if let stock = product.stock {
            lines.append(stock > 0 ? "- Disponível em estoque" : "- Esgotado no momento")
        }
        return lines.joined(separator: "\n")
    }

    /// `R$ 1.234,50`
    static func price(_ cents: Int64) -> String {
        let (units, rest) = max(cents, 0).quotientAndRemainder(dividingBy: 100)
        var digits = ""
        for (index, digit) in String(units).reversed().enumerated() {
            if index > 0, index % 3 == 0 { digits.append(".") }
            digits.append(digit)
        }
        return "R$ \(String(digits.reversed())),\(rest < 10 ? "0" : "")\(rest)"
    }
}
