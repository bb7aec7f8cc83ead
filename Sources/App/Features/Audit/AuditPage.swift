import Domain
import Foundation
import Web

/// `/settings/audit`
struct AuditPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isCurrent: Bool
    }
    struct Line: Encodable {
        let row: String
        let at: String
        let time: String
        let actor: String
        let actorHint: String?
        let action: String
        let what: String
        let outcome: String?
        let style: String
        let facts: String?
        let ip: String?
    }

    let actions: [Choice]
    let actors: [Choice]
    let outcomes: [Choice]
    let resource: String
    let from: String
    let until: String
    let isNarrowed: Bool
    let hasEntries: Bool
    let entries: [Line]
    let next: String?
    let table: String
    /// What reading the chain again has found.
    let verdict: String?
    let verdictStyle: String

    static let template = "settings/audit"
    static let sample = AuditPage(
        actions: [.init(value: "sign_in", label: "Entrada", isCurrent: true)],
        actors: [.init(value: "1", label: "Ana", isCurrent: true)],
        outcomes: [.init(value: "failure", label: "Recusado", isCurrent: true)], resource: "contact",
        from: "2026-11-20", until: "2026-11-21", isNarrowed: true, hasEntries: true,
        entries: [
            .init(
                row: "7", at: "2026-11-20T14:00:00Z", time: "20/11/2026 14:00", actor: "Ana", actorHint: "Pessoa",
                action: "Entrada", what: "Usuário", outcome: "Recusado", style: "chip-bad", facts: "motivo: senha",
                ip: "127.0.0.1")
        ], next: "/settings/audit?cursor=7", table: "/settings/audit/export", verdict: "Íntegro",
        verdictStyle: "notice-good")
}

extension AuditPage {
    init(
        _ all: [AuditEntry], names: [String: String], query: AuditQuery, verdict: Audit.Verdict?, _ localizer: Localizer
    ) {
        let shown = all.prefix(Audit.pageLength)
        let words = AuditWords(localizer: localizer, names: names)
        actions = AuditWords.actions.map {
            Choice(value: $0, label: words.action($0), isCurrent: $0 == query.action)
        }.sorted { $0.label.lowercased() < $1.label.lowercased() }
        actors = names.map { Choice(value: $0.key, label: $0.value, isCurrent: $0.key == query.actor) }
            .sorted { ($0.label.lowercased(), $0.value) < ($1.label.lowercased(), $1.value) }
        outcomes = Audit.Outcome.allCases.map {
            Choice(value: $0.rawValue, label: words.outcome($0), isCurrent: $0 == query.outcome)
        }
        resource = query.resource ?? ""
        from = query.days.from ?? ""
        until = query.days.until ?? ""
        isNarrowed = query.isNarrowed
        hasEntries = !shown.isEmpty
        entries = shown.map { Line($0, words, localizer) }
        next = all.count > shown.count ? shown.last.map { query.path(after: $0.row) } : nil
        table = "/settings/audit/export" + query.text
        self.verdict = verdict.map(words.verdict)
        verdictStyle = verdict?.isWhole == false ? "notice-bad" : "notice-good"
    }
}

extension AuditPage.Line {
    init(_ entry: AuditEntry, _ words: AuditWords, _ localizer: Localizer) {
        row = localizer.number(Int(entry.row))
        at = localizer.iso(entry.at)
        time = localizer.dateTime(entry.at)
        actor = words.actor(entry)
        actorHint = words.actorKind(entry)
        action = words.action(entry.action)
        what = words.resource(entry)
        outcome = entry.outcome == .success ? nil : words.outcome(entry.outcome)
        style = entry.outcome == .denied ? "chip-warn" : "chip-bad"
        facts = words.facts(entry.payload)
        ip = entry.ip
    }
}

/// The log's stable words as people read them.
struct AuditWords: Sendable {
    let localizer: Localizer
    let names: [String: String]

