import Testing

@testable import Domain

struct QuotedTextTests {
    static let replies: [(String, String)] = [
        (
            "Gmail pt",
            "Quero trocar.\n\nEm sex., 20 de nov. de 2026 às 10:00, Loja <sac@loja.com>\nescreveu:\n\n> Oi Ana\n> Tudo bem?"
        ),
        ("Gmail en", "Quero trocar.\n\nOn Fri, Nov 20, 2026 at 10:00 AM Loja <sac@loja.com> wrote:\n> Oi Ana"),
        ("Gmail es", "Quero trocar.\n\nEl vie, 20 nov 2026 a las 10:00, Loja (<sac@loja.com>) escribió:\n\n> Hola"),
        (
            "Apple pt",
            "Quero trocar.\n\n> Em 20 de nov. de 2026, à(s) 10:00, Loja <sac@loja.com> escreveu:\n> \n> Oi Ana"
        ),
        ("Apple en, wrapped", "Quero trocar.\n\nOn 20 Nov 2026, at 10:00, Loja\n<sac@loja.com>\nwrote:\n\nOi Ana"),
        (
            "Outlook pt",
            "Quero trocar.\n\nDe: Loja <sac@loja.com>\nEnviada em: sexta-feira, 20 de novembro de 2026 10:00\nPara: Ana\nAssunto: Pedido\n\nOi Ana"
        ),
        (
            "Outlook en",
            "Quero trocar.\n\n________________________________\nFrom: Loja <sac@loja.com>\nSent: Friday\nTo: Ana\nSubject: Pedido\n\nOi"
        ),
        ("Outlook es", "Quero trocar.\n\nDe: Loja\nEnviado el: viernes\nPara: Ana\nAsunto: Pedido\n\nHola"),
        ("Outlook old pt", "Quero trocar.\n\n-----Mensagem original-----\nDe: Loja\n\nOi"),
        ("Outlook bold", "Quero trocar.\n\n*De:* Loja\n*Enviada em:* sexta\n*Para:* Ana\n*Assunto:* x\n\nOi"),
        ("our own line", "Quero trocar.\n\n##- Responda acima desta linha -##\n\nOi Ana"),
        ("quote only", "Quero trocar.\n\n> Oi Ana\n> Tudo bem?\n"),
        (
            "telephone",
            "Quero trocar.\n\nEnviado do meu iPhone\n\n> Em 20 de nov. de 2026, à(s) 10:00, Loja <s@l.com> escreveu:\n>\n> Oi"
        ),
        ("signature", "Quero trocar.\n\n-- \nAna Souza\n(11) 98765-4321"),
        (
            "below the quotation",
            "Em 20/11/2026 10:00, Loja <sac@loja.com> escreveu:\n> Oi Ana\n> Tudo bem?\n\nQuero trocar."
        ),
        ("old Gmail", "Quero trocar.\n\n2026-11-20 10:00 GMT-03:00 Loja <sac@loja.com>:\n\n> Oi"),
    ]

    @Test("only the new words of a reply are shown", arguments: replies)
    func folds(client: String, text: String) {
        let folded = QuotedText.fold(text)
        #expect(folded.visible == "Quero trocar.", "\(client)")
        #expect(folded.folded?.isEmpty == false, "\(client)")
    }

    @Test("answers between quoted lines stay with the lines they answer")
    func interleaved() {
        let text = "On 20 Nov 2026 at 10:00, Loja <s@l.com> wrote:\n> Tamanho?\nM\n> Cor?\nAzul"
        #expect(QuotedText.fold(text) == QuotedText(visible: text, folded: nil))
    }

    @Test("a forwarded message is what the customer wants to show, and stays")
    func forwarded() {
        let text =
            "Vejam isto\n\n---------- Forwarded message ---------\nDe: Banco\nDate: sex\nSubject: Cobrança\nTo: Ana\n\nValor"
        #expect(QuotedText.fold(text).visible == text)
    }

    @Test("nothing but a quotation is shown whole: a message is never empty")
    func nothingElse() {
        #expect(QuotedText.fold("> Oi Ana").visible == "> Oi Ana")
        #expect(QuotedText.fold("Em 20/11/2026, Loja <s@l.com> escreveu:\n> Oi").folded == nil)
    }

    @Test(
        "sentences that only resemble a quotation are not folded",
        arguments: [
            "Em casa ninguém escreveu:\nnada", "De: mim para você\ncom carinho", "Ele escreveu: oi",
            "On Monday it broke",
            "Pedido 12 -- urgente\nobrigada", "Enviado para o endereço errado",
        ])
    func lookAlikes(text: String) {
        #expect(QuotedText.fold(text) == QuotedText(visible: text, folded: nil))
    }
}
