import Domain
import Foundation
import Hummingbird

extension MetaGraphSimulator {
    func addTemplateRoutes(to router: Router<SimulatorContext>) {
        router.get(":version/:id/message_templates") { request, context in
            let after = request.uri.queryParameters.get("after").flatMap { Int($0) } ?? 0
            let limit = min(max(request.uri.queryParameters.get("limit").flatMap { Int($0) } ?? 25, 1), 100)
            return try await self.handle(.templateList, request, context, []) { self.listTemplates($0, after, limit) }
        }
        router.post(":version/:id/message_templates") { request, context in
            try await self.handle(
                .templateCreate, request, context, try await Self.body(of: request), self.createTemplate)
        }
        router.delete(":version/:id/message_templates") { request, context in
            let query = request.uri.queryParameters
            let (name, id) = (query.get("name") ?? "", query.get("hsm_id"))
            return try await self.handle(.templateDelete, request, context, []) {
                try self.deleteTemplate($0, name: name, id: id)
            }
        }
        router.post(":version/:id/uploads") { request, context in
            let length = request.uri.queryParameters.get("file_length").flatMap { Int($0) } ?? 0
            return try await self.handle(.exampleStart, request, context, []) { _ in
                guard length > 0 else { throw GraphError.missing("file_length") }
                return .json(["id": "upload:MTphdHRhY2htZW50?sig=AR\(length)"])
            }
        }
        // An upload that has begun, or a template to be changed.
        router.post(":version/:id") { request, context in
            let id = context.parameters.get("id") ?? ""
            let body = try await Self.body(of: request)
            return id.hasPrefix("upload:")
                ? try await self.handle(.exampleUpload, request, context, body, self.uploadExample)
                : try await self.handle(.templateEdit, request, context, body) { try self.editTemplate($0, id) }
        }
        router.get(":version/debug_token") { request, context in
            let token = request.uri.queryParameters.get("input_token")
            return try await self.handle(.tokenHealth, request, context, []) { _ in self.tokenHealth(token) }
        }
    }

    private func listTemplates(_ call: GraphCall, _ after: Int, _ limit: Int) -> Response {
        let mine = read { $0.templates.filter { $0.businessAccountID == call.account.businessAccountID } }
        let page = mine.dropFirst(after).prefix(limit)
        let end = after + page.count
        let next: JSON? = end < mine.count ? "https://graph.facebook.com/next" : nil
        let paging = JSON.object([
            ("cursors", ["before": JSON("\(after)"), "after": JSON("\(end)")]), ("next", next),
        ])
        return .json(["data": JSON(page.map(\.json)), "paging": paging])
    }

    private func createTemplate(_ call: GraphCall) throws -> Response {
        let body = call.body
        try GraphTemplateRules.check(new: body, handles: read { $0.exampleHandles })
        let template = GraphState.Template(
            id: String(Int.random(in: 100_000_000_000_000...999_999_999_999_999)),
            businessAccountID: call.account.businessAccountID, name: body["name"]?.string ?? "",
            language: body["language"]?.string ?? "", category: body["category"]?.string ?? "",
            components: body["components"] ?? [])
        try change { state in
            let isTaken = state.templates.contains { other in
                other.businessAccountID == template.businessAccountID && other.name == template.name
                    && other.language == template.language
            }
            guard !isTaken else {
                throw GraphError(
                    code: 100, message: "(#100) Invalid parameter", details: "Content in this language already exists",
                    subcode: 2_388_024)
            }
            state.templates.append(template)
        }
        approveSoon(template.name, template.language)
        return .json(["id": JSON(template.id), "status": "PENDING", "category": JSON(template.category)])
    }

    private func editTemplate(_ call: GraphCall, _ id: String) throws -> Response {
        let handles = read { $0.exampleHandles }
        try GraphTemplateRules.check(components: call.body["components"] ?? [], handles)
        let changed = try change { state in
            guard let index = state.templates.firstIndex(where: { $0.id == id }) else {
                throw GraphError.unknownObject(id)
            }
            state.templates[index].components = call.body["components"] ?? []
            state.templates[index].category = call.body["category"]?.string ?? state.templates[index].category
            state.templates[index].status = "PENDING"
            state.templates[index].rejectedReason = nil
            return state.templates[index]
        }
        approveSoon(changed.name, changed.language)
        return .json(["success": true])
    }

