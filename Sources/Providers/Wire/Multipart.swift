import Foundation

/// A form with files. Names and types come from customers and agents: nothing of them may end a header line.
struct Multipart {
    let contentType: String
    private(set) var body: [UInt8] = []
    private let boundary = "secretaria-\(UUID().uuidString)"

    init(
        fields: [(name: String, value: String)],
        files: [(field: String, name: String, mimeType: String, bytes: [UInt8])]
    ) {
        contentType = "multipart/form-data; boundary=\(boundary)"
        for (name, value) in fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(Self.safe(file.name))\"\r\nContent-Type: \(Self.safe(file.mimeType))\r\n\r\n"
                    .utf8)
            body += file.bytes
            body += Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
    }

    private static func safe(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(200).filter {
                    $0.value >= 0x20 && $0 != "\"" && $0 != "\\" && $0.value != 0x7F
                }))
    }
}
