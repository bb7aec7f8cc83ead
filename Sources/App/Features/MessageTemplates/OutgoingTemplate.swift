import Domain
import Foundation
import Postgres
import Web

/// A template somebody wants to send, with what is filled in.
package struct OutgoingTemplate: Sendable {
    package enum Choice: Sendable {
        case id(UUID)
        case name(String, language: String)
    }

    package var choice: Choice
    package var values: [String: String]
    /// The header's file; nil for the template's own.
    package var media: OutboundContent.MediaSource?
    /// What a tap on a quick reply brings back, by the button's place.
    package var payloads: [Int: String]

    package init(
        _ choice: Choice, values: [String: String] = [:], media: OutboundContent.MediaSource? = nil,
        payloads: [Int: String] = [:]
    ) {
        self.choice = choice
        self.values = values
        self.media = media
        self.payloads = payloads
    }

    /// The message for one account. Throws why it cannot be sent, and what is missing where.
    ///
    /// - Parameter localizer: whose words the faults are told in.
    func content(for account: UUID, tx: TenantTransaction, _ localizer: Localizer) async throws -> OutboundContent {
        guard let template = try await MessageTemplates.find(choice, for: account, tx: tx) else {
            throw Problem.unknownTemplate
        }
        guard template.maySend else { throw Problem.templateNotApproved }
        if case .link(let link)? = media {
            guard (try? FieldRule.webAddress.check(link)) != nil else {
                throw Problem.template([.init(.header, .invalid, "link")], localizer)
            }
        }
        if case .file(let file)? = media {
            guard try await MessageTemplates.file(file, tx) != nil else {
                throw Problem.template([.init(.header, .missingMedia, template.form.headerMedia)], localizer)
            }
        }
        do {
            return try template.form.fill(
                template.name, language: template.language, values: values,
                media: media ?? template.headerFile.map { .file($0) }, payloads: payloads)
        } catch {
            throw Problem.template(error.list, localizer)
        }
    }
}

extension Problem {
    static let unknownTemplate = Problem.unprocessable(
        "unknown_template",
        detail: "The conversation's number has no template of that id, or of that name and language.")
    static let templateNotApproved = Problem.conflict(
        "template_not_approved",
        detail: "WhatsApp sends approved templates only; GET /api/templates tells the status of each and why.")

    /// What is wrong with a template, or missing to send it.
    static func template(_ problems: [TemplateProblem], _ localizer: Localizer) -> Problem {
        var problem = Problem.unprocessable(
            "template_invalid", detail: "See errors: each names its place and what to do about it.")
        problem.faults = problems.map { TemplateWords.fault($0, localizer) }
        return problem
    }
}
