import Crypto
import Domain
import Foundation

/// What every adapter does with what a stranger sent: bounded, never trapping, fit for columns and logs.
enum Wire {
    /// Bytes of one text that are kept.
    static let textLimit = 65_536
    /// Items of one body that are read; a real one has far fewer.
    static let itemLimit = 20_000

    /// A field that is there and not empty, without the NUL that no column can hold.
    static func text(_ json: JSON?) -> String? {
        guard let text = json?.scalarText, !text.isEmpty else { return nil }
        guard text.utf8.contains(0) else { return text }
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }))
        return kept.isEmpty ? nil : kept
    }

    /// The first of several fields that says something.
    static func text(of json: JSON?, _ keys: String...) -> String? {
        for key in keys { if let text = text(json?[key]) { return text } }
        return nil
    }

    /// An identifier of the provider's, as long as one may be.
    static func id(_ json: JSON?) -> String? {
        guard let text = text(json), text.utf8.count <= 512 else { return nil }
        return text
    }

    /// The first scalars of a text: characters have no upper size.
    static func cut(_ text: String, _ scalars: Int) -> String {
        String(text.unicodeScalars.prefix(scalars))
    }

    /// A message's text within its limit, cut between scalars.
    static func limited(_ text: String) -> String {
        guard text.utf8.count > textLimit else { return text }
        var kept = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            if size > textLimit { break }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// A provider's word fit for a column and a log: lower case, digits and `_`, at most 40.
    static func word(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(40).map { scalar -> Unicode.Scalar in
            switch scalar {
            case "a"..."z", "0"..."9", "_": scalar
            case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) + 32)
            default: "_"
            }
        }
        return scalars.isEmpty ? "unknown" : String(String.UnicodeScalarView(scalars))
    }

    /// Seconds, or milliseconds, as a string or a number. What is missing, in the future or from before WhatsApp is not believed:
    /// a conversation must not be pinned to the top of the list by a wrong clock.
    static func time(_ json: JSON?, or receivedAt: Date) -> Date {
        guard let text = json?.scalarText, let number = Double(text), number.isFinite else { return receivedAt }
        return plausible(Date(timeIntervalSince1970: number >= 1e11 ? number / 1_000 : number), or: receivedAt)
    }

    static func plausible(_ date: Date, or receivedAt: Date) -> Date {
        let earliest = Date(timeIntervalSince1970: 1_230_768_000)
        return date < earliest || date > receivedAt.addingTimeInterval(86_400) ? receivedAt : date
    }

    /// Stands in for an id: the same bytes give the same one.
    static func digest(_ bytes: some Sequence<UInt8>) -> String {
        "raw:" + hex(SHA256.hash(data: Array(bytes)))
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether a secret was known, in constant time; an empty one is known by nobody.
    static func isSame(_ given: String, as secret: String) -> Bool {
        !secret.isEmpty && SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(secret.utf8))
    }

    /// Ids are typed in by people: nothing but what ids are made of may go into a path.
    static func segment(_ id: String, _ whose: String) throws(ProviderError) -> String {
        let isPlain = id.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
        guard !id.isEmpty, isPlain else {
            throw .rejected(ProviderFault(code: "bad_id", title: "Not an id of \(whose)"))
        }
        return id
    }

    /// A base address without slashes at its end.
    static func base(_ url: String?, or standard: String) -> String {
        var base = url ?? standard
        while base.hasSuffix("/") { base.removeLast() }
        return base
    }
}
