/// A place on this site, taken from a visitor (`?next=`). Anything that could lead a browser elsewhere is dropped.
package enum LocalPath {
    package static func checked(_ text: String?, otherwise fallback: String) -> String {
        guard let text, text.utf8.count <= 500, text.hasPrefix("/") else { return fallback }
        let bytes = Array(text.utf8)
        // `//host` and `/\host` leave the site; control characters hide either from this check.
        if bytes.count > 1, bytes[1] == UInt8(ascii: "/") || bytes[1] == UInt8(ascii: "\\") { return fallback }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) else { return fallback }
        return text
    }
}
