import Foundation
import Testing

@testable import Domain

struct JSONPropertyTests {
    @Test("whatever is built is read back the same", arguments: [1, 2, 3, 4] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let built = Self.value(depth: 5, &random)
            let text = built.text()
            let parsed = try JSON.parse(text)
            #expect(parsed.text() == text)
            _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        }
    }

    /// The oracle is independent: what we accept and write again, Foundation must accept too.
    @Test(
        "damaged documents are refused or read, never a crash, and what is read is written as valid JSON",
        arguments: 1...8)
    func mutations(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var accepted = 0
        for _ in 0..<4_000 {
            var bytes = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&bytes, &random) }
            for invalidText in [JSON.InvalidText.reject, .replace] {
                guard let json = try? JSON.parse(bytes, limits: .init(invalidText: invalidText)) else { continue }
                accepted += 1
                Self.visit(json)
                let text = json.text()
                #expect(try JSON.parse(text).text() == text)
                if !text.contains(#/[0-9]{300}|[eE]/#) {
                    #expect(throws: Never.self) {
                        try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
                    }
                }
            }
        }
        #expect(accepted > 200)
    }

    private static let seeds = [
        #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"n":[1,2.5,-3e2]}}]}]}"#,
        #"["\u00e1\ud83d\ude00\/\"",{"a":{"b":{"c":[true,false,null]}}},"São João 😀"]"#,
        #" { "k" : [ ] , "k" : { } , "" : "" } "#, "123456789012345678901234567890.5e-10",
    ]

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        case 1 where position < bytes.count: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 2 where position < bytes.count: bytes.remove(at: position)
        case 3: bytes.removeSubrange(position...)
        default: bytes.insert(contentsOf: bytes.prefix(position).suffix(12), at: position)
        }
    }

    /// Touches every accessor of every value.
    private static func visit(_ json: JSON) {
        _ = (json.string, json.int64, json.double, json.bool, json.rawBytes, json["a"], json[0], json.scalarText)
        for item in json.elements { visit(item) }
        for member in json.members { visit(member.value) }
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: .null
        case 1: JSON(Bool.random(using: &random))
        case 2: JSON(Int64.random(in: .min ... .max, using: &random))
        case 3: JSON(Double.random(in: -1e6...1e6, using: &random))
        case 4, 5: JSON(string(&random))
        case 6: JSON((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            .object(
                (0..<Int.random(in: 0..<4, using: &random)).map {
                    (string(&random) + "\($0)", value(depth: depth - 1, &random))
                })
        }
    }

    private static func string(_ random: inout SeededGenerator) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "\n", "\0", "é", "\u{301}", "😀", "\u{2028}", "/", " ", "\u{FFFF}",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
        }
        return text
    }
}
