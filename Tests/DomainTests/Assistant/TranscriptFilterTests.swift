import Testing

@testable import Domain

struct TranscriptFilterTests {
    @Test(
        "what transcribers make up over silence is no word of the customer's",
        arguments: [
            "Legendas pela comunidade Amara.org", "Legendas pela comunidade Amara.org.", "Obrigado por assistir!",
            "OBRIGADO POR ASSISTIR", "Obrigado por assistir! Inscreva-se no canal.", "[Música]", "(risos)", "♪ ♪",
            "Legendado por Sônia Ruberti", "Thanks for watching!",
            "Subtítulos realizados por la comunidad de Amara.org",
            "Não se esqueça de se inscrever no canal. Até o próximo vídeo!", "", "   \n ", "...",
            String(repeating: "E aí. ", count: 12),
        ])
    func invented(text: String) {
        #expect(TranscriptFilter.words(text) == "")
    }

    @Test(
        "what a customer says stays, also beside what nobody said",
        arguments: [
            ("Olá, quero saber do meu pedido.", "Olá, quero saber do meu pedido."),
            ("Oi, o tênis veio errado. Legendas pela comunidade Amara.org", "Oi, o tênis veio errado."),
            (
                "Obrigado por assistir o meu caso, mas quero trocar a peça.",
                "Obrigado por assistir o meu caso, mas quero trocar a peça."
            ),
            ("Obrigado!", "Obrigado!"), ("Oi. Oi. Oi.", "Oi. Oi. Oi."),
            ("[Música] Vocês têm tamanho 40?", "[Música] Vocês têm tamanho 40?"),
            ("Até a próxima!", "Até a próxima!"),
        ])
    func spoken(text: String, words: String) {
        #expect(TranscriptFilter.words(text) == words)
    }

    @Test("silence is what every stretch of a recording says of itself")
    func silence() {
        #expect(TranscriptFilter.isSilence([(0.95, -0.1)]))
        #expect(TranscriptFilter.isSilence([(0.7, -0.9), (0.9, -0.3)]))
        #expect(!TranscriptFilter.isSilence([(0.7, -0.2)]))
        #expect(!TranscriptFilter.isSilence([(0.95, -1), (0.05, -0.2)]))
        #expect(!TranscriptFilter.isSilence([]))
    }

    @Test("an Ogg recording tells its length by its last page; anything else tells none")
    func length() {
        func page(_ position: [UInt8]) -> [UInt8] {
            Array("OggS".utf8) + [0, 0] + position + [UInt8](repeating: 0, count: 20)
        }
        let two = page([0x00, 0x77, 0x01, 0, 0, 0, 0, 0])  // 96,000 samples
        #expect(OggLength.seconds(page([UInt8](repeating: 0, count: 8)) + two) == 2)
        #expect(OggLength.seconds(page([UInt8](repeating: 0, count: 8))) == nil)
        #expect(OggLength.seconds(page([UInt8](repeating: 0xFF, count: 8))) == nil)
        #expect(OggLength.seconds(Array("OggS".utf8)) == nil)
        #expect(OggLength.seconds([1, 2, 3]) == nil && OggLength.seconds([]) == nil)
    }

    @Test("listening is billed by the second, and a length that is none costs nothing")
    func price() {
        #expect(AudioPrice.cost(seconds: 60) == 6_000)
        #expect(AudioPrice.cost(seconds: 0.5) == 50)
        #expect(AudioPrice.cost(seconds: .nan) == 0 && AudioPrice.cost(seconds: -3) == 0)
        #expect(AudioPrice.cost(seconds: .infinity) == 0 && AudioPrice.cost(seconds: 1e300) == 8_640_000)
    }

    @Test("a picture's reading needs a description or words, and keeps to its bounds")
    func picture() throws {
        let reading = try #require(
            ImageReading(
                #"```json {"description":" Caixa\u0007 amassada ","extracted_text":"","suggested_actions":["Pedir foto",""]} ```"#
            ))
        #expect(reading.description == "Caixa amassada" && reading.suggestedActions == ["Pedir foto"])
        #expect(ImageReading(#"{"description":"","extracted_text":"","suggested_actions":[]}"#) == nil)
        #expect(ImageReading("nada") == nil)
        let long = ImageReading(#"{"description":"\#(String(repeating: "a", count: 9_000))"}"#)
        #expect(long?.description.count == 4_000)
    }
}
