import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import TestSupport
import Testing

@testable import App

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite(.timeLimit(.minutes(5))) struct ServeTests {
    private func withServer(
        _ arguments: [String] = ["serve", "--demo"], _ body: (CommandRun, [String: String]) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "serve-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withTestDatabase { test in
            let place = ["DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path, "PORT": "0", "LOG_LEVEL": "info"]
            let run = try CommandRun(arguments, environment: place)
            do {
                try await body(run, place)
            } catch {
                run.signal(SIGKILL)
                _ = await run.end()
                throw error
            }
        }
    }

    private func status(_ url: String) async throws -> UInt {
        try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(60)).status.code
    }

    @Test func `serve --demo greets, is described by demo --json, and a SIGTERM ends it in order`() async throws {
        try await withServer { run, place in
            try #require(await run.prints("secretaria demo --json"))
            let described = try await CommandRun.run(["demo", "--json"], environment: place)
            let report = try JSONDecoder().decode(DemoReport.self, from: Data(described.output.utf8))
            #expect(report.isRunning && report.tenant.slug == "jabuticaba" && report.logins.count == 3)
            let channel = try #require(report.channels.first)
            #expect(
                channel.providerBaseURL.hasPrefix("http://127.0.0.1:") && !channel.appSecret.isEmpty
                    && !channel.verifyToken.isEmpty)
            #expect(try await status(report.baseURL + "/readyz") == 200)
            #expect(try await status(report.baseURL + "/healthz") == 200)
            #expect(try await status(report.baseURL + "/sign-in") == 200)
            let handshake =
                "\(channel.webhookURL)?hub.mode=subscribe&hub.challenge=42&hub.verify_token=\(channel.verifyToken)"
            #expect(try await status(handshake) == 200)
            #expect(try await status(handshake + "x") == 403)
            run.signal(SIGTERM)
            let result = await run.end()
            #expect(result.status == 0 && result.errors.contains("Stopped") && !result.errors.contains(" error "))
            let after = try await CommandRun.run(["demo", "--json"], environment: place)
            let stopped = try JSONDecoder().decode(DemoReport.self, from: Data(after.output.utf8))
            #expect(!stopped.isRunning && stopped.logins == report.logins && stopped.apiToken == report.apiToken)
        }
    }

    @Test func `a port that is taken is a sentence`() async throws {
        try await withServer { run, place in
            try #require(await run.prints("secretaria demo --json"))
            let described = try await CommandRun.run(["demo", "--json"], environment: place)
            let report = try JSONDecoder().decode(DemoReport.self, from: Data(described.output.utf8))
            let port = try #require(URL(string: report.baseURL)?.port)
            let second = try await CommandRun.run(["serve", "--port", "\(port)"], environment: place)
            #expect(
                second.status != 0 && second.errors.contains("\(port)")
                    && second.errors.contains("Another program listens"))
            #expect(try await status(report.baseURL + "/readyz") == 200, "the first one goes on")
            let still = try await CommandRun.run(["demo", "--json"], environment: place)
            #expect(still.output == described.output, "and is still the one that is described")
            run.signal(SIGINT)
            #expect(await run.end().status == 0)
        }
    }

    @Test func `a worker works without serving and stops at once when idle`() async throws {
        try await withServer(["worker", "--queues", "outbox,assistant"]) { run, _ in
            #expect(await run.logs("Working"))
            run.signal(SIGTERM)
            #expect(await run.end().status == 0)
        }
    }
}
