import Domain
import Foundation
import Testing

@testable import Providers

struct MetaBusinessTests {
    @Test("every call of a body is a notice, in its envelope or handed on without one")
    func calls() {
        let value = #"{"calls":[{"id":"a","from":"553187651234","event":"connect"},{"id":"b","event":"terminate"}]}"#
        let whole = #"{"entry":[{"id":"300","changes":[{"field":"calls","value":\#(value)}]}]}"#
        for body in [value, whole] {
            let webhook = MetaWhatsApp.parse(Array(body.utf8), receivedAt: Fixture.now)
            #expect(webhook.notices == ["call_connect", "call_terminate"] && webhook.failures.isEmpty)
        }
    }

    private func item(_ field: String, _ value: String) throws -> InboundItem {
        let body =
            #"{"object":"whatsapp_business_account","entry":[{"id":"300","time":1760000100,"changes":[{"field":"\#(field)","value":\#(value)}]}]}"#
        let webhook = MetaWhatsApp.parse(Array(body.utf8), receivedAt: Fixture.now)
        #expect(webhook.failures.isEmpty && webhook.items.count == 1 && webhook.items.first?.address == "300")
        return try #require(webhook.items.first?.item)
    }

    private static let of =
        #""message_template_id":77,"message_template_name":"oi","message_template_language":"pt_BR""#

    @Test(
        "every event of a template is told with its status and reason",
        arguments: [
            (
                "message_template_status_update", #""event":"APPROVED","reason":"NONE""#,
                .status(.approved, nil, detail: nil)
            ),
            (
                "message_template_status_update", #""event":"REJECTED","reason":"SCAM""#,
                .status(.rejected, .scam, detail: nil)
            ),
            (
                "message_template_status_update", #""event":"REJECTED","reason":"NEW_REASON""#,
                .status(.rejected, .other, detail: nil)
            ),
            (
                "message_template_status_update",
                #""event":"FLAGGED","reason":null,"disable_info":{"disable_date":"January 31"}"#,
                .status(.flagged, nil, detail: "January 31")
            ),
            (
                "message_template_status_update",
                #""event":"PAUSED","other_info":{"title":"FIRST_PAUSE","description":"3 hours"}"#,
                .status(.paused, nil, detail: "FIRST_PAUSE. 3 hours")
            ),
            ("message_template_quality_update", #""new_quality_score":"YELLOW""#, .quality("YELLOW")),
            ("template_category_update", #""new_category":"MARKETING""#, .category("MARKETING")),
            ("message_template_components_update", #""message_template_element":"oi""#, .content),
        ] as [(String, String, TemplateNotice.Change)])
    func templates(field: String, members: String, change: TemplateNotice.Change) throws {
        guard case .template(let notice) = try item(field, "{\(Self.of),\(members)}") else { throw Unexpected() }
        #expect(
            notice
                == TemplateNotice(
                    templateID: "77", name: "oi", language: "pt_BR", change: change,
                    at: Date(timeIntervalSince1970: 1_760_000_100)))
    }

    @Test("only approved and flagged templates may leave")
    func sendable() {
        #expect(TemplateStatus.allCases.filter(\.maySend) == [.approved, .flagged])
        #expect(TemplateStatus(provider: "reinstated") == .approved && TemplateStatus(provider: "?") == nil)
        #expect(TemplateRejection(provider: "NONE") == nil && TemplateRejection(provider: nil) == nil)
    }

    @Test(
        "an account that was closed, banned or freed changes its connection",
        arguments: [
            (#"{"event":"ACCOUNT_DELETED"}"#, .disconnected, "account_deleted"),
            (#"{"event":"PARTNER_REMOVED"}"#, .disconnected, "partner_removed"),
            (#"{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE"}}"#, .refused, "disabled_update"),
            (#"{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE"}}"#, .connected, "disabled_update"),
            (#"{"event":"ACCOUNT_RECONNECTED"}"#, .connected, "account_reconnected"),
        ] as [(String, ConnectionNotice.State, String)])
    func connection(value: String, state: ConnectionNotice.State, reason: String) throws {
        guard case .connection(let notice) = try item("account_update", value) else { throw Unexpected() }
        #expect(notice == ConnectionNotice(state, reason: reason))
    }

    @Test(
        "everything else of the account is a notice with its event, known or not",
        arguments: [
            (
                "account_update", #"{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"ADULT"}}"#,
                "account_update_account_violation_adult"
            ),
            ("account_update", "{}", "account_update_unknown"),
            (
                "phone_number_quality_update", #"{"event":"FLAGGED","current_limit":"TIER_10K"}"#,
                "phone_number_quality_update_flagged"
            ),
            ("account_review_update", #"{"decision":"APPROVED"}"#, "account_review_update_approved"),
            ("message_template_status_update", #"{"event":"APPROVED"}"#, "message_template_status_update"),
            (
                "message_template_status_update", "{\(MetaBusinessTests.of),\"event\":\"DREAMT\"}",
                "message_template_status_update"
            ),
        ])
    func notices(field: String, value: String, word: String) throws {
        guard case .notice(word) = try item(field, value) else { throw Unexpected() }
    }
}
