import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads the vectors of an embeddings answer.
enum EmbeddingReply {
    /// Sorted by their index; nil when one is missing or of another length.
    static func vectors(_ json: JSON, count: Int, dimensions: Int) -> [[Float]]? {
        var vectors = [[Float]](repeating: [], count: count)
        for (place, item) in json.elements(of: "data").enumerated() {
            let index = item["index"]?.int ?? place
            guard vectors.indices.contains(index), let vector = vector(item["embedding"]), vector.count == dimensions
            else { return nil }
            vectors[index] = vector
        }
        return vectors.allSatisfy { !$0.isEmpty } ? vectors : nil
    }

    /// A list of numbers, or little-endian floats in base64; brought to unit length, for not every server does.
    private static func vector(_ json: JSON?) -> [Float]? {
        guard let json else { return nil }
        let raw = json.string.map { floats(Data(base64Encoded: $0).map(Array.init)) } ?? numbers(json)
        guard let raw, raw.allSatisfy(\.isFinite) else { return nil }
        let length = raw.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length > 0, length.isFinite else { return nil }
        return raw.map { Float(Double($0) / length) }
    }

    private static func numbers(_ json: JSON) -> [Float]? {
        var values: [Float] = []
        for element in json.elements {
            guard let value = element.double else { return nil }
            values.append(Float(value))
        }
        return values
    }

    private static func floats(_ bytes: [UInt8]?) -> [Float]? {
        guard let bytes, bytes.count % 4 == 0 else { return nil }
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            let bits = bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Float(bitPattern: bits)
        }
    }
}
