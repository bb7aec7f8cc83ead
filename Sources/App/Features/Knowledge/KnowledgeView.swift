import Domain
import Foundation
import Providers
import Web

/// Documents, imports and gaps in the reader's words.
struct KnowledgeView: Sendable {
    let localizer: Localizer
    let now: Date
    let mayWrite: Bool

    func words(_ code: String) -> String {
        localizer.strings["knowledge.error.\(code)"] ?? localizer.strings["knowledge.problem.\(code)"]
            ?? localizer("knowledge.error.other")
    }

    func choices(_ key: String, _ values: [String], selected: String) -> [KnowledgePage.Choice] {
        values.map {
            .init(value: $0, label: localizer("knowledge.\(key).\($0)"), isSelected: $0 == selected)
        }
    }

    func list(
        _ documents: [KnowledgeDocument], _ imports: [KnowledgeImport], gaps: Int, query: Form,
        notice: String? = nil,
        problem: String? = nil
    ) -> KnowledgePage {
        let search = query["q"]?.trimmingWhitespace ?? ""
        let (status, kind) = (query["status"] ?? "", query["kind"] ?? "")
        let wanted = Words.split(search)
        let shown = documents.filter { document in
            (status.isEmpty || document.status == status) && (kind.isEmpty || document.kind == kind)
                && wanted.allSatisfy { word in
                    Words.split("\(document.title) \(document.sourceName ?? "")").contains {
                        $0.hasPrefix(word)
                    }
                }
        }
        return KnowledgePage(
            notice: notice, problem: problem, search: search,
            statuses: [
                .init(value: "", label: localizer("knowledge.status.any"), isSelected: status.isEmpty)
            ]
                + choices("status", KnowledgeDraft.statuses, selected: status),
            kinds: [.init(value: "", label: localizer("knowledge.kind.any"), isSelected: kind.isEmpty)]
                + choices("kind", KnowledgeDraft.kinds, selected: kind),
            mayWrite: mayWrite, gaps: gaps > 0 ? localizer("knowledge.gaps.count", count: gaps) : nil,
            rows: shown.map(row), isNarrowed: !search.isEmpty || !status.isEmpty || !kind.isEmpty,
            imports: self.imports(imports), isEmpty: documents.isEmpty)
    }

    private func row(_ document: KnowledgeDocument) -> KnowledgePage.Row {
        .init(
            id: document.id.lowercase, title: document.title,
            kind: localizer("knowledge.kind.\(document.kind)"),
            source: document.origin == "catalogue"
                ? localizer("knowledge.origin.catalogue") : document.sourceName,
            status: localizer("knowledge.status.\(document.status)"),
            style: document.status == "published"
                ? "chip-good" : document.status == "draft" ? "chip-warn" : "",
            validity: validity(document), facts: facts(document))
    }

    func facts(_ document: KnowledgeDocument) -> String {
        var parts = [
            document.isIndexed
                ? localizer("knowledge.chunks", count: document.chunks) : localizer("knowledge.indexing")
        ]
        if document.version > 1 {
            parts.append(localizer("knowledge.version", ["version": "\(document.version)"]))
        }
        if document.priority != 0 {
            parts.append(localizer("knowledge.priority.is", ["priority": "\(document.priority)"]))
        }
        parts.append(localizer.ago(document.updatedAt, now: now))
        if !document.editedBy.isEmpty { parts.append(document.editedBy) }
        return parts.joined(separator: " · ")
    }

    /// The last day on which it holds: `valid_until` is the first moment at which it does not.
    private func lastDay(_ date: Date) -> Date { date.addingTimeInterval(-1) }

    private func validity(_ document: KnowledgeDocument) -> String? {
        if let until = document.validUntil {
            let day = ["date": localizer.date(lastDay(until))]
            return localizer(until <= now ? "knowledge.validity.ended" : "knowledge.validity.until", day)
        }
        guard let from = document.validFrom, from > now else { return nil }
        return localizer("knowledge.validity.from", ["date": localizer.date(from)])
    }

