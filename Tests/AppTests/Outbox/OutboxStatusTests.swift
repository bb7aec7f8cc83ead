import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct OutboxStatusTests {
    @Test("the database ranks statuses as the rules do")
    func ranks() async throws {
        try await withShops(1) { fixture in
            for status in DeliveryStatus.allCases {
                let rank: Int = try await fixture.database.tenant(.service(fixture.shops[0].id)) {
                    try await $0.one("SELECT delivery_rank(\(status.rawValue)) AS rank")("rank")
                }
                #expect(rank == status.rank, "\(status)")
            }
        }
    }

    @Test("a report in the same moment as the answer is never lost, though neither sees the other")
    func racing() async throws {
        try await DeliveryTests.withBench { bench in
            var messages: [UUID] = []
            for index in 0..<40 { messages.append(try await bench.say("r\(index)")) }
            let outboxes = try await Self.outboxes(bench)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, message) in messages.enumerated() {
                    let outbox = try #require(outboxes[message])
                    group.addTask {
                        try await bench.fixture.database.tenant(.service(bench.tenant)) {
                            _ = try await $0.commit(
                                Outbox.settle(
                                    tenant: bench.tenant, account: bench.account, outbox: outbox, message: message,
                                    conversation: bench.conversation,
                                    .accepted(externalID: "wamid.r\(index)")))
                        }
                    }
                    group.addTask { try await bench.report("wamid.r\(index)", ["delivered"]) }
                }
                try await group.waitForAll()
            }
            for (index, message) in messages.enumerated() {
                #expect(try await bench.state(message) == "accepted delivered wamid.r\(index)")
            }
        }
    }

    @Test("answers, reports that name our row and people's repeats may all meet without a deadlock")
    func crowd() async throws {
        try await DeliveryTests.withBench { bench in
            var messages: [UUID] = []
            for index in 0..<30 { messages.append(try await bench.say("c\(index)")) }
            let outboxes = try await Self.outboxes(bench)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, message) in messages.enumerated() {
                    let outbox = try #require(outboxes[message])
                    group.addTask {
                        try await bench.fixture.database.tenant(.service(bench.tenant)) {
                            _ = try await $0.commit(
                                Outbox.settle(
                                    tenant: bench.tenant, account: bench.account, outbox: outbox, message: message,
                                    conversation: bench.conversation,
                                    index.isMultiple(of: 2)
                                        ? .unknown(.init(code: "timeout", title: "t"))
                                        : .failed(.init(code: "131026", title: "t"))))
                        }
                    }
                    group.addTask { try await bench.report("wamid.c\(index)", ["sent", "delivered"], outbox: outbox) }
                    group.addTask {
                        _ = try await bench.fixture.database.tenant(.service(bench.tenant)) {
                            try await Outbox.retry($0, message: message)
                        }
                    }
                }
                try await group.waitForAll()
            }
            for (index, message) in messages.enumerated() {
                let state = try await bench.state(message)
                #expect(state == "accepted delivered wamid.c\(index)", "\(state)")
            }
        }
    }

    @Test("a message given up by us that a status proves was sent is shown as sent")
    func recovery() async throws {
        try await DeliveryTests.withBench { bench in
            bench.provider.answer(.refused(.init(code: "131000", title: "x")))
            let message = try await bench.say("oi")
            try await bench.deliver()
            let outbox = try #require(try await Self.outboxes(bench)[message])
            try await bench.report("wamid.P", ["sent"], outbox: outbox)
            #expect(try await bench.state(message) == "accepted sent wamid.P")
        }
    }

    @Test("an echo of our own send that was stored first keeps the id, and nothing breaks")
    func echoFirst() async throws {
        try await DeliveryTests.withBench { bench in
            let message = try await bench.say("oi")
            try await bench.fixture.database.tenant(.service(bench.tenant)) { tx in
                _ = try await tx.execute(
                    """
                    INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, external_id, delivery_status)
                    VALUES (\(tx.tenant), \(bench.conversation), \(bench.account), 'outbound', 'agent', 'wamid.oi', 'sent')
                    """)
            }
            let outbox = try #require(try await Self.outboxes(bench)[message])
            try await bench.report("wamid.oi", ["delivered"], outbox: outbox)
            try await bench.deliver()
            #expect(try await bench.state(message) == "accepted queued -")
            #expect(bench.provider.sent.isEmpty)
        }
    }

    @Test("reports of another account with the same id, and words we do not know, change nothing")
    func strangers() async throws {
        try await DeliveryTests.withBench { bench in
            let message = try await bench.say("oi")
            try await bench.deliver()
            let report = DeliveryReport(externalID: "wamid.oi", status: "read", at: Date())
            let (account, tenant) = (UUID(), bench.tenant)
            try await bench.fixture.database.tenant(.service(tenant)) {
                _ = try await $0.batch(Outbox.recordStatuses(tenant: tenant, [(account: account, report: report)]))
            }
            try await bench.report("wamid.oi", ["deleted", "warning", "sento"])
            #expect(Outbox.recordStatuses(tenant: tenant, []).isEmpty)
            #expect(try await bench.state(message) == "accepted sent wamid.oi")
        }
    }

    private static func outboxes(_ bench: DeliveryTests.Bench) async throws -> [UUID: UUID] {
        let rows = try await bench.fixture.database.tenant(.service(bench.tenant)) {
            try await $0.query("SELECT message_id, id FROM outbox WHERE tenant_id = \($0.tenant)")
        }
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0("message_id"), try $0("id")) })
    }
}
