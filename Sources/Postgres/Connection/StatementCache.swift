/// A statement the server knows under a name of ours.
final class PreparedStatement {
    let text: String
    /// NUL-terminated, ready for libpq.
    let name: [CChar]
    var columns: Columns?
    var lastUse: UInt64 = 0

    init(text: String, number: UInt64) {
        self.text = text
        name = Array("s\(number)".utf8CString)
    }
}

/// Prepared statements by SQL text, least recently used out first.
struct StatementCache {
    private var statements: [String: PreparedStatement] = [:]
    private var clock: UInt64 = 0
    private var lastNumber: UInt64 = 0
    /// Names the server still holds and we no longer want.
    private(set) var discarded: [PreparedStatement] = []
    let capacity: Int

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { statements.count }

    mutating func find(_ text: String) -> PreparedStatement? {
        guard let statement = statements[text] else { return nil }
        clock += 1
        statement.lastUse = clock
        return statement
    }

    mutating func insert(_ text: String) -> PreparedStatement {
        if statements.count >= capacity, let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse }) {
            statements[oldest.text] = nil
            discarded.append(oldest)
        }
        clock += 1
        lastNumber += 1
        let statement = PreparedStatement(text: text, number: lastNumber)
        statement.lastUse = clock
        statements[text] = statement
        return statement
    }

    /// Forgets a statement: `isKnown` when the server still has it under its name.
    mutating func remove(_ statement: PreparedStatement, isKnown: Bool) {
        if statements[statement.text] === statement { statements[statement.text] = nil }
        if isKnown { discarded.append(statement) }
    }

    /// The server has forgotten a name of ours, as after DEALLOCATE ALL: it will know the others no better.
    mutating func forgetAll() {
        statements.removeAll()
        discarded.removeAll()
    }

    mutating func takeDiscarded() -> [PreparedStatement] {
        defer { discarded.removeAll() }
        return discarded
    }
}
