import Testing

@testable import Domain

struct RespellingTests {
    private let shop = Respelling(
        Bag("Kurumina vende carimbos personalizados, cadeirinhas e ração. Consulte o estado."))

    @Test(
        "a slip counts as the word that was meant",
        arguments: [
            ("qunato", "quanto"), ("quato", "quanto"), ("entrgea", "entrega"), ("enrtegam", "entregam"),
            ("pagmento", "pagamento"),
            ("acmopanho", "acompanho"), ("boletto", "boleto"), ("kurumnia", "kurumina"), ("caribmo", "carimbo"),
            ("presonalizado", "personalizado"), ("cahcorro", "cachorro"), ("algere", "alegre"),
        ])
    func slips(typed: String, meant: String) { #expect(shop.respelled(typed) == meant) }

    @Test(
        "a real word is no slip of another one, nor is a name or a number",
        arguments: [
            "produtor", "pintura", "pressao", "razao", "estados", "vindas", "monitor", "turista", "convite", "lisboa",
            "ab12345",
            "protetor", "influencer", "kosher",
        ])
    func realWords(word: String) { #expect(shop.respelled(word) == word) }

    @Test(
        "a diminutive that the shop does not use is the thing itself",
        arguments: [
            ("cartaozinho", "cartao"), ("caixinhas", "caixa"), ("pacotinho", "pacote"), ("cadeirinha", "cadeirinha"),
            ("vizinho", "vizinho"), ("passarinho", "passaro"),
        ])
    func diminutives(word: String, meant: String) { #expect(shop.respelled(word) == meant) }

    @Test("what only the shop knows needs its passages")
    func shopWords() {
        let passage = Relevance.Passage(headingPath: "Bonecas", text: "A Kurumina custa R$ 45,00.", cosine: nil)
        let question = Question("quanto custa a kurumnia?")
        #expect(question.spelled == "quanto custa a kurumnia")
        #expect(question.respelled(among: [passage]).spelled == "quanto custa a kurumina")
        #expect(question.respelled(among: [passage]).text == "quanto custa a kurumnia?")
    }

    @Test("a text of nothing but unknown words is not puzzled over for ever")
    func bounded() {
        let said = Array(repeating: "zzqxwkv", count: 40) + ["entrgea"]
        #expect(shop.respelled(said) == said)
        #expect(shop.respelled(["zzqxwkv", "entrgea"]) == ["zzqxwkv", "entrega"])
    }
}
