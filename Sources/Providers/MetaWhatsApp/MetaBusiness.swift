import Domain
import Foundation

/// What Meta says of a business account rather than of a message: templates, standing, limits. A field nobody knows is a notice.
enum MetaBusiness {
    static func item(_ field: String, _ value: JSON, _ at: Date) -> InboundItem {
        let field = MetaEvents.word(field)
        let event = MetaPeople.text(value["event"]).map { MetaEvents.word($0) }
        switch field {
        case "message_template_status_update": return template(value, at, status(value)) ?? .notice(field)
        case "message_template_quality_update":
            return template(
                value, at, MetaPeople.text(value["new_quality_score"]).map { .quality(MetaPeople.cut($0, 20)) })
                ?? .notice(field)
        case "template_category_update":
            return template(value, at, MetaPeople.text(value["new_category"]).map { .category(MetaPeople.cut($0, 20)) })
                ?? .notice(field)
        case "message_template_components_update": return template(value, at, .content) ?? .notice(field)
        case "account_update": return account(event ?? "unknown", value)
        case "phone_number_quality_update", "account_alerts", "business_capability_update", "security":
            return .notice(event.map { "\(field)_\($0)" } ?? field)
        case "account_review_update":
            return .notice("\(field)_\(MetaEvents.word(MetaPeople.text(value["decision"]) ?? ""))")
        default: return .notice(field)
        }
    }

    private static func template(_ value: JSON, _ at: Date, _ change: TemplateNotice.Change?) -> InboundItem? {
        guard let change, let name = MetaPeople.text(value["message_template_name"]),
            let language = MetaPeople.text(value["message_template_language"])
        else { return nil }
        return .template(
            TemplateNotice(
                templateID: MetaPeople.cut(MetaPeople.text(value["message_template_id"]) ?? "", 64),
                name: MetaPeople.cut(name, 512), language: MetaPeople.cut(language, 16), change: change, at: at))
    }

    private static func status(_ value: JSON) -> TemplateNotice.Change? {
        guard let status = MetaPeople.text(value["event"]).flatMap({ TemplateStatus(provider: $0) }) else { return nil }
        let words = [
            value["rejection_info"]?["reason"], value["rejection_info"]?["recommendation"],
            value["other_info"]?["title"],
            value["other_info"]?["description"], value["disable_info"]?["disable_date"],
        ]
        let detail = words.compactMap { MetaPeople.text($0) }.joined(separator: ". ")
        return .status(
            status, TemplateRejection(provider: MetaPeople.text(value["reason"])),
            detail: detail.isEmpty ? nil : Redaction.clean(detail))
    }

    /// Whether the account still works decides; the rest is told only.
    private static func account(_ event: String, _ value: JSON) -> InboundItem {
        let reason = MetaPeople.text(value["violation_info"]?["violation_type"]).map { MetaEvents.word($0) }
        switch (event, value["ban_info"]?["waba_ban_state"]?.string) {
        case ("account_deleted", _), ("partner_removed", _), ("account_offboarded", _):
            return .connection(ConnectionNotice(.disconnected, reason: event))
        case ("disabled_update", "DISABLE"?): return .connection(ConnectionNotice(.refused, reason: event))
        case ("disabled_update", "REINSTATE"?), ("account_reconnected", _):
            return .connection(ConnectionNotice(.connected, reason: event))
        default: return .notice(["account_update", event, reason].compactMap(\.self).joined(separator: "_"))
        }
    }
}
