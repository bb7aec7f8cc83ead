import App
import ArgumentParser
import Foundation

struct ChannelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel", abstract: "Connected accounts: WhatsApp, Instagram, Messenger, e-mail, SMS.",
        subcommands: [ChannelAdd.self, ChannelList.self, ChannelTest.self])
}

struct ChannelAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Connect an account, or renew its secrets.",
        discussion: """
            --kind is one of \(ChannelKind.allCases.map(\.rawValue).joined(separator: ", ")).
            What a kind needs beside secrets is given as --set field=value; a wrong or missing field is named.

            Secrets are read from the environment (META_ACCESS_TOKEN, META_APP_SECRET, META_VERIFY_TOKEN, ZAPI_INSTANCE_TOKEN,
            ZAPI_CLIENT_TOKEN, WHATICKET_API_TOKEN, RESEND_API_KEY, RESEND_WEBHOOK_SECRET, SMTP_PASSWORD, TWILIO_AUTH_TOKEN,
            ZENVIA_API_TOKEN, …), from the lines NAME=value of --secrets (a file, or - for standard input), else asked for: not taken
            as options, which every user of this machine could read. Those nobody has to choose are made and printed.

            An account that this shop has connected already gets the new secrets. Z-API and Zenvia are told our address when PUBLIC_URL
            is set. docs/connect-whatsapp.md shows where Meta keeps each of its values.
            """)

    @Option(help: "The shop: its number, slug or id.")
    var tenant: String

    @Option(help: "What is connected.")
    var kind = ChannelKind.metaWhatsApp.rawValue

    @Option(name: .customLong("set"), help: ArgumentHelp("A field of the kind.", valueName: "field=value"))
    var fields: [String] = []

    @Option(help: "What Meta shows as “Phone number ID”; the same as --set phone_number_id=….")
    var phoneNumberId: String?

    @Option(help: "What the channel is called in the inbox.")
    var name: String?

    @Option(help: "The telephone number as people write it, for example +55 41 3333-0100.")
    var number: String?

    @Option(help: "Another address of the provider's API, for example http://127.0.0.1:9010/v25.0. (META_GRAPH_URL)")
    var baseUrl: String?

    @Option(help: ArgumentHelp("Where secrets stand as lines NAME=value; - for standard input.", valueName: "file"))
    var secrets: String?

    func run() async throws {
        guard let kind = ChannelKind(rawValue: kind) else {
            throw Failure(
                "There is no kind \(kind). There are \(ChannelKind.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        var given = fields
        if let phoneNumberId { given.append("phone_number_id=\(phoneNumberId)") }
        if let number {
            given.append("\(kind.fields.first { $0.place == .displayAddress }?.name ?? "display_number")=\(number)")
        }
        let file = try secrets.map(Prompt.file) ?? [:]
        let channel = try OperatorChannel(kind: kind, name: name, fields: given, baseURL: baseUrl) { variable, field in
            if let value = file[variable] ?? Prompt.environment(variable) { return value }
            return field.isRequired ? try Prompt.secret(variable, field.name.replacing("_", with: " ")) : nil
        }
        let done = try await Session.with { installation in
            try await channel.connect(
                as: try await Session.owner(of: tenant, in: installation),
                site: installation.config.address(port: installation.config.port),
                tells: installation.config.publicURL == nil ? nil : Connections.all(of: installation),
                in: installation.channels)
        }
        tell(done)
    }

    private func tell(_ done: OperatorChannel.Connected) {
        say("\(done.name) (\(done.address)) is connected.")
        if let webhook = done.webhook {
            guard let problem = webhook.problem else {
                return say("Its provider has been told where to send: nothing else is to be done.")
            }
            say("Its provider could not be told our address (\(problem)): do it by hand.")
        }
        guard let url = done.webhookURL else { return }
        say("Give its provider:")
        say("  Callback URL  \(url)")
        for (field, value) in done.madeUp {
            say(
                "  \(field.replacing("_", with: " ").capitalizedFirst.padding(toLength: 14, withPad: " ", startingAt: 0))\(value)"
            )
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
