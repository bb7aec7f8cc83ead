import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Keeps the connection, so that it can be dropped.
package struct SimulatorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// A call being handled.
struct SimulatedCall {
    let operation: SimulatedOperation
    let path: String
    let parameters: [String: String]
    let query: [String: String]
    let headers: HTTPFields
    let bytes: [UInt8]
    /// JSON, or the fields of a form.
    let body: JSON
    let files: [SimulatedFile]

    var contentType: String { headers[.contentType] ?? "" }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

extension SimulatorCore {
    /// Meets the fault that waits for this call, does the work, and keeps a record of it all.
    ///
    /// - Parameters:
    ///   - account: whose call it is, where a provider has several.
    ///   - bytes: the body, where it had to be read already to know what is asked for.
    func handle(
        _ operation: SimulatedOperation, of account: String = "", _ request: Request, _ context: SimulatorContext,
        bytes: [UInt8]? = nil, _ work: (SimulatedCall) throws -> Response
    ) async throws -> Response {
        let call = SimulatedCall(operation, request, context, try await Self.body(bytes, request))
        var record = SimulatorLog.Call(
            at: Date(), operation: operation, account: account, method: request.method.rawValue,
            path: request.uri.path, body: call.body, files: call.files)
        let fault = change { $0.log.takeFault(operation, account) }
        func answered(_ response: Response) -> Response {
            record.status = response.status.code
            change { $0.log.calls.append(record) }
            return response
        }
        switch fault {
        case .error(let status, let body, let retryAfter):
            return answered(Self.refusal(.init(status: status, body: body, retryAfter: retryAfter)))
        case .page(let status): return answered(Self.text("<html>", status: status))
        case .drop: return try await hangUp(context, record)
        case .acceptThenDrop, .slow, .hold, .garbled, nil: break
        }
        do {
            let response = try work(call)
            if case .acceptThenDrop = fault { return try await hangUp(context, record) }
            if case .slow(let duration) = fault { try await Task.sleep(for: duration) }
            if case .hold(let wait) = fault { await wait() }
            if case .garbled = fault { return answered(Self.text("<!doctype html>OK", status: 200)) }
            return answered(response)
        } catch let error as any SimulatedRefusing {
            return answered(Self.refusal(error.refusal))
        }
    }

    static func body(_ known: [UInt8]? = nil, _ request: Request) async throws -> [UInt8] {
        if let known { return known }
        return Array(try await request.body.collect(upTo: 110 << 20).readableBytesView)
    }

    private static func text(_ text: String, status: Int) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "text/html"],
            body: .init(byteBuffer: .init(string: text)))
    }

    private static func refusal(_ refusal: SimulatedRefusal) -> Response {
        var response = Response.json(refusal.body, status: .init(code: refusal.status))
        if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    private func hangUp(_ context: SimulatorContext, _ record: SimulatorLog.Call) async throws -> Response {
        change { $0.log.calls.append(record) }
        try? await context.channel.close()
        throw CancellationError()
    }
}

extension SimulatedCall {
    init(_ operation: SimulatedOperation, _ request: Request, _ context: SimulatorContext, _ bytes: [UInt8]) {
        let type = request.headers[.contentType] ?? ""
        let form = type.hasPrefix("multipart/") ? SimulatedForm(bytes, contentType: type) : nil
        let isURLEncoded = type.hasPrefix("application/x-www-form-urlencoded")
        self.init(
            operation: operation, path: request.uri.path,
            parameters: Dictionary(
                context.parameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { $1 }),
            query: Dictionary(
                request.uri.queryParameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { $1 }),
            headers: request.headers, bytes: bytes,
            body: form?.json ?? (isURLEncoded ? SimulatedForm.urlEncoded(bytes) : (try? JSON.parse(bytes)) ?? .null),
            files: form?.files ?? [])
    }
}

extension Response {
    static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=UTF-8"],
            body: .init(byteBuffer: .init(bytes: json.serialize())))
    }
}
