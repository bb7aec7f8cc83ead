import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension OpenAISimulator {
    func embeddings(_ body: JSON) throws -> JSON {
        let rules = try rules(for: body)
        guard rules.embeds else {
            throw OpenAIRefusal(status: 403, message: "You are not allowed to generate embeddings from this model")
        }
        for key in body.members.map(\.key)
        where !["model", "input", "dimensions", "encoding_format", "user"].contains(key) {
            throw OpenAIRefusal(
                code: "unknown_parameter", param: key, message: "Unrecognized request argument supplied: \(key)")
        }
        let texts = try Self.texts(body["input"])
        let dimensions = try Self.dimensions(body["dimensions"], rules)
        let isPacked = body["encoding_format"]?.string == "base64"
        let data = texts.enumerated().map { index, text -> JSON in
            let vector = SimulatedEmbedding.vector(of: text, dimensions: dimensions)
            let value = isPacked ? JSON(SimulatedEmbedding.base64(vector)) : JSON(vector.map { JSON(Double($0)) })
            return ["object": "embedding", "index": JSON(index), "embedding": value]
        }
        let tokens = JSON(texts.reduce(0) { $0 + ($1.utf8.count + 3) / 4 })
        // Out of order, for nothing promises an order.
        return [
            "object": "list", "data": JSON(data.reversed()), "model": JSON(rules.snapshot),
            "usage": ["prompt_tokens": tokens, "total_tokens": tokens],
        ]
    }

    private static func texts(_ input: JSON?) throws(OpenAIRefusal) -> [String] {
        let texts = input?.string.map { [$0] } ?? (input?.array ?? []).compactMap(\.string)
        guard (1...2_048).contains(texts.count), input?.array.map({ $0.count == texts.count }) ?? true,
            texts.allSatisfy({ !$0.isEmpty })
        else { throw OpenAIRefusal(param: "input", message: "'$.input' is invalid.") }
        guard texts.allSatisfy({ $0.utf8.count / 4 <= 8_192 }), texts.reduce(0, { $0 + $1.utf8.count / 4 }) <= 300_000
        else {
            throw OpenAIRefusal(code: "max_tokens_per_request", param: "input", message: "Requested too many tokens.")
        }
        return texts
    }

    private static func dimensions(_ asked: JSON?, _ rules: OpenAIModelRules) throws(OpenAIRefusal) -> Int {
        guard let asked, !asked.isNull else { return rules.dimensions }
        guard rules.name != "text-embedding-ada-002" else {
            throw OpenAIRefusal(param: "dimensions", message: "This model does not support specifying dimensions.")
        }
        guard let count = asked.int, (1...rules.dimensions).contains(count) else {
            throw OpenAIRefusal(param: "dimensions", message: "Invalid value for 'dimensions'.")
        }
        return count
    }
}

/// Vectors that need no model: the hashed embedding, folded to any length.
enum SimulatedEmbedding {
    static func vector(of text: String, dimensions: Int) -> [Float] {
        var vector = [Float](repeating: 0, count: dimensions)
        for (index, value) in HashedEmbedding.embed(text).enumerated() { vector[index % dimensions] += value }
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        // A text without words still has a direction.
        guard length > 0 else { return [1] + vector.dropFirst() }
        return vector.map { Float(Double($0) / length) }
    }

    /// Little-endian 32-bit floats.
    static func base64(_ vector: [Float]) -> String {
        let bytes = vector.flatMap { value in
            [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32($0)) }
        }
        return Data(bytes).base64EncodedString()
    }
}