    private func deleteTemplate(_ call: GraphCall, name: String, id: String?) throws -> Response {
        try change { state in
            let count = state.templates.count
            state.templates.removeAll { template in
                template.businessAccountID == call.account.businessAccountID && template.name == name
                    && (id == nil || template.id == id)
            }
            guard state.templates.count < count else {
                throw GraphError(code: 100, message: "(#100) Message Template Not Found", subcode: 2_593_002)
            }
        }
        return .json(["success": true])
    }

    private func uploadExample(_ call: GraphCall) throws -> Response {
        guard !call.bytes.isEmpty else { throw GraphError.parameter("The file is empty") }
        let handle = "4::" + Data((0..<24).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        change { $0.exampleHandles.insert(handle) }
        return .json(["h": JSON(handle)])
    }

    private func tokenHealth(_ token: String?) -> Response {
        let account = read { state in state.accounts.values.first { $0.accessToken == token } }
        return .json([
            "data": .object([
                ("app_id", "100000000000001"), ("type", "SYSTEM_USER"), ("is_valid", JSON(account != nil)),
                ("expires_at", JSON(account?.tokenExpiresAt.map { Int64($0.timeIntervalSince1970) } ?? 0)),
                ("scopes", ["whatsapp_business_management", "whatsapp_business_messaging"]),
            ])
        ])
    }

    // MARK: Meta's people

    /// Puts a template in place, reviewed already.
    package func addTemplate(
        _ name: String, language: String = "pt_BR", components: JSON, status: String = "APPROVED",
        of businessAccountID: String
    ) {
        change { state in
            state.templates.append(
                .init(
                    id: "\(9_000_000 + state.templates.count)", businessAccountID: businessAccountID, name: name,
                    language: language, components: components, status: status))
        }
    }

    /// Decides over a template (APPROVED, REJECTED with a reason, PAUSED, …) and tells the shop by webhook; gives the status the
    /// server answered with. Does nothing when there is no such template.
    @discardableResult
    package func review(_ name: String, language: String = "pt_BR", as event: String, reason: String? = nil)
        async throws
        -> Int
    {
        guard let webhook = decide(name, language, event, reason) else { return 0 }
        return try await core.deliver(webhook)
    }

    /// Changes a template's quality or its category and tells the shop, as ``review(_:language:as:reason:)`` does.
    @discardableResult
    package func rate(_ name: String, language: String = "pt_BR", quality: String) async throws -> Int {
        let webhook = webhook(name, language, "message_template_quality_update") { template in
            template.quality = quality
            return ["new_quality_score": JSON(quality)]
        }
        guard let webhook else { return 0 }
        return try await core.deliver(webhook)
    }

    @discardableResult
    package func move(_ name: String, language: String = "pt_BR", to category: String) async throws -> Int {
        let webhook = webhook(name, language, "template_category_update") { template in
            let before = template.category
            template.category = category
            return ["previous_category": JSON(before), "new_category": JSON(category)]
        }
        guard let webhook else { return 0 }
        return try await core.deliver(webhook)
    }

    private func decide(_ name: String, _ language: String, _ event: String, _ reason: String?) -> SimulatedWebhook? {
        webhook(name, language, "message_template_status_update") { template in
            template.status = event
            template.rejectedReason = reason
            return [
                "event": JSON(event), "reason": JSON(reason ?? "NONE"),
                "message_template_category": JSON(template.category),
            ]
        }
    }

    /// Approves by itself some seconds after it was handed in, where Meta's people are asked to be quick.
    private func approveSoon(_ name: String, _ language: String) {
        guard read({ $0.approvesTemplates }) else { return }
        core.post(after: .seconds(4)) { [self] in decide(name, language, "APPROVED", nil) }
    }

    private func webhook(
        _ name: String, _ language: String, _ field: String, _ body: (inout GraphState.Template) -> JSON
    ) -> SimulatedWebhook? {
        change { state -> SimulatedWebhook? in
            guard let index = state.templates.firstIndex(where: { $0.name == name && $0.language == language }) else {
                return nil
            }
            let value = body(&state.templates[index])
            let template = state.templates[index]
            guard
                let account = state.accounts.values.first(where: { $0.businessAccountID == template.businessAccountID })
            else { return nil }
            return .graph(
                business: account, field: field,
                value: value.setting("message_template_id", JSON(Int64(template.id) ?? 0))
                    .setting("message_template_name", JSON(name)).setting("message_template_language", JSON(language)))
        }
    }
}
