import Hummingbird

extension MediaType {
    /// The type without its parameters, lower-cased: `text/html; charset=utf-8` is `text/html`.
    private static func essence(_ header: String?) -> String {
        (header ?? "").prefix { $0 != ";" }.trimmed.lowercased()
    }

    static func isForm(_ header: String?) -> Bool { essence(header) == "application/x-www-form-urlencoded" }
    static func isMultipart(_ header: String?) -> Bool { essence(header) == "multipart/form-data" }

    static func isJSON(_ header: String?) -> Bool {
        let type = essence(header)
        return type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }
}
