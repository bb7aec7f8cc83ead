extension CorpusValues {
    private mutating func luhn(_ prefix: String, _ length: Int) -> String {
        let body = prefix + random.digits(length - prefix.count - 1)
        let sum = body.reversed().enumerated().reduce(0) { sum, item in
            let digit = item.element.wholeNumberValue ?? 0
            return sum + (item.offset % 2 == 0 ? (digit < 5 ? digit * 2 : digit * 2 - 9) : digit)
        }
        return body + String((10 - sum % 10) % 10)
    }

    mutating func card() -> CorpusValue {
        let brand = random.pick([
            ("4", 16), ("4", 16), ("51", 16), ("55", 16), ("2223", 16), ("34", 15), ("37", 15), ("6362", 16),
            ("36", 14), ("606282", 16),
        ])
        // Elo by a range that is known.
        let number = Array(luhn(brand.0 == "6362" ? "636297" : brand.0, brand.1).utf8)
        let pattern =
            switch brand.1 {
            case 15: random.pick(["#### ###### #####", "###############"])
            case 14: random.pick(["#### ###### ####", "##############"])
            default:
                random.pick([
                    "#### #### #### ####", "####-####-####-####", "################", "####.####.####.####",
                    "####\u{A0}####\u{A0}####\u{A0}####", "#### ####\n#### ####",
                ])
            }
        return CorpusValue(text: Self.fill(pattern, number), label: "CARD")
    }

    mutating func securityCode() -> CorpusValue {
        CorpusValue(text: random.digits(random.chance(85) ? 3 : 4), label: "CVV")
    }

    mutating func branch() -> CorpusValue {
        CorpusValue(text: random.digits(4) + (random.chance(30) ? "-\(random.below(10))" : ""), label: "BANK_BRANCH")
    }

    mutating func account() -> CorpusValue {
        CorpusValue(
            text: random.digits(random.within(5...8)) + "-" + random.pick(["0", "1", "3", "5", "7", "9", "X"]),
            label: "BANK_ACCOUNT")
    }

    mutating func uuid(_ version: String = "4") -> String {
        "\(random.hex(8))-\(random.hex(4))-\(version)\(random.hex(3))-\(random.pick(["8", "9", "a", "b"]))\(random.hex(3))-\(random.hex(12))"
    }

    mutating func pixKey() -> CorpusValue {
        let key = uuid()
        return CorpusValue(
            text: random.pick([key, key, key.uppercased(), key.replacing("-", with: "")]), label: "PIX_EVP")
    }

    mutating func pixCode() -> CorpusValue {
        func field(_ tag: String, _ value: String) -> String {
            let length = value.utf8.count
            return "\(tag)\(length < 10 ? "0" : "")\(length)\(value)"
        }
        let account = field("00", "br.gov.bcb.pix") + field("01", uuid())
        let body =
            field("00", "01") + field("26", account) + field("52", "0000") + field("53", "986")
            + field("54", "\(random.within(10...900)).\(random.digits(2))") + field("58", "BR")
            + field("59", random.pick(["LOJA DO BAIRRO", "MARIA SILVA", "CASA DAS TINTAS"]))
            + field("60", random.pick(["SAO PAULO", "RECIFE"]))
            + field("62", field("05", "***")) + "6304"
        var crc: UInt16 = 0xFFFF
        for byte in body.utf8 {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
        let sum = String(crc, radix: 16, uppercase: true)
        return CorpusValue(text: body + String(repeating: "0", count: 4 - sum.count) + sum, label: "PIX_BRCODE")
    }

    private func mod10(_ digits: [Int]) -> Int {
        let sum = digits.reversed().enumerated().reduce(0) { sum, item in
            let product = item.element * (item.offset % 2 == 0 ? 2 : 1)
            return sum + product / 10 + product % 10
        }
        return (10 - sum % 10) % 10
    }

    mutating func boleto() -> CorpusValue {
        let bank = [3, 4, 1, 9], free = numbers(25), value = [9] + numbers(13)
        let fields = [bank + free[0..<5], Array(free[5..<15]), Array(free[15..<25])].map { Array($0) }
        let barcode = bank + value + free
        let sum = barcode.reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 8 + 2) }
        let rest = 11 - sum % 11
        let dv = rest == 0 || rest > 9 ? 1 : rest
        let digits =
            fields[0] + [mod10(fields[0])] + fields[1] + [mod10(fields[1])] + fields[2] + [mod10(fields[2])] + [dv]
            + value
        let pattern = random.pick([
            "#####.##### #####.###### #####.###### # ##############", String(repeating: "#", count: 47),
        ])
        return CorpusValue(text: Self.fill(pattern, Self.bytes(digits)), label: "BOLETO")
    }
}
