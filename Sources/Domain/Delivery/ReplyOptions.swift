/// Answers a customer can tap: up to three are buttons, more are a list.
package struct ReplyOptions: Sendable, Equatable {
    package struct Option: Sendable, Equatable {
        package var id: String
        package var title: String
        package var description: String?

        package init(id: String, title: String, description: String? = nil) {
            self.id = id
            self.title = title
            self.description = description
        }
    }

    package enum Refusal: String, Error {
        case tooFew = "no_options"
        case tooMany = "too_many_options"
        case tooLong = "option_too_long"
        case alike = "options_alike"
    }

    package static let most = 10
    static let mostButtons = 3

    package let options: [Option]
    /// What the list's own button says; WhatsApp shows a list behind it.
    package let listLabel: String

    /// Within what WhatsApp takes; the other channels take at least that or write the options out.
    package init(_ options: [Option], listLabel: String) throws(Refusal) {
        guard !options.isEmpty else { throw .tooFew }
        guard options.count <= Self.most else { throw .tooMany }
        let length = options.count <= Self.mostButtons && options.allSatisfy { $0.description == nil } ? 20 : 24
        for option in options {
            guard (1...length).contains(option.title.unicodeScalars.count),
                (1...200).contains(option.id.unicodeScalars.count),
                option.description?.unicodeScalars.count ?? 0 <= 72
            else { throw .tooLong }
        }
        guard Set(options.map(\.title)).count == options.count, Set(options.map(\.id)).count == options.count else {
            throw .alike
        }
        self.options = options
        self.listLabel = listLabel
    }

    /// One title a line, as people type them.
    package init(lines: String, listLabel: String) throws(Refusal) {
        let titles = lines.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
        try self.init(
            titles.filter { !$0.isEmpty }.enumerated().map { Option(id: "o\($0 + 1)", title: $1) },
            listLabel: listLabel)
    }

    private var isList: Bool { options.count > Self.mostButtons || options.contains { $0.description != nil } }

    /// The longest text that may stand above them.
    package var bodyLimit: Int { isList ? 4_096 : 1_024 }

    package func content(_ body: String) -> OutboundContent {
        guard isList else { return .buttons(body, options.map { ($0.id, $0.title) }) }
        return .list(
            body, button: listLabel,
            sections: [(nil, options.map { .init(id: $0.id, title: $0.title, description: $0.description) })])
    }
}
