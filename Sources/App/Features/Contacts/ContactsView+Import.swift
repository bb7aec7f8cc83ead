import Domain
import Foundation
import Web

extension ContactsView {
    static let shownFaults = 50

    func imports(_ all: [ContactImport], notice: String? = nil, text: String = "") -> ImportsPage {
        ImportsPage(
            notice: notice.map(words), text: text,
            imports: all.map { file in
                .init(
                    id: file.id.lowercase, name: file.fileName, time: localizer.dateTime(file.createdAt),
                    state: localizer("contacts.import.state.\(file.state.rawValue)"), style: style(file.state),
                    detail: file.state == .draft
                        ? localizer("contacts.import.rows", count: file.total)
                        : [created(file.created), updated(file.updated), failed(file.failed)].joined(separator: " · "))
            })
    }

    func importing(_ file: ContactImport, _ rehearsal: ContactBook.Rehearsal?, notice: String? = nil) -> ImportPage {
        ImportPage(
            id: file.id.lowercase, name: file.fileName, notice: notice.map(words),
            draft: rehearsal.map { draft(file, $0) },
            progress: rehearsal == nil ? progress(file) : nil)
    }

    func progress(_ file: ContactImport) -> ImportProgress {
        ImportProgress(
            id: file.id.lowercase, state: file.state.rawValue,
            label: localizer("contacts.import.state.\(file.state.rawValue)"),
            isRunning: file.state == .queued || file.state == .running, processed: file.processed,
            total: max(1, file.total),
            created: created(file.created), updated: updated(file.updated), failed: failed(file.failed),
            hasErrors: file.failed > 0, failedForGood: file.state == .failed)
    }

    private func draft(_ file: ContactImport, _ rehearsal: ContactBook.Rehearsal) -> ImportPage.Draft {
        let reachable: Set<ContactColumn> = [.phone, .email]
        let hasAddress = file.mapping.contains { $0.map(reachable.contains) == true }
        let columns = file.headers.indices.map { index in
            let chosen = index < file.mapping.count ? file.mapping[index] : nil
            let samples = rehearsal.samples.compactMap { index < $0.count ? $0[index] : nil }.filter { !$0.isEmpty }
            let none = ImportPage.Choice(
                value: "", label: localizer("contacts.import.ignore"), isSelected: chosen == nil)
            return ImportPage.Column(
                field: "c\(index)", header: file.headers[index].isEmpty ? "\(index + 1)" : file.headers[index],
                samples: samples.joined(separator: ", "),
                choices: [none]
                    + ContactColumn.allCases.map {
                        .init(
                            value: $0.rawValue, label: localizer("contacts.column.\($0.rawValue)"),
                            isSelected: $0 == chosen)
                    })
        }
        let shown = rehearsal.failures.prefix(Self.shownFaults)
        let rest = rehearsal.failures.count - shown.count
        return .init(
            columns: columns, created: created(rehearsal.created), updated: updated(rehearsal.updated),
            failed: failed(rehearsal.failures.count), mayStart: hasAddress && rehearsal.created + rehearsal.updated > 0,
            blocked: hasAddress ? nil : words("no_address_column"),
            faults: shown.map {
                .init(line: $0.line, reason: reason($0.reason), content: $0.fields.joined(separator: "; "))
            },
            moreFaults: rest > 0 ? localizer("contacts.import.more_faults", count: rest) : nil)
    }

    /// Why a row was left out, in the reader's words.
    func reason(_ code: String) -> String {
        localizer.strings["contacts.import.error.\(code)"] ?? localizer.strings["contacts.notice.\(code)"] ?? code
    }

    private func created(_ count: Int) -> String { localizer("contacts.import.created", count: count) }
    private func updated(_ count: Int) -> String { localizer("contacts.import.updated", count: count) }
    private func failed(_ count: Int) -> String { localizer("contacts.import.failed", count: count) }

    private func style(_ state: ContactImport.State) -> String {
        switch state {
        case .draft: ""
        case .queued, .running: "chip-info"
        case .done: "chip-good"
        case .failed: "chip-bad"
        }
    }
}
