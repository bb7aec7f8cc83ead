import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// `POST /settings/channels/{id}/mail`: a person brings a saved mail (.eml); the body is the file. It comes in as if it had come by the mailbox's
/// own address, and the same file again changes nothing.
package struct MailUploadRoutes: Sendable {
    let door: MailDoor

    package init(door: MailDoor) { self.door = door }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.post("settings/channels/:id/mail") { request, context in
            try context.require(.admin)
            let account = try context.parameters.id("id")
            let body = Array(try await request.bytes(limit: Mail.sizeLimit).readableBytesView)
            guard let taken = try await door.take(body, for: account, of: context.scope.tenant) else {
                throw Problem.notFound
            }
            return try Response.json(taken, status: .accepted)
        }
    }
}
