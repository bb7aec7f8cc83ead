import Domain
import Foundation
import Privacy
import Web

/// `/settings/events/{id}`: what came, and what was made of it.
struct EventPage: PageModel {
    struct Fact: Encodable {
        let label: String
        let value: String
    }
    struct Fault: Encodable {
        let path: String
        let reason: String
        let word: String
    }

    let href: String
    let time: String
    let at: String
    let account: String
    let verdict: String
    let style: String
    let facts: [Fact]
    let headers: [Fact]
    let hasHeaders: Bool
    let faults: [Fault]
    let hasFaults: Bool
    let body: String
    let isCut: Bool
    let isOpen: Bool
    let canReplay: Bool
    let run: ReplayModel?

    static let template = "settings/event"
    static let sample = EventPage(
        href: "/settings/events/1", time: "14:00", at: "2026-11-20T14:00:00Z", account: "Loja", verdict: "Processado",
        style: "chip-good",
        facts: [.init(label: "Itens", value: "1")], headers: [.init(label: "content_type", value: "application/json")],
        hasHeaders: true,
        faults: [.init(path: "entry[0]", reason: "Tipo desconhecido", word: "unknown_type")], hasFaults: true,
        body: "{}", isCut: true,
        isOpen: true, canReplay: true, run: .sample)
}

extension EventPage {
    /// - Parameter isOpen: personal data is shown as it came.
    init(_ event: LoggedEvent, isOpen: Bool, run: ReplayRun?, _ localizer: Localizer) {
        href = "/settings/events/\(event.id.lowercase)"
        time = localizer.dateTime(event.receivedAt)
        at = localizer.iso(event.receivedAt)
        account = event.account
        (verdict, style) = EventLog.verdict(event, localizer)
        var facts = [
            Fact(label: localizer("events.provider"), value: EventLog.provider(event.provider)),
            Fact(label: localizer("events.items"), value: localizer.number(event.items)),
            Fact(label: localizer("events.known"), value: localizer.number(event.duplicates)),
            Fact(label: localizer("events.deliveries"), value: localizer.number(event.deliveries)),
            Fact(label: localizer("events.size"), value: InboxView.size(event.size)),
        ]
        if let processed = event.processedAt {
            facts.append(Fact(label: localizer("events.processed_at"), value: localizer.dateTime(processed)))
        }
        if event.isReplayed {
            facts.append(Fact(label: localizer("events.again"), value: localizer("events.replayed")))
        }
        self.facts = facts
        let mask: (String) -> String = { isOpen ? $0 : Mask.text($0) }
        headers =
            event.headers.map { headers in
                headers.members.compactMap { header in
                    header.value.scalarText.map { Fact(label: header.key, value: mask($0)) }
                }
            } ?? []
        hasHeaders = !headers.isEmpty
        faults = (event.errors?.array ?? []).prefix(50).map { fault in
            let word = fault["reason"]?.string ?? ""
            return Fault(path: fault["path"]?.string ?? "", reason: EventLog.reason(word, localizer), word: word)
        }
        hasFaults = !faults.isEmpty
        body = PrettyJSON.text(mask(String(decoding: event.body, as: UTF8.self)).utf8)
        isCut = event.size > event.body.count
        self.isOpen = isOpen
        canReplay = event.state != "pending"
        self.run = run.map { ReplayModel($0, localizer) }
    }
}

/// How far a replay is.
struct ReplayModel: PageModel {
    let text: String
    let style: String
    let total: Int
    let done: Int
    let isDone: Bool
    /// Where to ask again.
    let href: String

    static let template = "settings/replay"
    static let sample = ReplayModel(
        text: "3 de 10", style: "notice-good", total: 10, done: 3, isDone: true, href: "/settings/events/progress?run=1"
    )
}

extension ReplayModel {
    init(_ run: ReplayRun, _ localizer: Localizer) {
        isDone = run.pending == 0
        total = run.total
        done = run.total - run.pending
        style = !isDone ? "" : run.failed > 0 ? "notice-warn" : "notice-good"
        let numbers = [
            "done": localizer.number(done), "total": localizer.number(total), "good": localizer.number(run.processed),
            "failed": localizer.number(run.failed),
        ]
        text = localizer(
            !isDone ? "events.run.going" : run.failed > 0 ? "events.run.failed" : "events.run.good", numbers)
        href = "/settings/events/progress?run=\(run.micros)"
    }
}
