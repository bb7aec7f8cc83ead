import Domain
import Foundation
import Web

/// `/settings/templates`
struct TemplatesPage: PageModel {
    struct Card: Encodable {
        let href: String
        let name: String
        let language: String
        let category: String
        let status: String
        let statusStyle: String
        let quality: String?
        let qualityStyle: String
        let text: String
        /// Why it stands so and what to do; nil for one that is fine.
        let advice: String?
        let detail: String?
    }

    struct Business: Encodable {
        let name: String
        let synced: String
        let failure: String?
    }

    let notice: String?
    let problem: String?
    let businesses: [Business]
    let hasBusiness: Bool
    let cards: [Card]
    let hasTemplates: Bool
    let canChange: Bool

    static let template = "templates/index"
    static let sample = TemplatesPage(
        notice: "Guardado", problem: "Não deu",
        businesses: [.init(name: "Loja", synced: "há 5 min", failure: "Sem permissão")], hasBusiness: true,
        cards: [
            .init(
                href: "/settings/templates/1", name: "pedido_enviado", language: "Português (Brasil)",
                category: "Utilidade", status: "Aprovado", statusStyle: "chip-good", quality: "Alta",
                qualityStyle: "chip-good", text: "Olá {{nome}}", advice: "Espere", detail: "Reason")
        ], hasTemplates: true, canChange: true)
}

extension TemplatesPage {
    init(
        _ templates: [MessageTemplate], _ businesses: [TemplateBusiness], canChange: Bool, notice: String?,
        problem: String?, now: Date, _ localizer: Localizer
    ) {
        self.notice = notice
        self.problem = problem
        self.businesses = businesses.map { business in
            Business(
                name: business.name,
                synced: business.syncedAt.map {
                    localizer("templates.synced", ["ago": localizer.ago($0, now: now)])
                } ?? localizer("templates.synced.never"),
                failure: business.errorCode.map { code in
                    localizer("templates.sync.failed", ["reason": "\(business.errorTitle ?? "") (\(code))"])
                })
        }
        hasBusiness = !businesses.isEmpty
        cards = templates.map { Card($0, localizer) }
        hasTemplates = !cards.isEmpty
        self.canChange = canChange
    }
}

extension TemplatesPage.Card {
    init(_ template: MessageTemplate, _ localizer: Localizer) {
        href = "/settings/templates/\(template.id.lowercase)"
        name = template.name
        language = TemplateWords.language(template.language, localizer)
        category = TemplateWords.category(template.category, localizer)
        status = TemplateWords.status(template.state, localizer)
        statusStyle = TemplateWords.style(template.state)
        let rating = TemplateWords.quality(template.quality, localizer)
        quality = template.maySend ? rating?.label : nil
        qualityStyle = rating?.style ?? ""
        text = String(template.form.text([:]).prefix(240))
        advice = TemplateWords.advice(template, localizer)
        detail = template.detail
    }
}

/// `/settings/templates/{id}`
struct TemplatePage: PageModel {
    struct Variable: Encodable {
        let name: String
        let place: String
    }

    let href: String
    let card: TemplatesPage.Card
    let notice: String?
    let problem: String?
    let problems: [String]
    let hasProblems: Bool
    let preview: TemplatePreviewModel
    let variables: [Variable]
    let hasVariables: Bool
    let account: String
    let updated: String
    let waits: String?
    let canChange: Bool
    let canEdit: Bool
    let canSubmit: Bool
    let canCopy: Bool
    let copyHref: String

    static let template = "templates/show"
    static let sample = TemplatePage(
        href: "/settings/templates/1", card: TemplatesPage.sample.cards[0], notice: "Guardado", problem: "Não deu",
        problems: ["Falta"], hasProblems: true, preview: .sample,
        variables: [.init(name: "nome", place: "Mensagem")], hasVariables: true, account: "Loja · 700800900",
        updated: "há 5 min", waits: "Há uma mudança", canChange: true, canEdit: true, canSubmit: true, canCopy: true,
        copyHref: "/settings/templates/new?from=1")
}

extension TemplatePage {
    struct Moment {
        var notice: String?
        var problem: String?
        var problems: [String] = []
        let now: Date
    }

    init(
        _ template: MessageTemplate, _ businesses: [TemplateBusiness], isAdmin: Bool, _ moment: Moment,
        _ localizer: Localizer
    ) {
        href = "/settings/templates/\(template.id.lowercase)"
        card = TemplatesPage.Card(template, localizer)
        notice = moment.notice
        problem = moment.problem
        problems = moment.problems
        hasProblems = !problems.isEmpty
        preview = TemplatePreviewModel(
            template.form, values: template.draft?.examples ?? [:], file: template.headerFile, localizer)
        var seen: Set<String> = []
        variables = template.form.slots.filter { seen.insert($0.name).inserted }.map { slot in
            Variable(name: slot.name, place: TemplateWords.place(slot.place, localizer))
        }
        hasVariables = !variables.isEmpty
        let name = businesses.first { $0.id == template.businessAccount }?.name
        account = [name, template.businessAccount].compactMap(\.self).joined(separator: " · ")
        updated = localizer("templates.updated", ["ago": localizer.ago(template.updatedAt, now: moment.now)])
        let differs =
            !template.isDraft
            && template.draft.map { $0.draft().draft.shape.isEqual(to: template.form.components) } == false
        waits = differs && isAdmin ? localizer("templates.draft.waits") : nil
        canChange = isAdmin
        canEdit = isAdmin && template.mayChange
        canSubmit = isAdmin && (template.isDraft || differs && template.mayChange)
        canCopy = isAdmin && template.document != nil
        copyHref = "/settings/templates/new?from=\(template.id.lowercase)"
    }
}
