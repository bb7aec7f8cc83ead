/// Transaction control: ours alone.
enum Control {
    static let begin: SQL = "BEGIN"
    static let beginReadOnly: SQL = "BEGIN READ ONLY"
    static let beginView: SQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    static let commit: SQL = "COMMIT"
    static let rollback: SQL = "ROLLBACK"

    private static let forbidden = [
        "begin", "commit", "end", "rollback", "abort", "savepoint", "release", "start", "prepare", "discard",
    ]

    /// Statements that would pull the ground from under the pool: they end the transaction, or outlive it as a session-wide SET does.
    static func forbids(_ sql: SQL) -> Bool {
        var text = sql.text.utf8[...]
        text = text.drop { $0 <= 32 }
        if let rest = remainder(of: text, after: "set") {
            let next = rest.drop { $0 <= 32 }
            return remainder(of: next, after: "local") == nil && remainder(of: next, after: "constraints") == nil
        }
        return forbidden.contains { remainder(of: text, after: $0) != nil }
    }

    /// What follows `word` if the text begins with it, in any case, as a whole word.
    private static func remainder(of text: Substring.UTF8View, after word: String) -> Substring.UTF8View? {
        var rest = text
        for byte in word.utf8 {
            guard let first = rest.first, first | 32 == byte else { return nil }
            rest = rest.dropFirst()
        }
        if let next = rest.first, (97...122).contains(next | 32) || next == 95 || (48...57).contains(next) {
            return nil
        }
        return rest
    }
}
