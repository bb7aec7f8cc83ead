import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The only door to the network. No redirects, no unbounded answers, no endless waits; addresses that we did not choose are
/// resolved first and must be public (``PublicHost``). Logs name the operation, never the URL, a header or a body.
package struct ProviderHTTP: Sendable {
    private let logger: Logger
    private let resolve: PublicHost.Resolver
    /// Tells when a call's time is over.
    let clock: any Clock<Duration>

    package init(
        logger: Logger, clock: any Clock<Duration> = .continuous,
        resolve: @escaping PublicHost.Resolver = PublicHost.system
    ) {
        self.logger = logger
        self.clock = clock
        self.resolve = resolve
    }

    /// One client for the process and its whole life: connections are shared, and there is nothing to shut down.
    private static let shared = HTTPClient(
        eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: settings())

    private static func settings() -> HTTPClient.Configuration {
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.timeout = .init(connect: .seconds(5), read: .seconds(60))
        // A refused connection is reported at once: when to try again is the queue's to decide.
        settings.connectionPool.retryConnectionEstablishment = false
        // Well below the idle time of providers' servers: a connection they are just closing would lose a send.
        settings.connectionPool.idleTimeout = .seconds(20)
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        settings.httpVersion = .http1Only
        return settings
    }

    /// Makes the call. Throws for everything that is not an HTTP answer: ``ProviderError/unavailable(_:retryAfter:)`` when no byte
    /// of the body can have left (or repeating is harmless), else ``ProviderError/ambiguous(_:)``.
    package func send(_ request: ProviderRequest) async throws(ProviderError) -> ProviderResponse {
        try await call(request) { try await Self.whole($0, request.responseLimit) }
    }

    /// The same, but a stream of server-sent events is handed to `take` piece by piece while it comes; the response has no body then.
    ///
    /// - Parameters:
    ///   - idle: a stream that has begun and then says nothing for so long is given up (`stalled`).
    ///   - take: called with nothing when the stream begins; false once nothing more is wanted: the connection is closed then.
    package func stream(
        _ request: ProviderRequest, idle: Duration, take: @escaping @Sendable (_ piece: [UInt8]) -> Bool
    ) async throws(ProviderError) -> ProviderResponse {
        try await call(request) { response in
            var answer = Self.head(of: response)
            guard answer.isEventStream else { return try await Self.whole(response, request.responseLimit) }
            _ = take([])
            answer.body = try await withIdleLimit(idle) { pulse in
                for try await piece in response.body {
                    pulse.beat()
                    guard take(Array(piece.readableBytesView)) else { break }
                }
                return []
            }
            return answer
        }
    }

    private func call(_ request: ProviderRequest, _ read: @escaping Reader) async throws(ProviderError)
        -> ProviderResponse
    {
        let start = ContinuousClock.now
        let mark = SendMark()
        do {
            let response = try await dispatch(request, mark, read)
            logger.debug(
                "Provider call",
                metadata: [
                    "provider.operation": "\(request.operation)", "http.status": "\(response.status)",
                    "duration.ms": "\(start.duration(to: .now).milliseconds)",
                ])
            return response
        } catch let error as ProviderError {
            log(error, request, since: start)
            throw error
        } catch {
            let fault = Self.fault(for: error)
            let outcome: ProviderError =
                mark.isSet && !request.isRepeatable ? .ambiguous(fault) : .unavailable(fault, retryAfter: nil)
            log(outcome, request, since: start)
            throw outcome
        }
    }

    /// Makes an answer of what comes.
    private typealias Reader = @Sendable (HTTPClientResponse) async throws -> ProviderResponse

    private static func head(of response: HTTPClientResponse) -> ProviderResponse {
        ProviderResponse(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) }, body: [])
    }

    private static func whole(_ response: HTTPClientResponse, _ limit: Int) async throws -> ProviderResponse {
        var answer = head(of: response)
        answer.body = Array(try await response.body.collect(upTo: limit).readableBytesView)
        return answer
    }

    private func dispatch(_ request: ProviderRequest, _ mark: SendMark, _ read: @escaping Reader) async throws
        -> ProviderResponse
    {
        let host = try PublicHost.host(of: request.url)
        switch request.origin {
        case .trusted:
            return try await exchange(request, mark, with: Self.shared, read)
        case .untrusted(let hosts):
            // Pinned to the address that was checked: a second look-up could answer differently.
            let address = try await PublicHost.check(request.url, allowed: hosts, resolve: resolve)
            var settings = Self.settings()
            settings.dnsOverride = [host: address]
            let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: settings)
            do {
                let response = try await exchange(request, mark, with: client, read)
                try await client.shutdown()
                return response
            } catch {
                try? await client.shutdown()
                throw error
            }
        }
    }

    private func exchange(
        _ request: ProviderRequest, _ mark: SendMark, with client: HTTPClient, _ read: @escaping Reader
    ) async throws -> ProviderResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .init(rawValue: request.method)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if !outgoing.headers.contains(name: "User-Agent") {
            outgoing.headers.add(name: "User-Agent", value: "Secretaria")
        }
        if let body = request.body {
            outgoing.body = .stream(MarkedBody(bytes: body, mark: mark), length: .known(Int64(body.count)))
        }
        let prepared = outgoing
        return try await withTimeout(request.timeout, clock: clock) {
            try await read(try await client.execute(prepared, timeout: .nanoseconds(request.timeout.nanoseconds)))
        }
    }

    private func log(_ error: ProviderError, _ request: ProviderRequest, since start: ContinuousClock.Instant) {
        logger.warning(
            "Provider call failed",
            metadata: [
                "provider.operation": "\(request.operation)", "provider.code": "\(error.fault.code)",
                "duration.ms": "\(start.duration(to: .now).milliseconds)",
            ])
    }

    private static func fault(for error: any Error) -> ProviderFault {
        switch (error, error as? HTTPClientError) {
        case (is CallTimedOut, _), (_, .deadlineExceeded), (_, .readTimeout), (_, .writeTimeout):
            ProviderFault(code: "timeout", title: "No answer in time")
        case (is CallStalled, _):
            ProviderFault(code: "stalled", title: "The answer stopped coming")
        case (_, .connectTimeout), (_, .getConnectionFromPoolTimeout):
            ProviderFault(code: "connect_timeout", title: "No connection in time")
        case (is CancellationError, _), (_, .cancelled):
            ProviderFault(code: "cancelled", title: "Interrupted")
        case (is NIOTooManyBytesError, _):
            ProviderFault(code: "answer_too_large", title: "The answer is too large")
        case (_, .remoteConnectionClosed), (HTTPParserError.invalidEOFState, _):
            ProviderFault(code: "connection_closed", title: "The connection was closed")
        default:
            // Only the kind of the error: its text may hold the address.
            ProviderFault(code: "connection_failed", title: "No connection", detail: "\(type(of: error))")
        }
    }
}

/// Set once the body of a request was handed to the connection: from then on the provider may have got it.
final class SendMark: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

/// A body in one piece that tells when it is taken.
private struct MarkedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let bytes: [UInt8]
    let mark: SendMark

    struct AsyncIterator: AsyncIteratorProtocol {
        var bytes: [UInt8]?
        let mark: SendMark

        mutating func next() async throws -> ByteBuffer? {
            defer { bytes = nil }
            mark.set()
            return bytes.map { ByteBuffer(bytes: $0) }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes, mark: mark) }
}
