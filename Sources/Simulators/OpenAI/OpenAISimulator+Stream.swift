import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// Knows the connection: a stream ends when the client leaves.
struct OpenAISimulatorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// An answer cut into the chunks in which it is streamed.
struct SimulatedStream {
    let first: String
    /// Some bytes of text each, as tokens are.
    let pieces: [String]
    let last: [String]

    static let done = "data: [DONE]\n\n"

    init(_ whole: JSON, tellsUsage: Bool) {
        func frame(_ choices: [JSON], _ usage: JSON?) -> String {
            let chunk: [(String, JSON?)] = [
                ("id", whole["id"]), ("object", "chat.completion.chunk"), ("created", whole["created"]),
                ("model", whole["model"]), ("service_tier", whole["service_tier"]),
                ("system_fingerprint", whole["system_fingerprint"]), ("choices", JSON(choices)), ("usage", usage),
            ]
            return "data: \(JSON.object(chunk).text())\n\n"
        }
        // Where usage is told at the end, every other chunk says that it does not have it.
        let none: JSON? = tellsUsage ? .some(.null) : .none
        func chunk(_ delta: JSON, finish: JSON = .null) -> String {
            frame([["index": 0, "delta": delta, "logprobs": .null, "finish_reason": finish]], none)
        }
        let choice = whole["choices"]?[0]
        let refusal = choice?["message"]?["refusal"]?.string
        let text = choice?["message"]?["content"]?.string ?? refusal ?? ""
        let field = refusal == nil ? "content" : "refusal"
        first = chunk(["role": "assistant", "content": "", "refusal": .null])
        pieces = Self.cut(text).map { chunk(.object([(field, JSON($0))])) }
        let end = chunk(.object([]), finish: choice?["finish_reason"] ?? .null)
        last = tellsUsage ? [end, frame([], whole["usage"])] : [end]
    }

    /// Words and signs are cut where they happen to be, characters are not.
    private static func cut(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            piece.append(scalar)
            if piece.count == 4 {
                pieces.append(String(piece))
                piece = .init()
            }
        }
        return piece.isEmpty ? pieces : pieces + [String(piece)]
    }
}

extension OpenAISimulator {
    private struct Broken: Error {}

    func stream(_ stream: SimulatedStream, _ fault: Fault?, _ context: OpenAISimulatorContext) -> Response {
        let (trouble, place): (Fault.StreamFault?, Int) =
            if case .stream(let trouble, let place)? = fault { (trouble, place) } else { (nil, 0) }
        let pieces = trouble == nil ? stream.pieces[...] : stream.pieces.prefix(place)
        let body = ResponseBody { [self] writer in
            do {
                if trouble == nil || place > 0 { try await write(stream.first, to: &writer) }
                for piece in pieces {
                    if pace > .zero { try await Task.sleep(for: pace) }  // so that people see words come
                    try await write(piece, to: &writer)
                }
                try await end(stream, trouble, context, &writer)
            } catch {
                if !(error is Broken) { change { $0.abandoned += 1 } }
                throw error
            }
            try await writer.finish(nil)
        }
        var headers: HTTPFields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-cache"]
        if let id = HTTPField.Name("x-request-id") { headers[id] = "req_simulated" }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func end(
        _ stream: SimulatedStream, _ trouble: Fault.StreamFault?, _ context: OpenAISimulatorContext,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        switch trouble {
        case .error(let code):
            let error: JSON = [
                "error": ["message": "Simulated failure.", "type": "server_error", "param": .null, "code": JSON(code)]
            ]
            try await write("data: \(error.text())\n\n", to: &writer)
        case .garbled: try await write("data: {\"choices\":[{\"delta\"\n\n", to: &writer)
        case .cut:
            try await writer.write(ByteBuffer(string: "data: {\"id\":\"chatc"))
            throw Broken()
        case .stall:
            let (gone, left) = AsyncStream.makeStream(of: Void.self)
            context.channel.setOption(.allowRemoteHalfClosure, value: false).whenComplete { _ in }
            context.channel.closeFuture.whenComplete { _ in left.finish() }
            for await _ in gone {}
            throw CancellationError()
        case .unfinished: for frame in stream.last { try await write(frame, to: &writer) }
        case nil: for frame in stream.last + [SimulatedStream.done] { try await write(frame, to: &writer) }
        }
    }

    /// In two parts, as networks tear them.
    private func write(_ frame: String, to writer: inout any ResponseBodyWriter) async throws {
        let bytes = Array(frame.utf8)
        let tear = bytes.count * 2 / 3
        try await writer.write(ByteBuffer(bytes: bytes[..<tear]))
        try await writer.write(ByteBuffer(bytes: bytes[tear...]))
    }
}