    func imports(_ all: [KnowledgeImport]) -> KnowledgeImportsModel {
        KnowledgeImportsModel(
            isRunning: all.contains { $0.state == .queued || $0.state == .running },
            lines: all.map { file in
                var detail: [String] = []
                if let error = file.error { detail.append(words(error)) }
                if file.skipped > 0 {
                    detail.append(localizer("knowledge.import.skipped", count: file.skipped))
                }
                detail.append(localizer.ago(file.createdAt, now: now))
                if !file.createdBy.isEmpty { detail.append(file.createdBy) }
                return .init(
                    name: file.name, state: localizer("knowledge.import.state.\(file.state.rawValue)"),
                    style: file.state == .done
                        ? "chip-good" : file.state == .failed ? "chip-bad" : "chip-info",
                    detail: detail.joined(separator: " · "), document: file.document?.lowercase)
            })
    }

    // MARK: One document

    func form(
        _ document: KnowledgeDocument?, _ draft: KnowledgeDraft, versions: [KnowledgeVersion] = [],
        gaps: [KnowledgeGap] = [], dates: (from: String, until: String)? = nil, notice: String? = nil,
        problem: String? = nil
    ) -> KnowledgeFormPage {
        let path = document.map { "/knowledge/docs/\($0.id.lowercase)" }
        return KnowledgeFormPage(
            title: document?.title ?? localizer("knowledge.new"), action: path ?? "/knowledge",
            notice: notice,
            problem: problem, mayWrite: mayWrite, draftTitle: draft.title, content: draft.content,
            kinds: choices("kind", KnowledgeDraft.kinds, selected: draft.kind),
            formats: choices("format", ["markdown", "text"], selected: draft.format),
            statuses: choices("status", KnowledgeDraft.statuses, selected: draft.status),
            priority: "\(draft.priority)",
            validFrom: dates?.from ?? draft.validFrom.map(localizer.day) ?? "",
            validUntil: dates?.until ?? draft.validUntil.map { localizer.day(lastDay($0)) } ?? "",
            gaps: gaps.map(\.id.lowercase).joined(separator: ","),
            asked: gaps.map { .init(text: $0.question) },
            hasAsked: !gaps.isEmpty,
            source: document.flatMap { found in
                found.origin == "catalogue"
                    ? localizer("knowledge.origin.catalogue.help")
                    : found.sourceName.map { localizer("knowledge.origin.help", ["name": $0]) }
            },
            facts: document.map(facts),
            versions: versions.map { old in
                .init(
                    number: "\(old.version)", href: "\(path ?? "")/versions/\(old.version)", title: old.title,
                    detail: [localizer.dateTime(old.writtenAt), old.editedBy].filter { !$0.isEmpty }.joined(
                        separator: " · "))
            }, hasVersions: !versions.isEmpty, delete: path.map { "\($0)/delete" })
    }

    func version(_ old: KnowledgeVersion, of document: UUID) -> KnowledgeVersionPage {
        let path = "/knowledge/docs/\(document.lowercase)"
        return KnowledgeVersionPage(
            title: old.title, back: path,
            detail: [
                localizer("knowledge.version", ["version": "\(old.version)"]),
                localizer.dateTime(old.writtenAt),
                old.editedBy,
            ].filter { !$0.isEmpty }.joined(separator: " · "), content: old.content,
            restore: mayWrite ? "\(path)/versions/\(old.version)/restore" : nil)
    }

    // MARK: Gaps

    static let shownOthers = 5

