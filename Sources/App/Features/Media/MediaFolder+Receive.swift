import Crypto
import Domain
import Foundation
import NIOCore
import Web

extension MediaFolder {
    /// A file as it lies on disk.
    struct Received: Sendable {
        let path: String
        let byteSize: Int
        /// Hexadecimal.
        let sha256: String
        /// The first bytes, enough to tell what it is.
        let head: [UInt8]
    }

    /// Writes a body to disk as it comes, so that memory does not grow with the file. A body that is too long, or that breaks off,
    /// leaves nothing behind.
    func receive<Body: AsyncSequence>(
        _ body: Body, limit: Int, tenant: TenantID, id: UUID
    ) async throws -> Received where Body.Element == ByteBuffer {
        let path = Self.path(tenant: tenant, attachment: id)
        var (size, hash, head): (Int, SHA256, [UInt8]) = (0, SHA256(), [])
        let draft = try Draft(folder.appending(path: path))
        do {
            for try await buffer in body {
                guard buffer.readableBytes <= limit - size else { throw Problem.bodyTooLarge }
                size += buffer.readableBytes
                if head.count < Self.headLength {
                    head += buffer.readableBytesView.prefix(Self.headLength - head.count)
                }
                let data = Data(buffer.readableBytesView)
                hash.update(data: data)
                try draft.handle.write(contentsOf: data)
            }
            try draft.finish()
        } catch {
            draft.discard()
            throw error
        }
        return Received(path: path, byteSize: size, sha256: Self.hex(hash.finalize()), head: head)
    }

    static let headLength = 4096

    static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func remove(_ path: String) {
        for path in [path, Self.copy(of: path)] {
            if let place = place(path) { try? FileManager.default.removeItem(at: place) }
        }
    }
}
