import Domain
import Web

/// What is told of an answer while it is made. An answer that must be checked shows where it is, never its words.
package enum TurnProgress: Sendable, Equatable {
    case stage(Stage)
    /// The next words of a text that needs no check.
    case words(String)
    /// Those told so far do not count.
    case restart

    package enum Stage: String, Sendable, CaseIterable {
        case searching, writing, checking

        /// The part of the work that a gate is; most gates take no time.
        init?(gate: String) {
            switch gate {
            case "retrieve": self = .searching
            case "generate": self = .writing
            case "verify": self = .checking
            default: return nil
            }
        }
    }
}

extension ServerEvent {
    /// `stage`, `words` or `restart`.
    init(_ progress: TurnProgress, _ localizer: Localizer) {
        switch progress {
        case .stage(let stage):
            let facts: JSON = ["stage": JSON(stage.rawValue), "label": JSON(localizer("stage.\(stage.rawValue)"))]
            self.init(name: "stage", data: facts.text())
        case .words(let text): self.init(name: "words", data: (["text": JSON(text)] as JSON).text())
        case .restart: self.init(name: "restart", data: "{}")
        }
    }
}

/// Puts personal data back into words that come in pieces: a token may be torn over two of them.
struct RevealedWords {
    private let names: Pseudonyms
    private var held = ""
    /// A token is shorter.
    private static let longest = 40

    init(_ names: Pseudonyms) { self.names = names }

    /// Of the next words, those that stand for certain.
    mutating func pass(_ words: String) -> String {
        held += words
        let open = held.lastIndex(of: "[") ?? held.endIndex
        let tail = held[open...]
        let isTorn = !tail.contains("]") && tail.count <= Self.longest
        let end = isTorn ? open : held.endIndex
        defer { held = String(held[end...]) }
        return names.reveal(String(held[..<end]))
    }

    /// What was kept back and never became a token.
    mutating func finish() -> String {
        defer { held = "" }
        return names.reveal(held)
    }
}
