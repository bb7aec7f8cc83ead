/// Writes tables that spreadsheets open without running anything in them.
package enum CSVWriter {
    /// What a spreadsheet takes for the start of a formula; the last four are the wide forms of the first four.
    private static let starters: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// One line with its end.
    package static func line(_ fields: [String], delimiter: Character = ";") -> String {
        fields.map { field($0, delimiter: delimiter) }.joined(separator: String(delimiter)) + "\r\n"
    }

    private static func field(_ text: String, delimiter: Character) -> String {
        let safe = isFormula(text) ? "'" + text : text
        let special: Set<Unicode.Scalar> = ["\"", "\r", "\n", ";", ",", "\t", " "]
        let needsQuotes = safe.unicodeScalars.contains { special.contains($0) }
        guard needsQuotes else { return safe }
        // Scalar by scalar: a quote with an accent on it is another character, and still a quote to whoever reads the file.
        var quoted = "\"".unicodeScalars
        for scalar in safe.unicodeScalars {
            quoted.append(scalar)
            if scalar == "\"" { quoted.append(scalar) }
        }
        quoted.append("\"")
        return String(quoted)
    }

    /// The text before ``line(_:delimiter:)`` made it harmless: our own export can be imported again.
    package static func original(_ field: String) -> String {
        field.unicodeScalars.first == "'" && isFormula(field) ? String(field.unicodeScalars.dropFirst()) : field
    }

    /// Whether a spreadsheet would run it, behind any number of quotes that only say "this is text".
    private static func isFormula(_ text: String) -> Bool {
        text.unicodeScalars.first { $0 != "'" }.map(starters.contains) == true
    }
}
