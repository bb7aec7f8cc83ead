import Domain
import Foundation
import Postgres
import Web

/// A field that the shop gave its contacts, with one contact's value.
struct ContactField: Sendable {
    let id: UUID
    let label: String
    let type: CustomFieldType
    let options: [String]
    let value: String?

    init(_ row: Row) throws {
        id = try row("id")
        label = try row("label")
        type = CustomFieldType(rawValue: try row("type")) ?? .text
        options = try row("options")
        value = try row("value")
    }
}

extension Contacts.Limit {
    static let fields = 40
    static let fieldLabel = 60
}

extension ContactBook {
    /// For administrators: the row-level policies let nobody else write. Gives the field's id.
    @discardableResult
    func addField(_ label: String, type: String, options: [String], by actor: Actor) async throws -> UUID {
        let label = try ContactEdit.line(label, "label", Contacts.Limit.fieldLabel)
        guard !label.isEmpty else { throw Problem.unprocessable("missing_label") }
        guard let type = CustomFieldType(rawValue: type) else { throw Problem.unprocessable("invalid_type") }
        let choices = type == .choice ? try Contacts.tags(options) : []
        guard type != .choice || choices.count > 1 else { throw Problem.unprocessable("missing_options") }
        return try await database.tenant(actor.scope) { tx in
            let all = try await tx.query(Contacts.fields(of: nil, tx: tx)).map(ContactField.init)
            guard all.count < Contacts.Limit.fields else { throw Problem.unprocessable("too_many_fields") }
            guard !all.contains(where: { $0.label.lowercased() == label.lowercased() }) else {
                throw Problem.conflict("field_exists")
            }
            let id = UUID.v7()
            try await tx.commit([Contacts.insertField(id, label, type: type, options: choices, tx: tx)])
            return id
        }
    }

    /// Values stay; the field is no longer shown.
    func archiveField(_ id: UUID, by actor: Actor) async throws {
        try await database.tenant(actor.scope) { tx in
            guard try await tx.execute(Contacts.archiveField(id, tx: tx)) > 0 else { throw Problem.notFound }
        }
    }

    /// Sets the fields that are named; an empty text clears one. Fields are named by id.
    func setFields(_ typed: [UUID: String], of id: UUID, by actor: Actor) async throws {
        try await perform(on: id, by: actor) { _, tx in
            let fields = try await tx.query(Contacts.fields(of: id, tx: tx)).map(ContactField.init)
            guard Set(typed.keys).isSubset(of: fields.map(\.id)) else { throw Problem.unprocessable("unknown_field") }
            var changed: [(field: ContactField, value: String?)] = []
            for field in fields {
                guard let text = typed[field.id] else { continue }
                var value: String?
                if !text.trimmingWhitespace.isEmpty {
                    value = field.type.canonical(text, options: field.options)
                    guard value != nil else { throw Problem.unprocessable("invalid_\(field.type.rawValue)_field") }
                }
                if value != field.value { changed.append((field, value)) }
            }
            guard !changed.isEmpty else { return .none }
            return Change(
                statements: changed.map { Contacts.setField($0.field.id, to: $0.value, of: id, tx: tx) } + [
                    Contacts.event(
                        "fields_edited", ["name": changed.map(\.field.label).joined(separator: ", ")], of: id, by: actor
                    )
                ])
        }
    }
}

extension Contacts {
    /// The shop's fields, with the values of a contact.
    static func fields(of contact: UUID?, tx: TenantTransaction) -> SQL {
        """
        SELECT f.id, f.label, f.type, f.options, v.value FROM contact_fields f
        LEFT JOIN contact_field_values v ON v.tenant_id = f.tenant_id AND v.field_id = f.id AND v.contact_id = \(contact)
        WHERE f.tenant_id = \(tx.tenant) AND f.archived_at IS NULL ORDER BY f.id
        """
    }

    static func insertField(
        _ id: UUID, _ label: String, type: CustomFieldType, options: [String], tx: TenantTransaction
    ) -> SQL {
        """
        INSERT INTO contact_fields (tenant_id, id, label, type, options)
        VALUES (\(tx.tenant), \(id), \(label), \(type.rawValue), \(options))
        """
    }

    static func archiveField(_ id: UUID, tx: TenantTransaction) -> SQL {
        """
        UPDATE contact_fields SET archived_at = now() WHERE tenant_id = \(tx.tenant) AND id = \(id) AND archived_at IS NULL
        """
    }

    static func setField(_ field: UUID, to value: String?, of id: UUID, tx: TenantTransaction) -> SQL {
        guard let value else {
            return
                "DELETE FROM contact_field_values WHERE tenant_id = \(tx.tenant) AND contact_id = \(id) AND field_id = \(field)"
        }
        return """
            INSERT INTO contact_field_values (tenant_id, contact_id, field_id, value) VALUES (\(tx.tenant), \(id), \(field), \(value))
            ON CONFLICT (tenant_id, contact_id, field_id) DO UPDATE SET value = excluded.value, updated_at = now()
            """
    }

    /// Values that only the merged contact has.
    static func fillFields(_ fields: [UUID], from merged: UUID, to survivor: UUID, tx: TenantTransaction) -> SQL {
        """
        INSERT INTO contact_field_values (tenant_id, contact_id, field_id, value)
        SELECT tenant_id, \(survivor)::uuid, field_id, value FROM contact_field_values
        WHERE tenant_id = \(tx.tenant) AND contact_id = \(merged) AND field_id = ANY (\(fields)::uuid[])
        ON CONFLICT DO NOTHING
        """
    }

    /// They leave again where nobody has changed them since.
    static func unfillFields(_ fields: [UUID], from survivor: UUID, to merged: UUID, tx: TenantTransaction) -> SQL {
        """
        DELETE FROM contact_field_values v USING contact_field_values m
        WHERE v.tenant_id = \(tx.tenant) AND v.contact_id = \(survivor) AND v.field_id = ANY (\(fields)::uuid[])
          AND m.tenant_id = v.tenant_id AND m.contact_id = \(merged) AND m.field_id = v.field_id AND m.value = v.value
        """
    }
}
