import Simulators
import Web

extension SimulatorRoutes {
    typealias Act = @Sendable (any PretendLine, Form) async throws -> Void

    /// What a form of the page may ask for, by the last word of its address.
    static let acts: [(String, Act)] = [
        ("send", send), ("act", touch), ("receipts", receipts), ("fault", fault), ("webhooks", webhooks),
    ]

    @Sendable private static func send(_ line: any PretendLine, _ form: Form) async throws {
        if let sample = form["sample"].flatMap(CustomerSample.init(rawValue:)) {
            guard line.samples.contains(sample) else { throw Problem.unprocessable("invalid_sample") }
            return try await line.send(sample)
        }
        try await line.say(
            CustomerWords(
                text: form.required("text", maxBytes: 16_384),
                subject: form.text("subject").map { String($0.prefix(200)) },
                quoting: form.text("quote")))
    }

    /// A reaction to a bubble, or a button under it.
    @Sendable private static func touch(_ line: any PretendLine, _ form: Form) async throws {
        let bubbles = line.bubbles.filter(\.isFromShop)
        if let id = form["react"], line.canReact, bubbles.contains(where: { $0.id == id }) {
            return try await line.react("👍", to: id)
        }
        let parts = (form["choice"] ?? "").split(separator: "\n", maxSplits: 1).map(String.init)
        guard parts.count == 2, let bubble = bubbles.first(where: { $0.id == parts[0] }),
            let choice = bubble.choices.first(where: { $0.id == parts[1] })
        else { throw Problem.unprocessable("invalid_act") }
        try await line.choose(choice, under: bubble.id)
    }

    @Sendable private static func receipts(_ line: any PretendLine, _ form: Form) async throws {
        guard let mode = form["mode"].flatMap(Receipts.init(rawValue:)), line.receipts.contains(mode) else {
            throw Problem.unprocessable("invalid_mode")
        }
        line.set(mode)
    }

    @Sendable private static func fault(_ line: any PretendLine, _ form: Form) async throws {
        guard let fault = form["fault"].flatMap(LineFault.init(rawValue:)), line.faults.contains(fault) else {
            throw Problem.unprocessable("invalid_fault")
        }
        line.toggle(fault)
    }

    @Sendable private static func webhooks(_ line: any PretendLine, _ form: Form) async throws {
        switch form["what"] {
        case "burst": try await line.burst()
        case "redeliver": try await line.redeliver()
        case "link" where line.isLinked != nil: try await line.toggleLink()
        default: throw Problem.unprocessable("invalid_what")
        }
    }
}
