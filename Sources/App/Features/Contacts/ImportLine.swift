import Domain
import Foundation
import Web

/// One row of an imported table, read by the meaning of its columns.
struct ImportLine: Sendable {
    let row: CSVRow
    var name: String?
    var phone: ContactAddress?
    var email: ContactAddress?
    var locale: String?
    var tags: [String] = []
    var note: String?
    /// Why it cannot be used: a code with its words in `contacts.import.error.…`.
    var fault: String?

    init(_ row: CSVRow, mapping: [ContactColumn?]) {
        self.row = row
        fault = row.fault
        guard fault == nil else { return }
        do {
            var names: [String] = []
            for (field, column) in zip(row.fields, mapping) {
                let text = CSVWriter.original(field.trimmingWhitespace)
                if !text.isEmpty, let column { try read(text, column, &names) }
            }
            name = names.isEmpty ? nil : try ContactEdit.line(names.joined(separator: " "), "name", Contacts.Limit.name)
            if name == nil, phone == nil, email == nil { fault = "empty_contact" }
        } catch {
            fault = (error as? Problem)?.code ?? "invalid_row"
        }
    }

    private mutating func read(_ text: String, _ column: ContactColumn, _ names: inout [String]) throws {
        switch column {
        case .name: names.insert(text, at: 0)
        case .surname: names.append(text)
        case .phone:
            guard let address = ContactAddress(text), address.claim.kind == .phone else {
                throw Problem.unprocessable("invalid_phone")
            }
            phone = address
        case .email:
            guard let address = ContactAddress(text), address.claim.kind == .email else {
                throw Problem.unprocessable("invalid_email")
            }
            email = address
        case .tags: tags = try Contacts.tags(text.split(whereSeparator: { ";|".contains($0) }).map(String.init))
        case .locale: locale = Contacts.languages.first { $0.lowercased().hasPrefix(text.lowercased().prefix(2)) }
        case .note:
            guard text.utf16.count <= Contacts.Limit.note else { throw Problem.unprocessable("text_too_long") }
            note = text
        }
    }

    var keys: [ImportPlan.Key] {
        [phone, email].compactMap { $0.map { .init(kind: $0.claim.kind.rawValue, matchKey: $0.claim.matchKey) } }
    }
}
