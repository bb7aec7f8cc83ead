import Domain
import Foundation
import Providers

/// A stored file that goes with a message.
package struct OutgoingFile: Sendable {
    let attachment: UUID
    let kind: String
    let isVoice: Bool
    let path: String
    let mimeType: String
    let byteSize: Int
    let fileName: String
}

/// Where files lie, and how a provider that wants an address gets one.
package struct OutgoingFiles: Sendable {
    let folder: MediaFolder?
    let links: MediaLinks?

    /// For what sends words only.
    package static let none = OutgoingFiles(folder: nil, links: nil)

    package init(folder: MediaFolder?, links: MediaLinks?) {
        self.folder = folder
        self.links = links
    }

    func bytes(of file: OutgoingFile) throws(ProviderError) -> [UInt8] {
        guard let place = folder?.place(file.path), let data = try? Data(contentsOf: place) else {
            throw .rejected(ProviderFault(code: "file_missing", title: "The file is no longer here"))
        }
        return Array(data)
    }

    /// An address of ours that the world can reach.
    func link(to file: OutgoingFile, _ tenant: TenantID) throws(ProviderError) -> String {
        guard let links, links.isPublic else {
            throw .rejected(
                ProviderFault(
                    code: "no_public_url", title: "This channel fetches files, and PUBLIC_URL is no https address"))
        }
        return links.url(tenant, file.attachment, name: file.fileName)
    }
}
