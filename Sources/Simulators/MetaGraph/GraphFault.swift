import Domain

/// What is asked of the Graph API.
extension SimulatedOperation {
    package static let send: Self = "send"
    package static let markRead: Self = "mark_read"
    package static let numberInfo: Self = "number_info"
    package static let subscribe: Self = "subscribe"
    package static let mediaUpload: Self = "media_upload"
    package static let mediaInfo: Self = "media_info"
    package static let mediaDownload: Self = "media_download"
    package static let mediaDelete: Self = "media_delete"
    package static let templateCreate: Self = "template_create"
    package static let templateEdit: Self = "template_edit"
    package static let templateList: Self = "template_list"
    package static let templateDelete: Self = "template_delete"
    package static let exampleStart: Self = "example_start"
    package static let exampleUpload: Self = "example_upload"
    package static let tokenHealth: Self = "token_health"
    // Of pages and Instagram accounts.
    package static let senderAction: Self = "sender_action"
    package static let profile: Self = "profile"
    package static let pageInfo: Self = "page_info"
    package static let tokenRenewal: Self = "token_renewal"
}

extension SimulatedFault.Kind {
    /// Refuses with a Graph error; nothing is done.
    package static func error(
        code: Int, status: Int = 400, title: String = "Injected error", retryAfter: Int? = nil
    ) -> Self {
        let refusal = GraphError(
            code: code, status: status, message: "(#\(code)) \(title)", retryAfter: retryAfter
        ).refusal
        return .error(status: refusal.status, body: refusal.body, retryAfter: refusal.retryAfter)
    }
}
