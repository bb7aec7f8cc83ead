import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Keeps the connection, so that it can be dropped.
typealias SimulatorContext = GraphContext

/// A call being handled.
struct SimulatedCall {
    let operation: String
    let path: String
    let parameters: [String: String]
    let query: [String: String]
    let headers: HTTPFields
    let bytes: [UInt8]
    let body: JSON

    var contentType: String { headers[.contentType] ?? "" }
}

extension SimulatorCore {
    /// Meets the fault that waits for this call, does the work, and keeps a record of it all.
    func handle(
        _ operation: String, _ request: Request, _ context: SimulatorContext,
        _ work: (SimulatedCall) throws -> Response
    ) async throws -> Response {
        let bytes = Array(try await request.body.collect(upTo: 110 << 20).readableBytesView)
        let type = request.headers[.contentType] ?? ""
        let form = type.hasPrefix("multipart/") ? SimulatedForm(bytes, contentType: type) : nil
        let isURLEncoded = type.hasPrefix("application/x-www-form-urlencoded")
        let body = form?.json ?? (isURLEncoded ? SimulatedForm.urlEncoded(bytes) : (try? JSON.parse(bytes)) ?? .null)
        var record = SimulatorLog.Call(
            at: Date(), operation: operation, method: request.method.rawValue, path: request.uri.path, body: body,
            files: form?.files ?? [])
        let fault = change { $0.log.takeFault(operation) }
        func answered(_ response: Response) -> Response {
            record.status = response.status.code
            change { $0.log.calls.append(record) }
            return response
        }
        switch fault {
        case .error(let status, let body, let retryAfter):
            return answered(Self.refusal(.init(status: status, body: body, retryAfter: retryAfter)))
        case .page(let status):
            return answered(
                Response(
                    status: .init(code: status), headers: [.contentType: "text/html"],
                    body: .init(byteBuffer: .init(string: "<html>"))))
        case .drop: return try await hangUp(context, record)
        default: break
        }
        do {
            let call = SimulatedCall(
                operation: operation, path: request.uri.path,
                parameters: Dictionary(
                    context.parameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { $1 }),
                query: Dictionary(
                    request.uri.queryParameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { $1 }),
                headers: request.headers, bytes: bytes, body: body)
            let response = try work(call)
            if case .acceptThenDrop = fault { return try await hangUp(context, record) }
            if case .slow(let duration) = fault { try await Task.sleep(for: duration) }
            if case .garbled = fault {
                return answered(Response(status: .ok, body: .init(byteBuffer: .init(string: "<!doctype html>OK"))))
            }
            return answered(response)
        } catch let refusal as SimulatedRefusal {
            return answered(Self.refusal(refusal))
        }
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
