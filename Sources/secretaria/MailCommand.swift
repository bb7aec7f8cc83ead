import App
import ArgumentParser
import Foundation

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Mail of the shops.", subcommands: [Import.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Bring raw mail (.eml) into a mailbox.",
            discussion: """
                Each file is one mail as it travelled (RFC 5322); without files one mail is read from standard input, as a mail server's
                pipe gives it. The same mail again changes nothing. With standard input it ends with 75 when it did not work, which tells
                a mail server to try again later.
                """)

        @Option(help: "The shop: its number, slug or id.")
        var tenant: String

        @Option(help: "The address of the mailbox, as it is connected under Channels.")
        var address: String

        @Argument(help: "Files; none for standard input.")
        var files: [String] = []

        func run() async throws {
            do {
                try await Session.with { try await bring(to: $0) }
            } catch  where files.isEmpty {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                throw ExitCode(75)
            }
        }

        private func bring(to installation: Installation) async throws {
            let shop = try await installation.database.system("an operator brings mail") {
                try await Tenants.find(tenant, in: $0)
            }
            guard let shop else { throw TenantError.unknown(tenant) }
            let door = MailDoor(database: installation.database)
            guard let account = try await door.mailbox(address, of: shop.id) else {
                throw Failure("The shop has no mailbox \(address). Connect it under Channels first.")
            }
            if files.isEmpty {
                let data = try FileHandle.standardInput.readToEnd() ?? Data()
                try await bring(data, "standard input", door, account, shop)
            }
            for file in files {
                guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else {
                    throw Failure("\(file) cannot be read.")
                }
                try await bring(data, file, door, account, shop)
            }
        }

        private func bring(_ data: Data, _ name: String, _ door: MailDoor, _ account: UUID, _ shop: Tenant) async throws
        {
            guard !data.isEmpty else { throw Failure("\(name) is empty.") }
            guard let taken = try await door.take(Array(data), for: account, of: shop.id) else { return }
            say("\(name): \(taken.is_known ? "known already" : "taken") (\(taken.event_id))")
        }
    }
}
