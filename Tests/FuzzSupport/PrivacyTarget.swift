import Privacy

extension FuzzTarget {
    private static let privacySeeds = [
        "Oi, meu cpf é 529.982.247-25 e o CNPJ 12.ABC.345/01DE-35, tel (11) 98765-4321 ou 0xx11 3333-4455",
        "me chamo Ana Paula Souza, Rua 7 de Setembro, 1200 bloco B ap 12, Jd. América, CEP 01310-100, nasc 12 de março de 1985",
        "cartão 4111 1111 1111 1111 12/28 123, ag 1234-5 c/c 56789-X itaú, placa ABC1D23, passaporte AB123456, RG MG-12.345.678",
        "joao.silva@gmail.com, maria%40uol.com.br, ana arroba gmail ponto com, 5511987654321:12@s.whatsapp.net, 123456789012345@lid",
        "chave pix 123e4567-e89b-42d3-a456-426614174000, 34191.79001 01043.510047 91020.150008 5 84410000026000, ip 2804:14c:4a2e::1161",
        "3525 1036 6042 6300 0157 5500 1691 1881 2032 9196 9330, rastreio AA123456785BR, cpf l23.456.789-O9, cpf \u{FF15}\u{FF12}\u{FF19}",
        "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D",
    ].map { Array($0.utf8) }

    private static let privacyPieces =
        [
            "1", "55", "9", "000201", "6304", "0", "(", ")", "+", "-", ".", "/", ",", " ", "\n", "@", "%40", " arroba ",
            " ponto ", "*", "#", "cpf", "rg ", "rua ",
            "SQN 1", "nasc", "@g.us", "https://", "wa.me/", "me chamo ", "José", "é\u{301}", "\u{200B}", "\u{2011}",
            "\u{A0}", "\u{FF11}", "👩‍👩‍👧", "\u{0}",
            "99999999999999999999", "11", "S", "O", "::", "-X", "SSP",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80], [0xEF, 0xBC], [0xF0, 0x9F], [0xCC]]

    /// Finds and masks in any bytes: findings in order and within the text, valid text stays valid, the rest of it unchanged.
    package static let privacy = FuzzTarget(name: "privacy", seeds: privacySeeds, pieces: privacyPieces) { input in
        let findings = input.withUnsafeBufferPointer { PersonalData.find(in: $0) }
        var position = 0
        for finding in findings {
            if finding.range.lowerBound < position || finding.range.isEmpty || finding.range.upperBound > input.count {
                return "findings out of order or out of the text"
            }
            position = finding.range.upperBound
        }
        let isValid = String(validating: input, as: UTF8.self) != nil
        for finding in findings
        where isValid && (isInside(input, finding.range.lowerBound) || isInside(input, finding.range.upperBound)) {
            return "a finding that cuts a character"
        }
        let masked = Mask.bytes(input)
        if isValid, String(validating: masked, as: UTF8.self) == nil { return "a mask that is no text" }
        if findings.isEmpty, masked != input { return "a change without a finding" }
        return nil
    }

    private static func isInside(_ bytes: [UInt8], _ index: Int) -> Bool {
        index < bytes.count && bytes[index] & 0xC0 == 0x80
    }
}