    /// Every act that is written today, for the list of choices; a test holds the texts against it.
    static let actions = [
        "sign_in", "sign_out", "password_change", "role_create", "role_change", "role_remove", "shop_create",
        "shop_change", "token_create", "token_revoke", "channel_create", "channel_change", "secret_change",
        "secret_remove", "data_key_create", "data_key_wrap", "assistant_settings_change", "assistant_settings_remove",
        "channel_settings_create", "channel_settings_change", "channel_settings_remove", "contact_field_create",
        "contact_field_change", "contact_field_remove", "template_create", "template_change", "template_submit",
        "template_remove", "contact_block", "contact_unblock", "contact_merge", "contact_unmerge", "contact_import",
        "contact_export", "consent_change", "suppression_remove", "event_open", "event_replay", "job_retry",
        "job_discard", "audit_export", "export_data", "delete_data", "delete_data_held", "records_export",
        "retention_sweep",
        "subject_request_create", "subject_request_change", "privacy_incident_create", "privacy_incident_change",
        "privacy_settings_create", "privacy_settings_change", "subject_code_create", "subject_code_change",
        "legal_hold_create", "legal_hold_change",
    ]

    func action(_ word: String) -> String { localizer.strings["audit.action.\(word)"] ?? word }

    func outcome(_ outcome: Audit.Outcome) -> String { localizer("audit.outcome.\(outcome.rawValue)") }

    func actor(_ entry: AuditEntry) -> String {
        if let name = names[entry.actor] { return name }
        return switch entry.actorType {
        case "operator": localizer("audit.actor.operator")
        case "system": localizer("audit.actor.system")
        case "anonymous" where entry.actor.isEmpty: localizer("audit.actor.anonymous")
        default: entry.actor
        }
    }

    /// Only where the name does not say it.
    func actorKind(_ entry: AuditEntry) -> String? {
        ["token", "anonymous"].contains(entry.actorType) ? localizer("audit.actor.\(entry.actorType)") : nil
    }

    func resource(_ entry: AuditEntry) -> String {
        let kind = localizer.strings["audit.resource.\(entry.resource)"] ?? entry.resource
        guard let id = entry.resourceID else { return kind }
        return kind + " " + (names[id] ?? (id.utf8.count > 13 ? "…" + id.suffix(8) : id))
    }

    /// `papel: agent → admin · canal: whatsapp`
    func facts(_ payload: JSON) -> String? {
        let parts = payload.members.filter { !$0.value.isNull && $0.value.string != "" }.map {
            "\(fact($0.key)): \(value($0.value, of: $0.key))"
        }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// What a fact is called: in the log, or where it is set.
    func fact(_ key: String) -> String {
        for place in ["audit.fact.", "assistant.field.", "compliance.rule."] {
            if let text = localizer.strings[place + key] { return text }
        }
        return Self.spaced(key)
    }

    private func value(_ value: JSON, of key: String) -> String {
        switch value.kind {
        case .array:
            let items = (value.array ?? []).map { self.value($0, of: key) }
            guard items.count == 2 else { return items.joined(separator: ", ") }
            return items.map { $0.isEmpty ? "–" : $0 }.joined(separator: " → ")
        case .object:
            return value.members.map { "\(fact($0.key)) \(self.value($0.value, of: $0.key))" }.joined(separator: ", ")
        case .true: return localizer("audit.yes")
        case .false: return localizer("audit.no")
        case .null: return "–"
        default: return word(value.scalarText ?? "", of: key)
        }
    }

    /// A word of a closed list as people say it, a moment in the shop's time, anything else as it is.
    func word(_ text: String, of key: String) -> String {
        if let name = names[text] { return name }
        if let moment = Self.moment(text) { return localizer.dateTime(moment) }
        guard Self.isCode(text) else { return text }
        for place in [
            "audit.value.\(key).", "audit.value.", "role.", "channel.", "assistant.tone.", "compliance.request.",
        ] {
            if let said = localizer.strings[place + text] { return said }
        }
        return Self.spaced(text)
    }

    /// Words that programs use among themselves: small letters, digits and what joins them.
    static func isCode(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 60 else { return false }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
        }
    }

    private static func spaced(_ text: String) -> String { text.replacing("_", with: " ") }

    /// As the database writes a moment into JSON.
    private static func moment(_ text: String) -> Date? {
        guard text.utf8.count >= 20, text.hasSuffix("+00:00") || text.hasSuffix("Z"),
            text.utf8.dropFirst(10).first == 0x54
        else { return nil }
        return try? Date(String(text.prefix(19)) + "Z", strategy: .iso8601)
    }

    func verdict(_ verdict: Audit.Verdict) -> String {
        switch verdict {
        case .whole(let rows, let head):
            localizer("audit.whole", count: Int(rows), ["head": "\(rows):\(head)"])
        case .broken(let row, let fault):
            localizer(
                "audit.broken", ["row": localizer.number(Int(row)), "why": localizer("audit.fault.\(fault.rawValue)")])
        }
    }
}
