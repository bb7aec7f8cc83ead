import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(5)))
struct EventStreamTests {
    /// A server with one stream; `opened` and `closed` tell the test when it begins and ends.
    private struct Site {
        let mailbox = AsyncStream<EventMailbox>.makeStream()
        let closed = AsyncStream<Void>.makeStream()
        var ping: TimeAmount = .seconds(15)

        func application(
            onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
        ) -> some ApplicationProtocol {
            let router = Router(context: AppContext.self)
            router.get("events") { request, context in
                EventStream.response(
                    to: request, channel: context.channel, capacity: 4, pingEvery: ping,
                    closed: { closed.continuation.yield() }
                ) { mailbox in
                    self.mailbox.continuation.yield(mailbox)
                }
            }
            return Application(
                router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: onServerRunning, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        }

        func opened() async throws -> EventMailbox {
            try #require(await mailbox.stream.first { _ in true })
        }
    }

    @Test("events arrive with their id and name, and the end of the mailbox ends the stream")
    func delivery() async throws {
        let site = Site()
        try await site.application().test(.live) { client in
            let reader = try await EventReader(url: "http://localhost:\(try #require(client.port))/events")
            var events = reader.makeAsyncIterator()
            let mailbox = try await site.opened()
            mailbox.send(ServerEvent(id: "42", name: "conversation", data: "one\ntwo"))
            #expect(try await events.next() == .init(id: "42", name: "conversation", data: "one\ntwo"))
            mailbox.send(ServerEvent(data: "three"))
            mailbox.finish()
            #expect(try await events.next() == .init(data: "three"))
            #expect(try await events.next() == nil)
            #expect(mailbox.send(ServerEvent(data: "late")) == false)
        }
    }

    @Test("a silent stream is kept alive by comments")
    func pings() async throws {
        let site = Site(ping: .milliseconds(5))
        try await site.application().test(.live) { client in
            let reader = try await EventReader(url: "http://localhost:\(try #require(client.port))/events")
            var events = reader.makeAsyncIterator()
            #expect(try await events.next()?.isComment == true)
            #expect(try await events.next()?.isComment == true)
            try await site.opened().finish()
        }
    }

    @Test("when the client leaves, the stream is over and the mailbox refuses")
    func clientLeaves() async throws {
        let site = Site()
        try await site.application().test(.live) { client in
            let port = try #require(client.port)
            let mailbox = try await {
                let reader = try await EventReader(url: "http://localhost:\(port)/events")
                #expect(reader.status == 200)
                return try await site.opened()  // the reader is dropped here: its connection closes
            }()
            _ = await site.closed.stream.first { _ in true }
            #expect(mailbox.isFinished)
        }
    }

    @Test("streamed work tells what it does; when the client leaves it is cancelled, and waited for")
    func workIsLeft() async throws {
        let ended = AsyncStream<Bool>.makeStream()
        let router = Router(context: AppContext.self)
        router.get("work") { request, context in
            EventStream.response(on: context.channel, .untranslated, logger: context.logger) { tell in
                tell(ServerEvent(name: "stage", data: "{}"))
                let (never, _) = AsyncStream.makeStream(of: Void.self)
                for await _ in never {}
                ended.continuation.yield(Task.isCancelled)
            }
        }
        router.get("failure") { request, context in
            EventStream.response(on: context.channel, .untranslated, logger: context.logger) { tell in
                tell(ServerEvent(name: "stage", data: "{}"))
                throw Problem.unprocessable("no_answer_found")
            }
        }
        let application = Application(router: router, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        try await application.test(.live) { client in
            let port = try #require(client.port)
            let first = try await {
                var events = try await EventReader(url: "http://localhost:\(port)/work").makeAsyncIterator()
                return try await events.next()  // the reader is dropped here: its connection closes
            }()
            #expect(first?.name == "stage")
            #expect(await ended.stream.first { _ in true } == true)
            var events = try await EventReader(url: "http://localhost:\(port)/failure").makeAsyncIterator()
            #expect(try await events.next()?.name == "stage")
            let failure = try await events.next()
            #expect(failure?.name == "error" && failure?.data.contains("no_answer_found") == true)
            #expect(try await events.next() == nil)
        }
    }

    @Test("a graceful shutdown ends open streams instead of waiting for them")
    func shutdown() async throws {
        let site = Site()
        let port = AsyncStream<Int>.makeStream()
        let application = site.application { channel in
            port.continuation.yield(channel.localAddress?.port ?? 0)
        }
        let group = ServiceGroup(
            configuration: .init(services: [application], logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await port.stream.first { _ in true })
            var events = try await EventReader(url: "http://localhost:\(port)/events").makeAsyncIterator()
            _ = try await site.opened()
            await group.triggerGracefulShutdown()
            #expect(try await events.next() == nil)
            try await tasks.waitForAll()
        }
    }
}

private func event(_ id: Int) -> ServerEvent { ServerEvent(id: "\(id)", data: "") }

struct EventMailboxTests {
    @Test("what waited is delivered together and in order")
    func order() async {
        let mailbox = EventMailbox(capacity: 4)
        for id in 1...3 { mailbox.send(event(id)) }
        #expect(await mailbox.next() == .events([event(1), event(2), event(3)]))
    }

