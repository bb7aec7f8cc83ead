import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Web

extension Webhooks {
    /// `POST /webhook/whaticket`, as the senders of the system before this one know it: its errors in its words, 202 when the body is
    /// stored, and `X-Correlation-ID` on every answer.
    static func receive(_ request: Request, _ context: WebhookContext, _ accept: AcceptWhaticketWebhook) async throws
        -> Response
    {
        let correlation = CorrelationID(request)
        do {
            let body = Array(try await request.bytes(limit: WebhookContext.bodyLimit).readableBytesView)
            let verdict = try await accept(
                SignedWebhook(
                    body: body, contentType: request.headers[.contentType],
                    timestamp: request.headers[.webhookTimestamp],
                    signature: request.headers[.webhookSignature], token: request.headers[.webhookToken],
                    company: request.headers[.companyDomain] ?? request.head.authority, sender: context.visitor.address)
            )
            if verdict != .stored {
                accept.batcher.levels?.noteRefused(verdict.metric)
                context.logger.warning(
                    "Webhook refused",
                    metadata: ["provider": "whaticket", "reason": "\(verdict.reason)", "body.bytes": "\(body.count)"])
            }
            return try correlation.mark(verdict.response())
        } catch is IntakeClosed {
            throw correlation.mark(.unavailable(retryAfter: 5))
        } catch let problem as Problem {
            throw correlation.mark(problem)
        } catch let error as any ProblemConvertible {
            context.logger.warning("Webhook not stored", metadata: ["provider": "whaticket", "error": "\(error)"])
            throw correlation.mark(error.problem)
        }
    }
}

/// The caller's name for a request, or one of ours: senders find their call in our log by it.
struct CorrelationID {
    let value: String

    init(_ request: Request) {
        let given = request.headers[.correlationID] ?? ""
        let isPlain = given.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        value = (1...128).contains(given.utf8.count) && isPlain ? given : UUID().uuidString.lowercased()
    }

    func mark(_ response: Response) -> Response {
        var response = response
        response.headers[.correlationID] = value
        return response
    }

    func mark(_ problem: Problem) -> Problem {
        var problem = problem
        problem.headers[.correlationID] = value
        return problem
    }
}

extension AcceptWhaticketWebhook.Verdict {
    /// For our log: never what the sender wrote.
    fileprivate var reason: String {
        switch self {
        case .stored: "-"
        case .invalidSignature: "invalid signature"
        case .invalidToken: "invalid token"
        case .invalidPayload: "invalid payload"
        case .companyNotFound: "company_not_found"
        case .tooManyFromAddress: "too_many_requests_ip"
        case .tooManyFromNumber: "too_many_requests_number"
        }
    }

    /// As the system before this one counted it.
    fileprivate var metric: String {
        switch self {
        case .stored: "accepted"
        case .invalidSignature, .invalidToken: "unauthorized"
        case .invalidPayload: "bad_request"
        case .companyNotFound: "company_not_found"
        case .tooManyFromAddress: "rate_limited_ip"
        case .tooManyFromNumber: "rate_limited_number"
        }
    }

    fileprivate func response() throws -> Response {
        switch self {
        case .stored: return try .json(["queued": true], status: .accepted)
        case .invalidSignature, .invalidToken: return try .json(["error": reason], status: .unauthorized)
        case .invalidPayload(let details):
            return try .json(["error": reason, "details": details], status: .badRequest)
        case .companyNotFound: return try .json(["error": reason], status: .notFound)
        case .tooManyFromAddress(let wait), .tooManyFromNumber(let wait):
            let headers = Problem.rateLimited(retryAfter: wait).headers
            return try .json(["error": reason], status: .tooManyRequests, headers: headers)
        }
    }
}

extension HTTPField.Name {
    static let webhookTimestamp = name("X-Timestamp")
    static let webhookSignature = name("X-Signature")
    static let webhookToken = name("X-Webhook-Token")
    static let companyDomain = name("X-Company-Domain")
    static let correlationID = name("X-Correlation-ID")
    static let twilioSignature = name("X-Twilio-Signature")

    /// A header name written in the source; every one is a valid name.
    private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .authorization }
}
