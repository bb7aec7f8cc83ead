/// A file that goes with a message on a channel that carries it inside: mail.
package struct OutboundFile: Sendable {
    package let name: String
    package let mimeType: String
    package let bytes: [UInt8]

    package init(name: String, mimeType: String, bytes: [UInt8]) {
        self.name = name
        self.mimeType = mimeType
        self.bytes = bytes
    }
}
