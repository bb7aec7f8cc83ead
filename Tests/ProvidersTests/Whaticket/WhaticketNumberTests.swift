import Testing

@testable import Domain
@testable import Providers

struct WhaticketNumberTests {
    @Test(
        "55 is put in front of Brazilian numbers only",
        arguments: [
            ("5511987654321", "5511987654321"), ("11987654321", "5511987654321"), ("(11) 98765-4321", "5511987654321"),
            ("011 98765-4321", "5511987654321"), ("1140028922", "551140028922"), ("1187654321", "551187654321"),
            ("55991234567", "5555991234567"), ("+55 11 98765-4321", "5511987654321"),
            ("005511987654321", "5511987654321"),
            ("14155552671", "14155552671"), ("+14155552671", "14155552671"), ("351912345678", "351912345678"),
            ("34612345678", "34612345678"), ("56912345678", "56912345678"), ("442071838750", "442071838750"),
            ("5215512345678", "5215512345678"),
        ])
    func numbers(given: String, expected: String) {
        #expect(Whaticket.phone(given)?.digits == expected)
    }

    private func number(_ json: String) -> [String] {
        Whaticket.parse(Array(json.utf8)).messages.flatMap { $0.customer.map(\.value) }
    }

    @Test(
        "the number is found in every place of the contract, in its order",
        arguments: [
            (#"{"from":"5511900000001","remoteJid":"5511900000003@s.whatsapp.net","text":"oi"}"#, "5511900000001"),
            (#"{"from":"5511900000001","number":"5511900000002","text":"oi"}"#, "5511900000002"),
            (
                #"{"remoteJid":"5511900000003@s.whatsapp.net","key":{"remoteJid":"5511900000004@s.whatsapp.net"},"text":"oi"}"#,
                "5511900000003"
            ),
            (
                #"{"key":{"remoteJid":"5511900000004@s.whatsapp.net"},"contact":{"number":"5511900000005"},"text":"oi"}"#,
                "5511900000004"
            ),
            (#"{"contact":{"number":"5511900000005","phone":"5511900000006"},"text":"oi"}"#, "5511900000005"),
            (
                #"{"contact":{"phone":"5511900000006"},"ticket":{"contact":{"number":"5511900000007"}},"text":"oi"}"#,
                "5511900000006"
            ),
            (
                #"{"ticket":{"contact":{"number":"5511900000007","phone":"5511900000008"}},"text":"oi"}"#,
                "5511900000007"
            ),
            (#"{"ticket":{"contact":{"phone":"5511900000008"}},"text":"oi"}"#, "5511900000008"),
            (#"{"from":"nobody","number":null,"contact":{"number":11900000009},"text":"oi"}"#, "5511900000009"),
            (#"{"number":"5511900000001","text":"oi","kind":"text","from":"5511900000002"}"#, "5511900000001"),
        ])
    func places(json: String, expected: String) {
        #expect(number(json) == [expected])
    }

    @Test("with words and kind given, the number has to be given as well")
    func mandatory() {
        let body = Array(#"{"from":"5511900000001","text":"oi","kind":"text"}"#.utf8)
        #expect(throws: Whaticket.InvalidPayload(details: "$: missing_number")) { try Whaticket.check(body) }
    }

    @Test("a mobile with and without its ninth digit is one person")
    func ninthDigit() {
        let keys = ["5531987651234", "553187651234", "31987651234"].flatMap {
            Whaticket.parse(Array(#"{"number":"\#($0)","text":"oi"}"#.utf8)).messages.map { $0.customer[0].matchKey }
        }
        #expect(keys == Array(repeating: "553187651234", count: 3))
    }

    @Test(
        "what the contract refuses is refused with the reason",
        arguments: [
            "", "nonsense", "[]", "7", #"{"number":5511987654321,"text":"oi"}"#, #"{"text":"oi"}"#,
            #"{"number":"","text":"oi"}"#,
            #"{"key":null,"contact":"x","ticket":null,"text":"oi"}"#,
            #"{"key":"x","contact":null,"ticket":7,"message":[]}"#,
        ])
    func invalid(body: String) {
        #expect(throws: Whaticket.InvalidPayload.self) { try Whaticket.check(Array(body.utf8)) }
    }

    @Test("a body that is not UTF-8 is refused, never a crash")
    func notText() {
        #expect(throws: Whaticket.InvalidPayload.self) {
            try Whaticket.check(Array(#"{"number":"5511987654321","text":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8))
        }
    }

    @Test(
        "what the contract accepts is accepted, and says whose limit it counts for",
        arguments: [
            (#"{"number":"5511987654321","message":{"conversation":"oi"}}"#, ["5511987654321"]),
            (#"{"number":"11987654321","text":"","kind":"text"}"#, []), (#"{"number":"5511987654321"}"#, []),
            (
                #"{"number":"5511987654321","message":{"audioMessage":{}},"ticket":null,"contact":"x"}"#,
                ["5511987654321"]
            ),
            (#"{"event":"connection.update","data":{}}"#, []),
            (#"{"key":{"remoteJid":"1@g.us"},"message":{"conversation":"oi"}}"#, []),
        ])
    func valid(body: String, numbers: [String]) throws {
        #expect(try Whaticket.check(Array(body.utf8)) == numbers)
    }
}
