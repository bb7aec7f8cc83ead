import Testing

@testable import Privacy

/// Published numbers of each kind, and one wrong digit in each.
struct CheckDigitTests {
    private func check(_ text: String, _ rule: @escaping (Digits) -> Bool) -> Bool {
        let values = text.utf8.filter { $0 >= 48 && $0 <= 57 }.map { $0 - 48 }
        return values.withUnsafeBufferPointer { rule(Digits($0, count: values.count)) }
    }

    @Test("CPF", arguments: ["529.982.247-25", "111.444.777-35", "000.000.001-91"])
    func cpf(number: String) { expectRight(number, CheckDigits.cpf) }

    @Test("PIS", arguments: ["120.56489.17-3", "170.33259.50-4"])
    func pis(number: String) { expectRight(number, CheckDigits.pis) }

    @Test("cards", arguments: ["4111111111111111", "5555555555554444", "378282246310005", "30569309025904"])
    func luhn(number: String) { expectRight(number, CheckDigits.luhn) }

    @Test(
        "payment slips of banks and of utilities",
        arguments: [
            "34191.79001 01043.510047 91020.150008 5 98440000026000",
            "83650000001-0 60000000000-7 12345678901-5 23456789012-9",
        ])
    func slip(number: String) {
        #expect(check(number, PaymentSlip.isValid))
        #expect(!check(number.replacing("60", with: "61").replacing("15000", with: "15100"), PaymentSlip.isValid))
    }

    @Test("numeric and alphanumeric CNPJ")
    func cnpj() {
        func isRight(_ text: String) -> Bool { CheckDigits.cnpj(text.utf8.filter { Byte.isAlphanumeric($0) }) }
        #expect(isRight("12.ABC.345/01DE-35") && isRight("11.222.333/0001-81"))
        #expect(!isRight("12.ABC.345/01DE-36") && !isRight("11.222.333/0001-82") && !isRight("00.000.000/0000-00"))
    }

    @Test("numbers of one digit repeated are examples, not documents")
    func uniform() {
        for digit in 0...9 { #expect(!check(String(repeating: "\(digit)", count: 11), CheckDigits.cpf)) }
    }

    private func expectRight(_ number: String, _ rule: @escaping (Digits) -> Bool) {
        #expect(check(number, rule))
        guard let last = number.last?.wholeNumberValue else { return }
        #expect(!check(String(number.dropLast()) + "\((last + 1) % 10)", rule))
    }
}
