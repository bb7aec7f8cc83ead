import Domain
import Synchronization

/// Reads an answer that comes as a stream of chunks, tells its words as they come, and makes of it what the server would have
/// answered without a stream: what follows need not know the difference.
final class ChatStream: Sendable {
    private struct State {
        var events = ServerEvents()
        var content = ""
        var refusal = ""
        var finish: String?
        var snapshot: JSON?
        var usage: JSON?
        var error: JSON?
        var thoughts = HiddenThoughts()
        var isOpen = false
        var hasBegun = false
        var hasWords = false
        var isDone = false
        var isGarbled = false

        var wantsMore: Bool { !isDone && !isGarbled && error == nil }
    }

    /// How long it may say nothing once it has begun.
    let idle: Duration
    private let tell: @Sendable (OpenAI.Progress) -> Void
    private let state = Mutex(State())
    /// Bytes of an answer; no model writes so much.
    private static let limit = 1 << 20

    init(idle: Duration, tell: @escaping @Sendable (OpenAI.Progress) -> Void) {
        self.idle = idle
        self.tell = tell
    }

    /// The model was at work: whatever became of it, that is paid for.
    var isPaid: Bool { state.withLock { $0.isOpen && ($0.hasBegun || $0.error == nil) } }
    var hasWords: Bool { state.withLock { $0.hasWords } }
    /// As far as the server has counted.
    var usage: TokenUsage? { state.withLock { ChatReply.usage($0.usage) } }

    /// False when nothing more is wanted.
    func take(_ bytes: [UInt8]) -> Bool {
        let (words, wantsMore) = state.withLock { state -> (String, Bool) in
            state.isOpen = true
            guard let events = try? state.events.read(bytes) else {
                state.isGarbled = true
                return ("", false)
            }
            return (Self.take(events, &state), state.wantsMore)
        }
        if !words.isEmpty { tell(.words(words)) }
        return wantsMore
    }

    /// The answer as one JSON text; anything else where the stream held none.
    func whole() throws(ProviderError) -> [UInt8] {
        let (words, end) = state.withLock { state -> (String, State) in
            let last = state.events.finish()
            var words = state.wantsMore ? Self.take(last.map { [$0] } ?? [], &state) : ""
            words += state.thoughts.finish()
            return (words, state)
        }
        if !words.isEmpty { tell(.words(words)) }
        if let error = end.error { return (["error": error] as JSON).serialize() }
        if end.isGarbled { return [] }
        guard end.isDone || end.finish != nil else {
            throw .unavailable(
                ProviderFault(code: "connection_closed", title: "The answer broke off"), retryAfter: nil)
        }
        let message: JSON = .object([
            ("content", JSON(end.content)), ("refusal", end.refusal.isEmpty ? .none : .some(JSON(end.refusal))),
        ])
        let choice: JSON = .object([("message", message), ("finish_reason", end.finish.map { JSON($0) })])
        return JSON.object([("model", end.snapshot), ("choices", [choice]), ("usage", end.usage)]).serialize()
    }

    private static func take(_ events: [ServerEvents.Event], _ state: inout State) -> String {
        var words = ""
        for event in events where state.wantsMore {
            guard event.data != "[DONE]" else {
                state.isDone = true
                break
            }
            guard let chunk = try? JSON.parse(Array(event.data.utf8), limits: .init(invalidText: .replace)),
                chunk.kind == .object
            else {
                state.isGarbled = true
                break
            }
            words += take(chunk, &state)
            if event.name == "error", state.error == nil { state.error = chunk }
        }
        return words
    }

    private static func take(_ chunk: JSON, _ state: inout State) -> String {
        if let error = chunk["error"], !error.isNull {
            state.error = error
            return ""
        }
        if let snapshot = chunk["model"], !snapshot.isNull { state.snapshot = snapshot }
        if let usage = chunk["usage"], !usage.isNull { state.usage = usage }
        guard let choice = chunk["choices"]?[0] else { return "" }
        state.hasBegun = true
        if let finish = choice["finish_reason"]?.string { state.finish = finish }
        let piece = choice["delta"] ?? choice["message"]
        let text = ChatReply.text(piece?["content"])
        state.refusal += piece?["refusal"]?.string ?? ""
        state.hasWords = state.hasWords || !text.isEmpty || !state.refusal.isEmpty
        state.content += text
        if state.content.utf8.count + state.refusal.utf8.count > limit { state.isGarbled = true }
        return state.thoughts.pass(text)
    }
}

/// Keeps back what a model thinks aloud between `<think>` and `</think>` at the beginning of its answer.
struct HiddenThoughts {
    private enum Place { case start, inside, after }

    private var place = Place.start
    private var held = ""

    /// Of the next words, those that may be told.
    mutating func pass(_ text: String) -> String {
        guard place != .after else { return text }
        held += text
        if place == .start {
            let begun = held.drop(while: \.isWhitespace)
            if Self.open.hasPrefix(begun) && begun.count < Self.open.count { return "" }
            guard begun.hasPrefix(Self.open) else { return tellHeld(from: held.startIndex) }
            place = .inside
        }
        guard let end = held.firstRange(of: "</think>") else { return "" }
        return tellHeld(from: end.upperBound)
    }

    /// What looked like the beginning of a thought and was not.
    mutating func finish() -> String { place == .start ? tellHeld(from: held.startIndex) : "" }

    private static let open = "<think>"

    private mutating func tellHeld(from start: String.Index) -> String {
        defer { held = "" }
        place = .after
        return String(held[start...])
    }
}
