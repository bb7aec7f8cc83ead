/// Asks the customer for a password, a code or a card: nobody who answers needs one, whoever wrote the line that asks for it.
enum SecretRequests {
    static func find(in clause: Clause) -> Range<Int>? {
        guard let range = asking.firstRange(in: clause.words) else { return nil }
        // "Nunca envie a senha" says the opposite; "escolha e informe a nova senha" is said of a form.
        let before = clause.words[max(range.lowerBound - 3, 0)..<range.lowerBound]
        let isHarmless =
            before.contains { ["nao", "nunca", "jamais", "never", "not", "t"].contains($0) }
            || clause.words[range].contains { ["nova", "new"].contains($0) }
        return isHarmless ? nil : range
    }

    private static let giving =
        "envie/envia/enviar/mande/manda/mandar/informe/informa/informar/passe/passa/passar/diga/dizer/forneca/fornecer/compartilhe/"
        + "compartilhar/preciso/precisamos"
    private static let sending = "send/share/provide/give/tell"

    private static let asking = PatternSet(
        """
        \(giving) ..3 senha/senhas/cvv/pin/token
        \(giving) ..3 codigo de seguranca/verificacao/acesso
        \(giving) ..3 dados/numero do cartao
        qual ..2 senha/cvv
        \(sending) ..3 password/passcode/cvv/pin
        \(sending) ..3 card number/details
        \(sending) ..3 security/verification code
        """)
}
