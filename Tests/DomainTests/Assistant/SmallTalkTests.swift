import Testing

@testable import Domain

struct SmallTalkTests {
    private func talk(_ text: String) -> SmallTalk? {
        let utterance = Utterance(text)
        return SmallTalk.of(utterance, Classifier.classify(utterance))
    }

    @Test(
        "small talk is answered by code",
        arguments: [
            ("oi", SmallTalk.greeting), ("Olá, bom dia!", .greeting), ("oiiii tudo bem?", .greeting),
            ("muito obrigada!", .thanks), ("👍", .thanks),
            ("vlw", .thanks), ("tchau", .farewell), ("ok", .nod), ("entendi", .nod), ("adorei o produto!", .praise),
            ("parabéns pelo atendimento", .praise), ("não, era só isso mesmo", .nod), ("ok, fico no aguardo", .nod),
            ("vou ver com calma e qualquer coisa volto", .nod), ("já consegui cancelar pelo site, valeu", .thanks),
        ])
    func recognised(text: String, kind: SmallTalk) {
        #expect(talk(text) == kind)
    }

    @Test(
        "as soon as something is asked or said it is no small talk",
        arguments: [
            "oi, qual o frete?", "obrigado, e a troca?", "bom dia quero cancelar", "meu pedido não chegou", "atendente",
            "frete",
        ])
    func substance(text: String) {
        #expect(talk(text) == nil)
    }

    @Test("replies name the shop, and use emoji only where the shop wants them")
    func replies() {
        var voice = CourtesyReplies.Voice(shop: "Aurora", name: "Bia", usesEmojis: false)
        #expect(
            CourtesyReplies.reply(to: .greeting, voice, .portuguese)
                == "Olá! Aqui é Bia, assistente virtual da Aurora. Como posso ajudar?")
        voice.name = ""
        #expect(
            CourtesyReplies.reply(to: .greeting, voice, .portuguese).contains("Aqui é o assistente virtual da Aurora"))
        for kind in SmallTalk.allCases {
            for language in Language.allCases {
                let plain = CourtesyReplies.reply(to: kind, voice, language)
                #expect(plain.unicodeScalars.allSatisfy { $0.value < 0x2000 })
                var cheerful = voice
                cheerful.usesEmojis = true
                #expect(CourtesyReplies.reply(to: kind, cheerful, language).hasPrefix(plain))
                #expect(CourtesyReplies.reply(to: kind, cheerful, language) != plain)
            }
        }
    }
}
