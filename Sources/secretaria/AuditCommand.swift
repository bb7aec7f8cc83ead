import App
import ArgumentParser
import Foundation

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who did what.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read the audit log again and say whether it is as it was written.",
            discussion: """
                One line a shop, with row and hash of the last act: noted elsewhere and given back with --anchor, it also shows a chain
                that was rebuilt from its beginning. Ends with 1 when a chain is broken, and names its first broken row.
                """)

        @Option(help: "The shop: its number, slug or id. Without it, all of them.")
        var tenant: String?

        @Option(help: "row:hash as an earlier run printed it; needs --tenant. May be given several times.")
        var anchor: [String] = []

        @Flag(help: "A JSON object a shop, one a line.") var json = false

        func validate() throws {
            guard anchor.isEmpty || tenant != nil else { throw ValidationError("--anchor needs --tenant.") }
            for text in anchor where Audit.Anchor(text) == nil {
                throw ValidationError("--anchor is row:hash, for example 120:9f86d081… with 64 digits.")
            }
        }

        func run() async throws {
            let anchors = anchor.compactMap { Audit.Anchor($0) }
            let reports = try await Session.with { installation in
                var shop: TenantScope?
                if let tenant { shop = try await Session.owner(of: tenant, in: installation) }
                return try await Audit.verifyAll(of: shop?.tenant, anchors: anchors, in: installation.database)
            }
            if reports.isEmpty, !json { say("There is no act in the log yet.") }
            for report in reports { say(json ? report.json : report.line) }
            if reports.contains(where: { !$0.verdict.isWhole }) { throw ExitCode(1) }
        }
    }
}

extension Audit.Report {
    var line: String {
        let shop = name.map { "Shop \($0)" } ?? "No shop \(self.shop.uuidString.lowercased())"
        return switch verdict {
        case .whole(let rows, let head): "\(shop): whole, \(rows) acts, head \(rows):\(head)"
        case .broken(let row, let fault): "\(shop): BROKEN at row \(row) (\(fault.rawValue))"
        }
    }

    fileprivate var json: String {
        let id = shop.uuidString.lowercased()
        return switch verdict {
        case .whole(let rows, let head): #"{"shop":"\#(id)","whole":true,"row":\#(rows),"head":"\#(rows):\#(head)"}"#
        case .broken(let row, let fault): #"{"shop":"\#(id)","whole":false,"row":\#(row),"fault":"\#(fault.rawValue)"}"#
        }
    }
}