    func gaps(_ all: [KnowledgeGap], notice: String? = nil) -> KnowledgeGapsPage {
        let groups = GapCluster.of(all.map(\.question)).prefix(60).map {
            cluster -> KnowledgeGapsPage.Group in
            let members = cluster.members.map { all[$0] }
            let main = all[cluster.representative]
            let ids = members.map(\.id.lowercase).prefix(100).joined(separator: ",")
            var seen: Set<String> = [Words.split(main.question).joined(separator: " ")]
            let others = members.map(\.question).filter { question in
                seen.insert(Words.split(question).joined(separator: " ")).inserted
            }
            let last = members.map(\.askedAt).max() ?? main.askedAt
            return .init(
                question: main.question, count: localizer("knowledge.gaps.times", count: members.count),
                last: localizer.ago(last, now: now),
                others: others.prefix(Self.shownOthers).map { .init(text: $0) },
                ids: ids, write: "/knowledge/new?gaps=\(ids)",
                conversation: main.conversation.map { "/support/\($0.lowercase)" })
        }
        return KnowledgeGapsPage(notice: notice, mayWrite: mayWrite, groups: Array(groups))
    }

    /// A document that answers questions, ready but for the answer.
    func draft(answering gaps: [KnowledgeGap]) -> KnowledgeDraft {
        let questions = gaps.map(\.question)
        let place = GapCluster.of(questions).first?.representative
        let question = place.flatMap { questions.indices.contains($0) ? questions[$0] : nil } ?? ""
        return KnowledgeDraft(
            title: question, kind: "faq", content: question.isEmpty ? "" : "## \(question)\n\n",
            status: "published")
    }

    // MARK: Test

    func result(_ found: AssistantTrial.Result, question: String) -> KnowledgeTestPage.Result {
        let (threshold, cost) = (found.turn.settings.threshold, found.turn.attempts.microUSD)
        var isOffer = false
        if case .offer = found.outcome { isOffer = true }
        let verdict =
            if isOffer {
                "offer"
            } else if found.answer != nil {
                found.answer?.citations.isEmpty == true ? "courtesy" : "answer"
            } else if found.handoff == .noEvidence { "gap" } else { "person" }
        var facts = [localizer("knowledge.test.step", ["step": found.step])]
        if let reason = found.handoff {
            facts.append(localizer.strings["handoff.reason.\(reason.rawValue)"] ?? reason.rawValue)
        }
        facts.append(
            found.answer.map { localizer("knowledge.test.author", ["author": $0.author]) }
                ?? localizer("knowledge.test.threshold", ["threshold": score(threshold)]))
        if cost > 0 { facts.append(localizer("knowledge.test.cost", ["cost": dollars(cost)])) }
        return .init(
            verdict: localizer("knowledge.test.verdict.\(verdict)"),
            style: verdict == "person" ? "chip-warn" : verdict == "gap" ? "chip-bad" : "chip-good",
            answer: found.answer?.text,
            sources: found.answer?.citations.map { passage($0.passage, threshold, text: $0.quote) }
                ?? [],
            facts: facts.joined(separator: " · "),
            problems: found.turn.refused.map { .init(text: $0.report) },
            passages: found.passages.map { passage($0, threshold) },
            write: verdict == "gap" && mayWrite
                ? "/knowledge/new?q=\(question.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
                : nil)
    }

    private func passage(_ found: FoundPassage, _ threshold: Double, text: String? = nil)
        -> KnowledgeTestPage.Passage
    {
        .init(
            title: found.headingPath.isEmpty ? found.title : found.headingPath, text: text ?? found.text,
            score: score(found.relevance),
            percent: "\(Int((min(max(found.relevance, 0), 1) * 100).rounded()))",
            style: found.relevance >= threshold ? "chip-good" : "", document: found.document.lowercase)
    }

    private func score(_ value: Double) -> String {
        let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
        let digits = hundredths % 100 < 10 ? "0\(hundredths % 100)" : "\(hundredths % 100)"
        return "\(hundredths / 100)\(localizer.language == .english ? "." : ",")\(digits)"
    }

    private func dollars(_ microUSD: Int64) -> String {
        let digits = String(microUSD % 1_000_000)
        return "US$ \(microUSD / 1_000_000)\(localizer.language == .english ? "." : ",")"
            + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
