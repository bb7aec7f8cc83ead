import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct CommandTests {
    /// A data folder of its own and a database of its own.
    private func withPlace(migrated: Bool = true, _ body: ([String: String]) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "commands-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withTestDatabase(migrated: migrated) { test in
            try await body(["DATABASE_URL": test.url, "SECRETARIA_DATA": folder.path, "PORT": "0"])
        }
    }

    @Test(arguments: [
        [], ["serve"], ["worker"], ["migrate"], ["demo"], ["doctor"], ["tenant"], ["tenant", "create"],
        ["user", "create"], ["channel", "add"], ["channel", "list"], ["channel", "test"], ["webhook", "explain"],
        ["privacy", "scan"], ["privacy", "mask"], ["privacy", "bench"], ["audit", "verify"],
    ])
    func `every command explains itself`(command: [String]) async throws {
        let result = try await CommandRun.run(command + ["--help"])
        #expect(
            result.status == 0 && result.output.contains("OVERVIEW:") && result.output.contains("USAGE: secretaria"))
    }

    @Test func `a setting that cannot be used ends the start with its name`() async throws {
        let result = try await CommandRun.run(["migrate"], environment: ["PORT": "eighty", "LOG_FORMAT": "xml"])
        #expect(
            result.status != 0 && result.errors.contains("PORT must be") && result.errors.contains("LOG_FORMAT must be")
        )
    }

    @Test func `a database that is away is a sentence, not a trace`() async throws {
        let result = try await CommandRun.run(
            ["migrate"], environment: ["DATABASE_URL": "postgresql://x:secret@127.0.0.1:1/x"])
        #expect(result.status != 0 && result.errors.contains("The database cannot be reached"))
        #expect(!result.errors.contains("secret"))
    }

    @Test func `unknown queues, roles and shops are refused in words`() async throws {
        try await withPlace { place in
            let queue = try await CommandRun.run(["worker", "--queues", "inbox,mail"], environment: place)
            #expect(queue.status != 0 && queue.errors.contains("There is no queue mail"))
            let role = try await CommandRun.run(
                ["user", "create", "--email", "a@b.example", "--tenant", "1", "--role", "king"], environment: place)
            #expect(role.status != 0 && role.errors.contains("role must be"))
            let shop = try await CommandRun.run(
                ["user", "create", "--email", "a@b.example", "--tenant", "nowhere"], environment: place)
            #expect(shop.status != 0 && shop.errors.contains("There is no shop nowhere"))
        }
    }

    @Test func `migrate says what it did, and the second time that there was nothing to do`() async throws {
        try await withPlace(migrated: false) { place in
            let first = try await CommandRun.run(["migrate"], environment: place)
            #expect(first.status == 0 && first.output.contains("applied 0001_roles_and_functions"))
            let second = try await CommandRun.run(["migrate"], environment: place)
            #expect(second.status == 0 && second.output == "The schema is up to date.\n")
        }
    }

    @Test func `a shop, a colleague and a number are made from the command line`() async throws {
        try await withPlace { place in
            let shop = try await CommandRun.run(
                [
                    "tenant", "create", "--name", "Café & Cia", "--owner-email", "Ana@Cafe.example", "--owner-name",
                    "Ana",
                ], environment: place)
            #expect(
                shop.status == 0 && shop.output.contains("(cafe-cia)")
                    && shop.output.contains("Ana@Cafe.example, password "))
            let again = try await CommandRun.run(
                ["tenant", "create", "--name", "Café Cia", "--owner-email", "ana@cafe.example"], environment: place)
            #expect(again.status != 0 && again.errors.contains("already a shop called cafe-cia"))
            let second = try await CommandRun.run(
                ["tenant", "create", "--name", "Outra", "--owner-email", "ana@cafe.example"], environment: place)
            #expect(second.status == 0 && !second.output.contains("password"), "a known person keeps name and password")
            let colleague = try await CommandRun.run(
                ["user", "create", "--email", "bia@cafe.example", "--tenant", "cafe-cia"],
                environment: place.merging(["SECRETARIA_PASSWORD": "long enough"]) { $1 })
            #expect(colleague.status == 0 && colleague.output == "bia@cafe.example is agent of Café & Cia.\n")
            let secrets = place.merging(["META_ACCESS_TOKEN": "EAAG", "META_APP_SECRET": "app"]) { $1 }
            let number = try await CommandRun.run(
                ["channel", "add", "--tenant", "cafe-cia", "--phone-number-id", "106540352242922"], environment: secrets
            )
            #expect(
                number.status == 0 && number.output.contains("/webhooks/meta") && number.output.contains("Verify token")
            )
            #expect(!number.output.contains("EAAG"))
            let renewed = try await CommandRun.run(
                ["channel", "add", "--tenant", "cafe-cia", "--phone-number-id", "106540352242922"], environment: secrets
            )
            #expect(renewed.status == 0, "the same number again renews its secrets")
            let taken = try await CommandRun.run(
                ["channel", "add", "--tenant", "outra", "--phone-number-id", "106540352242922"], environment: secrets)
            #expect(taken.status != 0 && taken.errors.contains("already connected"))
            let missing = try await CommandRun.run(
                ["channel", "add", "--tenant", "outra", "--phone-number-id", "1"], environment: place)
            #expect(missing.status != 0 && missing.errors.contains("META_ACCESS_TOKEN"))
        }
    }

    @Test func `any kind is connected with its secrets from a file, listed, and tested`() async throws {
        try await withPlace { place in
            _ = try await CommandRun.run(
                ["tenant", "create", "--name", "Loja", "--owner-email", "a@b.example"], environment: place)
            let folder = try #require(place["SECRETARIA_DATA"])
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = folder + "/secrets.txt"
            try "ZENVIA_API_TOKEN=zz-9\n".write(toFile: file, atomically: true, encoding: .utf8)
            let add = [
                "channel", "add", "--tenant", "loja", "--kind", "sms-zenvia", "--base-url", "http://127.0.0.1:1",
            ]
            let done = try await CommandRun.run(
                add + ["--set", "sender=loja.sms", "--secrets", file], environment: place)
            #expect(done.status == 0 && done.output.contains("SMS (loja.sms) is connected."))
            #expect(done.output.contains("/webhooks/zenvia/") && !done.output.contains("zz-9"))
            let list = try await CommandRun.run(["channel", "list", "--tenant", "loja"], environment: place)
            #expect(list.status == 0 && list.output.contains("sms-zenvia") && list.output.contains("loja.sms"))
            let test = try await CommandRun.run(
                ["channel", "test", "--tenant", "loja", "loja.sms"], environment: place)
            #expect(test.status == 1 && test.output.hasPrefix("SMS: "), "nobody listens at port 1")
            for (wrong, says) in [
                (["--set", "api_token=zz-9"], "ZENVIA_API_TOKEN"), (["--set", "colour=red"], "colour is no field"),
                (["--kind", "fax"], "There is no kind fax"), (["--set", "sender=x"], "ZENVIA_API_TOKEN"),
            ] {
                let refused = try await CommandRun.run(add + wrong, environment: place)
                #expect(refused.status != 0 && refused.errors.contains(says) && !refused.errors.contains("zz-9"))
            }
        }
    }

    @Test func `the doctor finds a healthy installation healthy, and a foreign master key`() async throws {
        try await withPlace { place in
            _ = try await CommandRun.run(
                ["tenant", "create", "--name", "Loja", "--owner-email", "a@b.example"], environment: place)
            let secrets = ["META_ACCESS_TOKEN": "t", "META_APP_SECRET": "s"]
            _ = try await CommandRun.run(
                ["channel", "add", "--tenant", "loja", "--phone-number-id", "7", "--base-url", "http://127.0.0.1:1"],
                environment: place.merging(secrets) { $1 })
            let well = try await CommandRun.run(["doctor"], environment: place)
            #expect(
                well.output.contains("opens the secrets of 1 shop(s)")
                    && well.output.contains("forces row-level security"))
            #expect(
                well.status != 0 && well.output.contains("http://127.0.0.1:1 cannot be reached"),
                "nobody listens at port 1")
            let key = Data(repeating: 1, count: 32).base64EncodedString()
            let foreign = try await CommandRun.run(
                ["doctor"], environment: place.merging(["SECRETARIA_MASTER_KEY": key]) { $1 })
            #expect(foreign.status != 0 && foreign.output.contains("does not open the secrets of shop"))
            #expect(!foreign.output.contains(key))
        }
    }
}
