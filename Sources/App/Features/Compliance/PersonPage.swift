import Domain
import Postgres
import Foundation
import Web

/// A link of the console's own menu.
struct ComplianceTab: Encodable {
    let href: String
    let label: String
    let isCurrent: Bool

    static let all = ["person", "requests", "holds", "consents", "incidents", "records", "retention"]

    static func tabs(_ current: String, _ localizer: Localizer) -> [ComplianceTab] {
        all.map {
            ComplianceTab(
                href: $0 == "person" ? "/compliance" : "/compliance/\($0)", label: localizer("compliance.tab.\($0)"),
                isCurrent: $0 == current)
        }
    }

    static let sample = [ComplianceTab(href: "/compliance", label: "Pessoa", isCurrent: true)]
}

/// `/compliance`: one person's data, to be looked for, taken away or erased; and what was erased lately.
struct PersonPage: PageModel {
    struct Fact: Encodable {
        let label: String
        let value: String
    }
    struct Erased: Encodable {
        let href: String
        let at: String
        let time: String
        let subject: String
        let rows: String
    }
    struct Found: Encodable {
        let subject: String
        let query: String
        let facts: [Fact]
        let requests: String?
        /// Reasons why nothing of them may go for now.
        let holds: [String]
        let proof: Proof
        /// What a preview has counted.
        let preview: Preview?
    }
    /// Whether the person has proved who they are, and how they can.
    struct Proof: Encodable {
        let word: String
        let style: String
        let detail: String?
        let isProved: Bool
        let hasWays: Bool
        let ways: [Way]
        /// A code is under way.
        let open: String?
    }
    struct Way: Encodable {
        let value: String
        let label: String
    }
    struct Preview: Encodable {
        let summary: String
        let counts: [Fact]
        let exceptions: [Fact]
    }

    let tabs: [ComplianceTab]
    let query: String
    let notice: String?
    let found: Found?
    let hasErased: Bool
    let erased: [Erased]

    static let template = "compliance/person"
    static let sample = PersonPage(
        tabs: ComplianceTab.sample, query: "11 98888-7777", notice: "Ninguém encontrado",
        found: .init(
            subject: "(**) *****-7777", query: "11 98888-7777", facts: [.init(label: "Conversas", value: "2")],
            requests: "1 pedido", holds: ["Processo 1"],
            proof: .init(
                word: "Não comprovada", style: "chip-warn", detail: "por código", isProved: true, hasWays: true,
                ways: [.init(value: "1", label: "WhatsApp")], open: "até 14:00"),
            preview: .init(
                summary: "12 linhas", counts: [.init(label: "messages", value: "10")],
                exceptions: [.init(label: "Pedidos", value: "até 2037")])), hasErased: true,
        erased: [
            .init(
                href: "/compliance/erasures/1", at: "2026-11-20T14:00:00Z", time: "20/11/2026",
                subject: "(**) *****-7777",
                rows: "12")
        ])
}

/// `/compliance/erasures/{id}`: the certificate, to be printed.
struct CertificatePage: PageModel {
    let id: String
    let isHeld: Bool
    let proof: String
    let shop: String
    let officer: String?
    let subject: String
    let at: String
    let time: String
    let by: String
    let reason: String?
    let total: String
    let counts: [PersonPage.Fact]
    let exceptions: [PersonPage.Fact]
    let ledger: String
    let hashes: [String]

    static let template = "compliance/certificate"
    static let sample = CertificatePage(
        id: "0199", isHeld: true, proof: "código", shop: "Loja", officer: "Ana", subject: "(**) *****-7777",
        at: "2026-11-20T14:00:00Z",
        time: "20/11/2026 14:00", by: "Olga", reason: "pedido", total: "12",
        counts: [.init(label: "Mensagens", value: "10")], exceptions: [.init(label: "Pedidos", value: "até 2037")],
        ledger: "sim", hashes: ["ab"])
}

/// An erasure of the register.
struct ErasureRecord: Sendable {
    let id: UUID
    let at: Date
    let subject: String
    let counts: [String: Int]
    let exceptions: [ErasureReceipt.Exception]
    let reason: String
    let actor: String
    let hashes: [String]
    let ledgerAt: Date?
    let isHeld: Bool
    let proof: String

    init(_ row: Row) throws {
        id = try row("id")
        at = try row("erased_at")
        subject = try row("subject")
        let (counts, exceptions): (String, String) = (try row("counts"), try row("exceptions"))
        self.counts = (try? JSON.parse(counts))?.members.reduce(into: [:]) { $0[$1.key] = $1.value.int } ?? [:]
        self.exceptions = ((try? JSON.parse(exceptions))?.array ?? []).map {
            .init(
                what: $0["what"]?.string ?? "", count: $0["count"]?.int ?? 0, until: $0["until"]?.string,
                note: $0["note"]?.string)
        }
        reason = try row("reason")
        actor = try row("actor_name")
        hashes = try row("hashes")
        ledgerAt = try row("ledger_at")
        isHeld = try row("is_held")
        proof = try row("proof")
    }
}

/// Counts and exceptions as people read them.
struct ErasureWords: Sendable {
    let localizer: Localizer

    func counts(_ counts: [String: Int]) -> [PersonPage.Fact] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            .init(label: localizer.strings["compliance.table.\($0.key)"] ?? $0.key, value: localizer.number($0.value))
        }
    }

    func exceptions(_ exceptions: [ErasureReceipt.Exception]) -> [PersonPage.Fact] {
        exceptions.map { one in
            let until = one.until.flatMap { try? Date($0, strategy: .iso8601) }.map { localizer.date($0) }
            return .init(
                label: localizer("compliance.kept.\(one.what)", ["count": localizer.number(one.count)]),
                value: localizer("compliance.why.\(one.what)", ["until": until ?? "–", "note": one.note ?? "–"]))
        }
    }
}
