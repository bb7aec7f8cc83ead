import Domain
import Foundation
import Hummingbird
import Postgres
import Web

extension ComplianceRoutes {
    /// Sends the person a code, over one of the ways that the page has shown.
    @Sendable func sendCode(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let query = form["q"] ?? ""
        guard let reference = SubjectReference(query) else {
            return try await personPage(query, request: request, context)
        }
        let wanted = form["way"].flatMap { UUID(uuidString: $0) }
        let way = try await database.tenant(context.scope) { tx in
            let subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
            return try await Compliance.ways(of: subject, at: Date(), tx: tx).first { $0.conversation == wanted }
        }
        guard let way else {
            return try await personPage(query, notice: "compliance.code.no_way", request: request, context)
        }
        let isSent = try await eraser.sendCode(by: way, actor: context.agent.name, as: context.scope)
        if isSent { outboxHasWork() }
        return try await personPage(
            query, notice: isSent ? nil : "compliance.code.too_many", request: request, context)
    }

    @Sendable func checkCode(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let query = form["q"] ?? ""
        guard let reference = SubjectReference(query) else {
            return try await personPage(query, request: request, context)
        }
        let subject = try await database.tenant(context.scope) { tx in
            try await Compliance.subject(reference, of: tx.tenant, in: tx)
        }
        let answer = try await eraser.checkCode(form.text("code") ?? "", of: subject, as: context.scope)
        let notice: String? =
            switch answer {
            case .proved: nil
            case .wrong: "compliance.code.wrong"
            case .over: "compliance.code.over"
            }
        return try await personPage(query, notice: notice, request: request, context)
    }

    /// `whatsapp (**) *****-7777` with the channel's own name; what somebody wrote by hand stays.
    static func proofWords(_ how: String, _ localizer: Localizer) -> String {
        guard let space = how.firstIndex(of: " ") else { return how }
        guard let channel = localizer.strings["channel.\(how[..<space])"] else { return how }
        return localizer(
            "compliance.proof.code", ["channel": channel, "address": String(how[how.index(after: space)...])])
    }
}

extension PersonPage.Proof {
    init(_ standing: SubjectProof.Standing, _ ways: [SubjectProof.Way], _ localizer: Localizer) {
        isProved = standing.isProved
        word = localizer(standing.isProved ? "compliance.proof.given" : "compliance.proof.missing")
        style = standing.isProved ? "chip-good" : "chip-warn"
        detail = standing.provedAt.map {
            "\(ComplianceRoutes.proofWords(standing.how, localizer)) · \(localizer.dateTime($0))"
        }
        hasWays = !ways.isEmpty
        self.ways = ways.map {
            .init(
                value: $0.conversation.lowercase,
                label: "\(localizer("channel.\($0.channel)")) · \($0.name) · \($0.address)")
        }
        open = standing.openUntil.map { localizer("compliance.code.open", ["until": localizer.time($0)]) }
    }
}
