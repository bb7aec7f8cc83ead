import Domain
import Foundation
import Postgres
import Simulators
import Testing

@testable import App

/// Bodies of Resend that third parties keep as examples, through the real door.
@Suite(.timeLimit(.minutes(5))) struct ResendForeignTests {
    @Test(
        "every body is stored and read; each has items or says why not",
        .enabled(
            if: ForeignPayloadTests.folder != nil, "no third-party bodies on this machine: set SECRETARIA_PAYLOADS"))
    func all() async throws {
        try await MailBench.run { bench in
            let folder = try #require(ForeignPayloadTests.folder).appending(path: "resend")
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            for file in files {
                let body = Array(try Data(contentsOf: file))
                let path = "/webhooks/resend/\(MailBench.resendHook)"
                let headers = bench.resend.signature(of: body)
                let status = try await bench.post(body, to: path, type: "application/json", headers: headers)
                #expect(status == 200, "\(file.lastPathComponent)")
            }
            for round in 0..<10 { try await bench.work(later: Double(round) * 4_000) }
            #expect(try await bench.count("webhook_events", "headers ->> 'source' IS NULL") == files.count)
            #expect(
                try await bench.count("webhook_events", "state = 'pending' OR items = 0 AND item_errors IS NULL") == 0)
            #expect(try await bench.count("mail_suppressions") > 0)
        }
    }
}
