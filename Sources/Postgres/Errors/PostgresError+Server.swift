import CLibpq

extension PostgresError {
    /// Reads the fields of an error result. DETAIL, HINT, CONTEXT and the statement are never read: they hold values.
    init(result: OpaquePointer) {
        func field(_ character: Character) -> String? {
            guard let code = character.asciiValue, let text = PQresultErrorField(result, Int32(code)) else {
                return nil
            }
            return String(cString: text)
        }
        let state = field("C")
        self.init(.server, Self.masked(field("M") ?? "no message", state: state))
        sqlState = state
        table = field("t")
        column = field("c")
        constraint = field("n")
        position = field("P").flatMap { Int($0) }
    }

    /// The message of a connection attempt: host, port and reason, never a password.
    static func connectionMessage(_ connection: OpaquePointer?) -> String {
        guard let connection, let text = PQerrorMessage(connection) else { return "out of memory" }
        return oneLine(String(cString: text))
    }

    /// Data errors quote the value in their message; those quotes are emptied.
    static func masked(_ message: String, state: String?) -> String {
        let message = oneLine(message)
        let speaksOfNames = ["08", "0A", "23", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58"]
        if let state, speaksOfNames.contains(where: state.hasPrefix) { return message }
        var result = ""
        var isQuoted = false
        for scalar in message.unicodeScalars {
            if scalar == "\"" {
                if !isQuoted { result += "\"…" }
                if isQuoted { result += "\"" }
                isQuoted.toggle()
            } else if !isQuoted {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