    @Test("a reader too slow loses what waited and is told to reload, once")
    func overflow() async {
        let mailbox = EventMailbox(capacity: 2)
        for id in 1...10 { mailbox.send(event(id)) }
        #expect(await mailbox.next() == .events([.reload]))
        mailbox.send(event(11))
        #expect(await mailbox.next() == .events([event(11)]))
    }

    @Test("a ping waits for a busy reader, and pings do not pile up")
    func ping() async {
        let mailbox = EventMailbox()
        mailbox.ping()
        mailbox.ping()
        mailbox.send(event(1))
        #expect(await mailbox.next() == .events([event(1)]))
        #expect(await mailbox.next() == .ping)
        mailbox.finish()
        #expect(await mailbox.next() == .end)
        #expect(await mailbox.next() == .end)
    }

    @Test("waiting events are delivered before the end")
    func finish() async {
        let mailbox = EventMailbox()
        mailbox.send(event(1))
        mailbox.finish()
        #expect(await mailbox.next() == .events([event(1)]))
        #expect(await mailbox.next() == .end)
    }

    @Test("many senders and one reader lose nothing while there is room", .timeLimit(.minutes(5)))
    func concurrent() async {
        let mailbox = EventMailbox(capacity: 10_000)
        await withTaskGroup(of: Int.self) { group in
            for sender in 0..<8 {
                group.addTask {
                    for index in 0..<500 { mailbox.send(event(sender * 1000 + index)) }
                    return 0
                }
            }
            group.addTask {
                var seen: Set<String> = []
                while seen.count < 4000 {
                    guard case .events(let events) = await mailbox.next() else { break }
                    seen.formUnion(events.compactMap(\.id))
                }
                return seen.count
            }
            var total = 0
            for await count in group { total += count }
            #expect(total == 4000)
        }
    }
}

struct ServerEventTests {
    @Test(
        "data can never break out of its field",
        arguments: [
            ("a\nb", "data: a\ndata: b\n\n"), ("a\r\nb", "data: a\ndata: b\n\n"), ("a\rb", "data: a\ndata: b\n\n"),
            ("\n", "data: \ndata: \n\n"), ("", "data: \n\n"), ("a\n\nevent: x", "data: a\ndata: \ndata: event: x\n\n"),
            ("a\r\n\u{301}b", "data: a\ndata: \u{301}b\n\n"),
        ])
    func data(data: String, wire: String) { #expect(ServerEvent(data: data).wire == wire) }

    @Test("ids and names are one line")
    func oneLine() {
        #expect(ServerEvent(id: "1\ndata: x", name: "n\r\ny", data: "d").wire == "id: 1data: x\nevent: ny\ndata: d\n\n")
    }
}
