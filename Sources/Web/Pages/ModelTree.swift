/// A model, read once: what templates look names up in.
package indirect enum ModelTree: Sendable, Equatable {
    case object([String: ModelTree])
    case list([ModelTree])
    case text(String)
    case flag(Bool)
    /// A nil. It hides the same name further out, which mustache would find otherwise.
    case absent

    /// Reads the stored properties of a model. (By its synthesized `encode`: reflection takes seven times as long, a
    /// millisecond for a page of fifty rows.)
    package init(_ model: some Encodable) { self = ModelEncoder.tree(model) }

    /// The same tree with every text replaced: what the page tests feed hostile text with.
    package func mapTexts(_ change: (String) -> String) -> ModelTree {
        switch self {
        case .object(let fields): .object(fields.mapValues { $0.mapTexts(change) })
        case .list(let items): .list(items.map { $0.mapTexts(change) })
        case .text(let text): .text(change(text))
        case .flag, .absent: self
        }
    }
}
