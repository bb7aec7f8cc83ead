import Domain
import Foundation
import Hummingbird
import NIOCore
import Postgres
import Web

/// `/api/compliance`: what v2.0 clients rely on, by telephone number and by any identity.
package struct ComplianceAPI: Sendable {
    let eraser: Eraser
    let policy: RetentionPolicy
    var database: Database { eraser.database }

    /// Wakes the jobs that carry messages away.
    let outboxHasWork: @Sendable () -> Void

    package init(
        eraser: Eraser, policy: RetentionPolicy, outboxHasWork: @escaping @Sendable () -> Void = {}
    ) {
        self.outboxHasWork = outboxHasWork
        self.eraser = eraser
        self.policy = policy
    }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.post("api/compliance/export_data", use: exportData)
        api.post("api/compliance/delete_data", use: deleteData)
        api.post("api/compliance/verification", use: sendCode)
        api.post("api/compliance/verification/confirm", use: checkCode)
        api.get("api/compliance/policies", use: policies)
        addHolds(to: api)
    }

    struct Body: Sendable {
        var number: String?
        var format: String
        var complete: Bool
        var reason: String
        var preview: Bool
        var channel: String?
        var code: String
    }

    /// The body, whatever types its members have: a number may be a text or digits.
    func body(_ request: Request, _ context: ApiContext) async throws -> Body {
        let bytes = Array(try await request.bytes(limit: 65_536).readableBytesView)
        guard let json = try? JSON.parse(bytes), json.kind == .object else { throw Problem.badRequest("invalid_json") }
        if let company = json["company_id"], !company.isNull {
            guard let number = company.int ?? company.string.flatMap({ Int($0) }), number > 0 else {
                throw Problem.badRequest("invalid_company_id")
            }
            guard number == context.token.tenantNumber else { throw Problem(.notFound, code: "company_not_found") }
        }
        let number = (json["number"] ?? json["identity"])?.scalarText?.trimmingWhitespace
        return Body(
            number: number?.isEmpty == false ? number : nil, format: json["format"]?.string?.lowercased() ?? "json",
            complete: json["complete"]?.bool ?? false, reason: String((json["reason"]?.string ?? "").prefix(400)),
            preview: json["preview"]?.bool ?? false, channel: json["channel"]?.string,
            code: json["code"]?.scalarText ?? "")
    }

    func reference(_ body: Body) throws -> SubjectReference {
        guard let number = body.number else { throw Problem.badRequest("number_required") }
        guard let reference = SubjectReference(number) else { throw Problem.badRequest("invalid_number") }
        return reference
    }

    @Sendable func exportData(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await body(request, context)
        let reference = try reference(body)
        let isKnown = ["json", "csv"].contains(body.format)
        let found = try await database.tenant(context.scope, deadline: .seconds(120)) { tx -> ExportedRecords? in
            let subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
            if body.complete, !subject.contacts.isEmpty {
                guard try await Compliance.proof(of: subject, at: Date(), in: tx.tenant, tx).isProved else {
                    return nil
                }
            }
            let records =
                isKnown ? try await Compliance.records(of: subject, complete: body.complete, tx: tx) : ExportedRecords()
            let facts = Compliance.exportFacts(reference.masked, format: body.format, complete: body.complete)
            try await tx.commit([
                Audit.note(
                    "export_data", of: "compliance", subject.contacts.first?.lowercase,
                    outcome: isKnown ? .success : .failure, facts, tx: tx)
            ])
            return records
        }
        guard let records = found else { throw Problem(.forbidden, code: "subject_not_verified") }
        guard isKnown else { throw Problem.badRequest("unsupported_format") }
        if body.format == "csv" {
            return .file("compliance_export.csv", "text/csv; charset=utf-8", Array(records.table.utf8))
        }
        let number = body.complete ? reference.value : reference.masked
        return .json(records.json(company: context.token.tenantNumber, number: number))
    }

    @Sendable func deleteData(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await body(request, context)
        let reference = try reference(body)
        let receipt: ErasureReceipt
        if body.preview {
            receipt = try await eraser.preview(.reference(reference), of: context.scope).1
        } else {
            receipt = try await eraser.erase(
                .init(target: .reference(reference), reason: body.reason, by: "API"), as: context.scope)
            if receipt.isHeld { throw Problem(.conflict, code: "legal_hold") }
        }
        let counts = receipt.counts
        let deleted = JSON.object([
            ("conversations", JSON(counts["conversations"] ?? 0)), ("contexts", JSON(counts["contacts"] ?? 0)),
            ("feedbacks", JSON(counts["feedback_events"] ?? 0)), ("delivery_logs", JSON(counts["outbox"] ?? 0)),
        ])
        return .json(
            .object([
                ("deleted", deleted), ("number", JSON(reference.masked)),
                ("certificate", receipt.id.map { JSON($0.lowercase) }),
                ("preview", body.preview ? true : nil), ("held", receipt.isHeld ? true : nil),
            ]))
    }

    /// Sends the person a code over a channel that they are known by.
    @Sendable func sendCode(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await body(request, context)
        let reference = try reference(body)
        let ways = try await database.tenant(context.scope) { tx in
            let subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
            return try await Compliance.ways(of: subject, at: Date(), tx: tx)
        }
        guard let way = ways.first(where: { body.channel == nil || $0.channel == body.channel }) else {
            throw Problem(.conflict, code: "no_way_to_send")
        }
        guard try await eraser.sendCode(by: way, actor: "API", as: context.scope) else {
            throw Problem(.tooManyRequests, code: "too_many_codes", headers: [.retryAfter: "3600"])
        }
        outboxHasWork()
        return .json(
            .object([
                ("channel", JSON(way.channel)), ("address", JSON(way.address)),
                ("expires_in", JSON(Int(SubjectProof.lasts))),
            ]))
    }

    @Sendable func checkCode(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await body(request, context)
        let reference = try reference(body)
        let subject = try await database.tenant(context.scope) { tx in
            try await Compliance.subject(reference, of: tx.tenant, in: tx)
        }
        let answer = try await eraser.checkCode(body.code, of: subject, as: context.scope)
        switch answer {
        case .proved: return .json(JSON.object([("verified", true)]))
        case .wrong: throw Problem.unprocessable("wrong_code")
        case .over: throw Problem(.conflict, code: "no_open_code")
        }
    }

    @Sendable func policies(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        if let text = try request.query()["company_id"] {
            guard let number = Int(text), number > 0 else { throw Problem.badRequest("invalid_company_id") }
            guard number == context.token.tenantNumber else { throw Problem(.notFound, code: "company_not_found") }
        }
        return .json(
            [
                "company_id": JSON(context.token.tenantNumber),
                "retention_days": [
                    "contexts": JSON(policy.contexts), "feedback": JSON(policy.feedback),
                    "ab_events": JSON(policy.abEvents),
                ],
                "cache_ttl_seconds": [
                    "context_history": JSON(policy.contextTTL), "business_ai_insights": JSON(policy.insightsTTL),
                ],
            ])
    }
}

/// How long what is kept; the operator's part of it. A shop's own days are `ai_support_config.data_retention_days`.
package struct RetentionPolicy: Sendable, Equatable {
    package var contexts = 90
    package var feedback = 90
    package var abEvents = 120
    package var contextTTL = 600
    package var insightsTTL = 3600
    /// Months that fiscal records are kept.
    package var fiscalMonths = 132

    package init() {}
}

extension Compliance {
    static func exportFacts(_ masked: String, format: String, complete: Bool) -> JSON {
        ["subject": JSON(masked), "format": JSON(String(format.prefix(20))), "complete": JSON(complete)]
    }
}

extension Response {
    /// A JSON value of our own making, never cached.
    static func json(_ value: JSON) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: value.serialize())))
    }

    /// A file to keep, never cached. `name` is ours.
    static func file(_ name: String, _ type: String, _ bytes: [UInt8]) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
