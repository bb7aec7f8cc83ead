import Domain
import Foundation

/// A form as our own clients send it: fields in order, and files.
struct SimulatedForm {
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [SimulatedFile] = []

    init?(_ bytes: [UInt8], contentType: String) {
        guard contentType.hasPrefix("multipart/form-data"), let mark = contentType.range(of: "boundary=") else {
            return nil
        }
        let data = Data(bytes)
        let boundary = Data("--\(contentType[mark.upperBound...])".utf8)
        var start = data.startIndex
        while let found = data.range(of: boundary, in: start..<data.endIndex) {
            let end = data.range(of: boundary, in: found.upperBound..<data.endIndex)?.lowerBound ?? data.endIndex
            add(data[found.upperBound..<end])
            start = end
            if end == data.endIndex { break }
        }
    }

    private mutating func add(_ part: Data) {
        guard let split = part.range(of: Data("\r\n\r\n".utf8)) else { return }
        let head = String(decoding: part[..<split.lowerBound], as: UTF8.self)
        func quoted(_ key: String) -> String? {
            head.range(of: " \(key)=\"").map { String(head[$0.upperBound...].prefix { $0 != "\"" }) }
        }
        guard let name = quoted("name") else { return }
        let bytes = Array(part[split.upperBound...].dropLast(2))
        guard let fileName = quoted("filename") else {
            return fields.append((name, String(decoding: bytes, as: UTF8.self)))
        }
        let type = head.range(of: "Content-Type: ").map { String(head[$0.upperBound...].prefix { !$0.isNewline }) }
        files.append(SimulatedFile(name: fileName, mimeType: type ?? "", bytes: bytes))
    }

    var json: JSON { .object(fields.map { ($0.name, JSON($0.value)) }) }

    static func urlEncoded(_ bytes: [UInt8]) -> JSON {
        let pairs = String(decoding: bytes, as: UTF8.self).split(separator: "&").map { pair -> (String, JSON?) in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            return (halves.first ?? "", JSON(halves.dropFirst().first ?? ""))
        }
        return .object(pairs)
    }

    static func encoded(_ fields: [(name: String, value: String)]) -> [UInt8] {
        func escape(_ text: String) -> String {
            let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*")
            return (text.addingPercentEncoding(withAllowedCharacters: plain.union(.init(charactersIn: " "))) ?? "")
                .replacing(" ", with: "+")
        }
        return Array(fields.map { "\(escape($0.name))=\(escape($0.value))" }.joined(separator: "&").utf8)
    }
}
