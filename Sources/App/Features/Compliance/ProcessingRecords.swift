import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// One kind of processing, as the record of processing (LGPD Art. 37) lists it. Words are texts; recipients and periods are what is true in
/// this shop now.
struct ProcessingActivity: Sendable {
    let name: String
    let recipients: [String]
    let kept: String

    static let names = ["support", "assistant", "contacts", "orders", "marketing", "security"]
    /// What the record says of each, in this order.
    static let columns = ["purpose", "basis", "people", "data", "measures"]
}

/// Who processes for the shop.
struct Processor: Sendable, Equatable {
    let name: String
    let task: String
    let place: String
}

/// `/compliance/records`: what is done with personal data here, by whom, and who answers for it.
struct RecordsPage: PageModel {
    struct Activity: Encodable {
        let title: String
        let facts: [PersonPage.Fact]
    }
    struct Partner: Encodable {
        let name: String
        let task: String
        let place: String
    }

    let tabs: [ComplianceTab]
    let notice: String?
    let officer: String
    let contact: String
    let isSmallAgent: Bool
    let activities: [Activity]
    let processors: [Partner]

    static let template = "compliance/records"
    static let sample = RecordsPage(
        tabs: ComplianceTab.sample, notice: "Salvo", officer: "Ana", contact: "ana@loja.com.br", isSmallAgent: true,
        activities: [.init(title: "Atendimento", facts: [.init(label: "Finalidade", value: "Responder")])],
        processors: [.init(name: "Meta", task: "WhatsApp", place: "EUA")])
}

extension ComplianceRoutes {
    /// Recipients are the providers of the channels that are connected, and the model's, if one is used.
    private func facts(_ context: AgentContext) async throws -> (
        channels: [(provider: String, kind: String)], days: Int, settings: Row?
    ) {
        try await database.tenant(context.scope) { tx in
            let channels = try await tx.query(
                """
                SELECT DISTINCT provider, channel_type FROM channel_accounts WHERE tenant_id = \(tx.tenant) AND removed_at IS NULL
                ORDER BY provider, channel_type
                """
            ).map { (provider: try $0("provider") as String, kind: try $0("channel_type") as String) }
            let days: Int =
                try await tx.first("SELECT data_retention_days FROM ai_support_config WHERE tenant_id = \(tx.tenant)")?(
                    "data_retention_days") ?? 365
            return (channels, days, try await tx.first(Compliance.settings(tx)))
        }
    }

    private func activities(
        _ channels: [(provider: String, kind: String)], days: Int, _ localizer: Localizer
    ) -> (activities: [ProcessingActivity], processors: [Processor]) {
        var processors: [Processor] = []
        for (provider, kinds) in Dictionary(grouping: channels, by: \.provider).sorted(by: { $0.key < $1.key }) {
            let words = kinds.map { localizer.strings["channel.\($0.kind)"] ?? $0.kind }
            processors.append(
                Processor(
                    name: EventLog.provider(provider), task: words.joined(separator: ", "),
                    place: localizer(
                        ["zenvia", "z-api"].contains(provider)
                            ? "compliance.place.brazil"
                            : ["smtp", "whaticket", "widget"].contains(provider)
                                ? "compliance.place.own" : "compliance.place.abroad")))
        }
        let lines = processors.map(\.name)
        if let modelHost {
            processors.append(
                Processor(
                    name: modelHost, task: localizer("compliance.task.model"),
                    place: localizer("compliance.place.abroad")))
        }
        let own = [localizer("compliance.recipient.none")]
        let kept = { (days: Int) in localizer("compliance.kept_days", ["days": localizer.number(days)]) }
        let activities = ProcessingActivity.names.map { name in
            let recipients =
                switch name {
                case "support", "marketing": lines.isEmpty ? own : lines
                case "assistant": modelHost.map { [$0] } ?? own
                default: own
                }
            let period =
                switch name {
                case "assistant": kept(policy.days(of: "contexts", shop: days))
                case "orders": localizer("compliance.kept_months", ["months": localizer.number(policy.fiscalMonths)])
                case "support": kept(days)
                case "security": localizer("compliance.kept_five_years")
                default: localizer("compliance.kept_until_asked")
                }
            return ProcessingActivity(name: name, recipients: recipients, kept: period)
        }
        return (activities, processors)
    }

    private func lines(of activity: ProcessingActivity, _ localizer: Localizer) -> [PersonPage.Fact] {
        ProcessingActivity.columns.map {
            .init(label: localizer("compliance.ropa.\($0)"), value: localizer("compliance.ropa.\(activity.name).\($0)"))
        } + [
            .init(label: localizer("compliance.ropa.recipients"), value: activity.recipients.joined(separator: ", ")),
            .init(label: localizer("compliance.ropa.kept"), value: activity.kept),
        ]
    }

    @Sendable func records(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let (channels, days, settings) = try await facts(context)
        let localizer = context.localizer
        let (all, processors) = activities(channels, days: days, localizer)
        let isSaved = try request.query()["saved"] != nil
        let model = RecordsPage(
            tabs: ComplianceTab.tabs("records", localizer), notice: isSaved ? localizer("compliance.saved") : nil,
            officer: try settings?("officer") ?? "", contact: try settings?("officer_contact") ?? "",
            isSmallAgent: try settings?("is_small_agent") ?? false,
            activities: all.map {
                .init(title: localizer("compliance.ropa.\($0.name)"), facts: lines(of: $0, localizer))
            },
            processors: processors.map { .init(name: $0.name, task: $0.task, place: $0.place) })
        return try page(model, "compliance.title", request, context)
    }

    @Sendable func saveOfficer(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let (officer, contact) = (
            String((form.text("officer") ?? "").prefix(200)), String((form.text("contact") ?? "").prefix(300))
        )
        let isSmall = form["small"] == "yes"
        try await database.tenant(context.scope) { tx in
            try await tx.commit([
                """
                INSERT INTO privacy_settings (tenant_id, officer, officer_contact, is_small_agent) VALUES (\(tx.tenant), \(officer), \(contact), \(isSmall))
                ON CONFLICT (tenant_id) DO UPDATE SET officer = excluded.officer, officer_contact = excluded.officer_contact,
                  is_small_agent = excluded.is_small_agent, updated_at = now()
                """
            ])
        }
        return .redirect(to: "/compliance/records?saved=1")
    }

    /// The record of processing, or with `what=processors` the list of processors, as a table.
    @Sendable func exportRecords(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let what = try request.query()["what"] == "processors" ? "processors" : "activities"
        let (channels, days, _) = try await facts(context)
        let localizer = context.localizer
        let (all, processors) = activities(channels, days: days, localizer)
        try await database.tenant(context.scope) { tx in
            try await tx.commit([Audit.note("records_export", of: "compliance", nil, ["what": JSON(what)], tx: tx)])
        }
        var text = "\u{FEFF}"
        if what == "processors" {
            text += CSVWriter.line(["name", "task", "place"].map { localizer("compliance.processor.\($0)") })
            for one in processors { text += CSVWriter.line([one.name, one.task, one.place]) }
            return .file("operadores.csv", "text/csv; charset=utf-8", Array(text.utf8))
        }
        let header = ["activity"] + ProcessingActivity.columns + ["recipients", "kept"]
        text += CSVWriter.line(header.map { localizer("compliance.ropa.\($0)") })
        for one in all {
            text += CSVWriter.line([localizer("compliance.ropa.\(one.name)")] + lines(of: one, localizer).map(\.value))
        }
        return .file("registro-de-operacoes.csv", "text/csv; charset=utf-8", Array(text.utf8))
    }
}
