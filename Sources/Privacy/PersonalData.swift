/// The kinds of personal data that are told apart.
package enum PersonalData: UInt8, CaseIterable, Sendable {
    case cpf, cnpj, rg, cnh, pis, titulo, cns, passport
    case phone, whatsAppID, email
    case cep, address, name, birthDate
    case card, cvv, bankAccount, bankBranch, pixKey, pixCode, boleto
    case plate, ip

    /// The label that `secretaria privacy scan` writes.
    package var label: String {
        switch self {
        case .cpf: "CPF"
        case .cnpj: "CNPJ"
        case .rg: "RG"
        case .cnh: "CNH"
        case .pis: "PIS"
        case .titulo: "TITULO"
        case .cns: "CNS"
        case .passport: "PASSPORT"
        case .phone: "PHONE"
        case .whatsAppID: "WA_JID"
        case .email: "EMAIL"
        case .cep: "CEP"
        case .address: "ADDRESS"
        case .name: "NAME"
        case .birthDate: "DOB"
        case .card: "CARD"
        case .cvv: "CVV"
        case .bankAccount: "BANK_ACCOUNT"
        case .bankBranch: "BANK_BRANCH"
        case .pixKey: "PIX_EVP"
        case .pixCode: "PIX_BRCODE"
        case .boleto: "BOLETO"
        case .plate: "PLATE"
        case .ip: "IP"
        }
    }

    /// All personal data in a text, in order and without overlaps.
    package static func find(in text: String) -> [Finding] {
        var text = text
        return text.withUTF8 { find(in: $0) }
    }

    /// The same in bytes that may be no valid UTF-8.
    package static func find(in bytes: UnsafeBufferPointer<UInt8>) -> [Finding] {
        withUnsafeTemporaryAllocation(of: DigitGroup.self, capacity: DigitRun.maxGroups) { groups in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DigitRun.maxDigits) { digits in
                withUnsafeTemporaryAllocation(of: CueMemory.Entry.self, capacity: CueMemory.capacity) { cues in
                    Lexicon.shared.withTable { lexicon in
                        guard let cues = CueMemory(cues) else { return [] }
                        var scanner = TextScanner(Bytes(bytes), lexicon, DigitRun(groups, digits), cues)
                        scanner.scan()
                        return scanner.findings
                    }
                }
            }
        }
    }
}

/// One piece of personal data in a text.
package struct Finding: Hashable, Sendable {
    package let kind: PersonalData
    /// Where it stands, in bytes of the text's UTF-8.
    package let range: Range<Int>
}
