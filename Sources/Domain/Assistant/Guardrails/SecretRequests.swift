/// Asks the customer for a password, a code or a card: nobody who answers needs one, whoever wrote the line that asks for it.
enum SecretRequests {
    static func find(in clause: Clause) -> Range<Int>? {
        guard let range = asking.firstRange(in: clause.words) else { return nil }
        // "Nunca envie a senha": the opposite.
        let before = clause.words[max(range.lowerBound - 3, 0)..<range.lowerBound]
        return before.contains { ["nao", "nunca", "jamais", "never", "not", "t"].contains($0) } ? nil : range
    }

    private static let asking = PatternSet(
        """
        envie/envia/enviar/mande/manda/mandar/informe/informa/informar/passe/passa/passar/digite/digita/digitar/confirme/confirma/confirmar/diga/dizer/forneca/fornecer/compartilhe/compartilhar/preciso/precisamos ..3 senha/senhas/cvv/pin/token
        envie/envia/enviar/mande/manda/mandar/informe/informa/informar/passe/passa/passar/digite/digita/digitar/confirme/confirma/confirmar/diga/dizer/forneca/fornecer/compartilhe/compartilhar/preciso/precisamos ..3 codigo de seguranca/verificacao/acesso
        envie/envia/enviar/mande/manda/mandar/informe/informa/informar/passe/passa/passar/digite/digita/digitar/confirme/confirma/confirmar/diga/dizer/forneca/fornecer/compartilhe/compartilhar/preciso/precisamos ..3 dados/numero do cartao
        qual ..2 senha/cvv
        send/share/provide/enter/confirm/give/tell ..3 password/passcode/cvv/pin
        send/share/provide/enter/confirm/give/tell ..3 card number/details
        send/share/provide/enter/confirm/give/tell ..3 security/verification code
        """)
}
