/// The text format 0.0.4 of Prometheus.
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func help(_ text: String) -> String { escape(text, quotes: false) }

    /// `{a="b",c="d"}`, or nothing.
    static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.0)=\"\(escape($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    /// Never a locale's comma, never Swift's `inf`.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return "\(value)"
    }

    /// A metric's name: what may not stand in one becomes `_`.
    static func name(_ text: String, allowsColon: Bool = true) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isValid =
                switch scalar {
                case "a"..."z", "A"..."Z", "_": true
                case "0"..."9": !name.isEmpty
                case ":": allowsColon
                default: false
                }
            name.unicodeScalars.append(isValid ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }

    static func labelName(_ text: String) -> String { name(text, allowsColon: false) }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
