import Domain
import Foundation
import Hummingbird
import Postgres
import Web

extension ContactBook {
    /// A person decides that an address of the contact is written to again.
    func liftSuppression(of address: String, _ id: UUID, by actor: Actor) async throws {
        let address = address.lowercased()
        try await perform(on: id, by: actor) { _, tx in
            let rows = try await tx.query(Mail.suppressions(of: id, tx: tx))
            guard try rows.contains(where: { try $0("address_key") as String == address }) else {
                throw Problem.notFound
            }
            return Change(statements: [
                Mail.lift(address, tx: tx), Contacts.event("mail_resumed", ["value": address], of: id, by: actor),
            ])
        }
    }
}

extension ContactRoutes {
    func addMail(to agents: some RouterMethods<AgentContext>) {
        agents.post("contacts/:id/suppressions/lift") { request, context in
            try await act(request, context) { id, form in
                try await book.liftSuppression(of: form["address"] ?? "", id, by: context.actor)
            }
        }
    }
}

extension ContactAPI {
    func addMail(to api: some RouterMethods<ApiContext>) {
        api.delete("api/contacts/:id/suppressions/:address") { request, context in
            let address = try context.parameters.require("address").removingPercentEncoding ?? ""
            return try await act(request, context) { try await book.liftSuppression(of: address, $0, by: $1) }
        }
    }
}
