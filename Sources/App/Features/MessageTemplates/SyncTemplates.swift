import Domain
import Foundation
import Postgres
import Providers
import Web

/// What reading Meta's list changed.
package struct TemplateSyncReport: Sendable, Equatable, Encodable {
    package var added = 0
    package var changed = 0
    package var gone = 0

    package var isQuiet: Bool { added + changed + gone == 0 }
}

extension TemplateStudio {
    /// Reads Meta's list of one business account and makes ours the same. Whatever comes of it is written down.
    package func sync(_ business: String, _ tenant: TenantID) async throws -> TemplateSyncReport {
        let (client, _) = try await client(for: business, tenant)
        let started = now()
        let listed: [MetaWhatsApp.Template]
        do {
            listed = try await client.templates(of: business)
        } catch {
            let fault = error.fault
            _ = try await database.system("how reading a shop's templates went") {
                try await $0.execute(
                    MessageTemplates.syncFailed(
                        business, started, fault.code, fault.detail ?? fault.title, tenant.value))
            }
            throw Problem.meta(error)
        }
        return try await database.system("templates of a shop are as Meta says") { system in
            let known = try await system.query(MessageTemplates.lockAll(business, tenant.value)).map(KnownTemplate.init)
            let plan = TemplateSync(known: known, listed: listed, started: started)
            try await system.commit(
                plan.statements(business, tenant.value) + [MessageTemplates.synced(business, started, tenant.value)])
            return plan.report
        }
    }

    /// Asks for a sync soon; one that waits already is enough.
    func requestSync(_ business: String, _ tenant: TenantID) async throws {
        _ = try await database.system("a shop's templates have to be read again") {
            try await $0.execute(MessageTemplates.requestSync(business, tenant))
        }
        hasWork()
    }
}

/// What a sync has to know of a row.
struct KnownTemplate: Sendable {
    let id: UUID
    let name: String
    let language: String
    let category: String
    let state: String
    let providerID: String?
    let rejection: String?
    let quality: String?
    let components: JSON
    let names: TemplateNames
    let noticedAt: Date?

    init(_ row: Row) throws {
        id = try row("id")
        name = try row("name")
        language = try row("language")
        category = try row("category")
        state = try row("status")
        providerID = try row("provider_id")
        rejection = try row("rejection")
        quality = try row("quality")
        components = (try? JSON.parse(row("components") as String)) ?? []
        let data = Data((try row("names") as String).utf8)
        names = (try? JSONDecoder().decode(TemplateNames.self, from: data)) ?? TemplateNames()
        noticedAt = try row("noticed_at")
    }
}

/// Decides what Meta's list changes. Pure: the same rows and the same list give the same plan, and the plan's result gives an empty one.
struct TemplateSync {
    struct Write {
        var id: UUID
        var template: MetaWhatsApp.Template
        var state: String
        var rejection: String?
        /// Friendly names stay while the text has as many variables.
        var names: TemplateNames
        var keepsDetail: Bool
    }

    private(set) var writes: [Write] = []
    private(set) var gone: [UUID] = []
    private(set) var report = TemplateSyncReport()

    init(known: [KnownTemplate], listed: [MetaWhatsApp.Template], started: Date) {
        var rows: [String: KnownTemplate] = [:]
        for row in known { rows["\(row.name)/\(row.language)"] = row }
        for template in listed {
            guard let row = rows.removeValue(forKey: "\(template.name)/\(template.language)") else {
                guard
                    !writes.contains(where: {
                        $0.template.name == template.name && $0.template.language == template.language
                    })
                else { continue }
                writes.append(
                    Write(
                        id: .v7(), template: template, state: Self.state(template),
                        rejection: template.rejection?.rawValue, names: TemplateNames(), keepsDetail: false))
                report.added += 1
                continue
            }
            // A notice that came while the list was being read is newer than the list.
            let isNewer = row.noticedAt.map { $0 >= started } ?? false
            let state = isNewer ? row.state : Self.state(template)
            let rejection = isNewer ? row.rejection : template.rejection?.rawValue
            let form = TemplateForm(components: template.components, names: row.names)
            let isSame =
                state == row.state && rejection == row.rejection && template.id == row.providerID
                && template.category == row.category && (template.quality ?? row.quality) == row.quality
                && template.components.isEqual(to: row.components)
            if isSame { continue }
            writes.append(
                Write(
                    id: row.id, template: template, state: state, rejection: rejection,
                    names: form.fits(row.names) ? row.names : TemplateNames(), keepsDetail: state == row.state))
            report.changed += 1
        }
        gone = rows.values.filter { row in
            row.providerID != nil && row.state != "deleted" && !(row.noticedAt.map { $0 >= started } ?? false)
        }.map(\.id).sorted { $0.uuidString < $1.uuidString }
        report.gone = gone.count
    }

    private static func state(_ template: MetaWhatsApp.Template) -> String { template.status?.rawValue ?? "unknown" }
}

extension JSON {
    /// The same values, whatever the order of members.
    func isEqual(to other: JSON) -> Bool {
        guard kind == other.kind else { return false }
        switch kind {
        case .object:
            let (mine, theirs) = (Array(members), Array(other.members))
            return mine.count == theirs.count
                && mine.allSatisfy { key, value in other[key].map { value.isEqual(to: $0) } ?? false }
        case .array:
            let (mine, theirs) = (Array(elements), Array(other.elements))
            return mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.isEqual(to: $1) }
        default: return text() == other.text()
        }
    }
}

extension TemplateForm {
    /// Names were given to as many variables as the text has now.
    func fits(_ names: TemplateNames) -> Bool {
        let plain = TemplateForm(components: components).slots
        let buttons = plain.filter { if case .button = $0.place { true } else { false } }.count
        return plain.count { $0.place == .header } == names.header.count
            && plain.count { $0.place == .body } == names.body.count
            && names.buttons.reduce(0, { $0 + $1.count }) <= buttons
    }
}

extension TemplateStudio {
    /// Meta refused a template that stood as approved here: its list is read again. Failing costs nothing: the next hour does it.
    package func readAgain(after account: UUID, _ tenant: TenantID) async {
        guard let business = try? await channels.credentials(tenant, account).settings["business_account_id"] else {
            return
        }
        try? await requestSync(business, tenant)
    }
}
