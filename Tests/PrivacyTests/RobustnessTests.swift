import FuzzSupport
import Testing

@testable import Privacy

struct RobustnessTests {
    @Test("damaged bytes are survived, and what is found lies within the text")
    func damaged() {
        let findings = FuzzTarget.privacy.run(seed: 5, count: 4000)
        #expect(findings.isEmpty, "\(findings.prefix(3))")
    }

    @Test("no mask, whatever it is made of, needs more room than was counted for it", arguments: PersonalData.allCases)
    func room(kind: PersonalData) {
        let values = [
            "a", "1", "é", "a b c d e f g h", "é é é é", "1.2.3.4.5.6", "1:2:3:4", "a@b", "ab.cd@ef.gh.com.br", "@",
            "....", "1 2 3 4",
            "١٢٣", "１２３４５６７８９", "12/03/85", "12/03/1985", "1234567890123456789012345678901234567890", "OIlSBZ", "😀",
            "a\u{301}b",
        ]
        for value in values {
            Array(value.utf8).withUnsafeBufferPointer { bytes in
                let whole = [Finding(kind: kind, range: 0..<bytes.count)]
                let room = MaskWriter.capacity(bytes, whole)
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room + 1) { output in
                    #expect(Mask.write(bytes, whole, into: output) <= room, "\(value)")
                }
            }
        }
    }

    @Test("offsets count scalars, not bytes and not characters")
    func offsets() {
        let found = PersonalData.findScalars(in: "😀e\u{301} ção cpf 529.982.247-25")
        #expect(found.map(\.start) == [12] && found.map(\.end) == [26])
    }

    @Test("a number is judged whole: nothing is found inside a longer one")
    func whole() {
        for text in ["0529982247250", "529.982.247-25-1", "x529.982.247-25", "1529.982.247-25", "52998224725123456789"]
        {
            #expect(PersonalData.find(in: text).isEmpty, "\(text)")
        }
    }

    @Test("the nearest word decides what eleven digits are")
    func nearest() {
        func label(_ text: String) -> String? { PersonalData.find(in: text).first?.kind.label }
        #expect(
            label("cpf 12345678900") == "CPF" && label("cnh 12345678900") == "CNH" && label("pis 12345678900") == "PIS")
        #expect(label("meu cpf não é o pedido 52998224725") == nil)
        #expect(label("sobre o pedido, meu cpf: 52998224725") == "CPF")
        #expect(label("52998224725 é o meu cpf") == "CPF" && label("11987654321 é meu zap") == "PHONE")
    }
}
