import Foundation
import Testing

@testable import Domain

struct TopicOfferTests {
    private static let ids = (0..<5).map { UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8($0))) }
    private static let offer = TopicOffer([
        (ids[0], "Ajuda", "Ajuda > Entrega > Prazos de entrega"), (ids[1], "Ajuda", "Ajuda > Trocas e devoluções"),
        (ids[2], "Ajuda", "Ajuda > Vocês entregam aos sábados e feriados?"), (ids[3], "Ajuda", "Ajuda > Frete"),
    ])
    private static var options: [ReplyOptions.Option] { offer?.options(.portuguese) ?? [] }

    @Test(
        "the best three subjects are offered by their headings, whatever does not fit stands whole below, and a person comes last"
    )
    func options() throws {
        let offer = try #require(Self.offer)
        #expect(offer.topics.map(\.passage) == Array(Self.ids[..<3]))
        #expect(
            offer.topics.map(\.title) == ["Prazos de entrega", "Trocas e devoluções", "Vocês entregam aos…"])
        #expect(offer.topics.map(\.detail) == [nil, nil, "Vocês entregam aos sábados e feriados?"])
        for language in [Language.portuguese, .english, .spanish] {
            let options = offer.options(language)
            let checked = try ReplyOptions(options, listLabel: offer.listLabel(language))
            #expect(checked.options.count == 4 && options.last?.id == "person")
            #expect(TopicOffer.choice(options[3].title, among: options, isAsked: false) == .person)
        }
    }

    @Test("any headings make options that a channel takes, alone and beside an answer", arguments: 0..<200)
    func anyHeadings(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let letters = Array("aé ?>…👍🏽\n\t-e\u{301}ção|".unicodeScalars)
        func text(_ most: Int) -> String {
            let length = Int.random(in: 0...most, using: &random)
            return String(
                String.UnicodeScalarView((0..<length).map { _ in letters.randomElement(using: &random) ?? " " }))
        }
        let passages = Self.ids.prefix(seed % 6).map { id in (id: id, title: text(60), headingPath: text(120)) }
        for offer in [TopicOffer(Array(passages)), TopicOffer(beside: Self.ids[0], Array(passages))].compactMap(\.self)
        {
            let options = offer.options(.portuguese)
            #expect(offer.content(offer.words(.portuguese), .portuguese) != nil)
            #expect(options.last?.id == "person")
            for option in options where !Words.split(option.title).isEmpty {
                #expect(TopicOffer.choice(option.title, among: options, isAsked: false) != nil)
            }
        }
    }

    @Test("beside an answer stand two other subjects at most, or only a person")
    func beside() {
        let passages = [
            (id: Self.ids[0], title: "", headingPath: "A > Frete"),
            (id: Self.ids[1], title: "", headingPath: "B > Frete"),
            (id: Self.ids[2], title: "", headingPath: "B > Trocas"),
            (id: Self.ids[3], title: "", headingPath: "B > Pix"),
            (id: Self.ids[4], title: "", headingPath: "B > Garantia"),
        ]
        let offer = TopicOffer(beside: Self.ids[0], passages)
        #expect(offer.topics.map(\.title) == ["Trocas", "Pix"])
        let options = offer.options(.portuguese)
        #expect(TopicOffer.choice("2", among: options, isAsked: false) == .topic(Self.ids[3]))
        #expect(TopicOffer.choice("tem troca?", among: options, isAsked: false) == nil)
        #expect(TopicOffer(beside: Self.ids[0], []).options(.portuguese).map(\.id) == ["person"])
        #expect(offer.content(String(repeating: "a", count: 1_025), .portuguese) == nil)
    }

    @Test("nothing to call a subject by is no offer")
    func nothing() {
        #expect(TopicOffer([]) == nil)
        #expect(TopicOffer([(Self.ids[0], " ", "")]) == nil)
    }

    @Test(
        "a tap, a number or words of one title choose",
        arguments: [
            ("Prazos de entrega", 0), ("prazos de ENTREGA", 0), ("1", 0), ("a 2, por favor", 1), ("opção 3", 2),
            ("Vocês entregam aos…", 2), ("Vocês entregam aos sábados e feriados?", 2), ("a segunda", 1), ("trocas", 1),
            ("sobre devolução", 1), ("Vocês entregam aos…\nVocês entregam aos sábados e feriados?", 2), ("prazo", 0),
            ("um", 0),
        ])
    func chosen(text: String, place: Int) {
        #expect(TopicOffer.choice(text, among: Self.options, isAsked: true) == .topic(Self.ids[place]))
    }

    @Test(
        "a person is chosen like a subject",
        arguments: ["Falar com uma pessoa", "falar com uma pessoa", "4", "a opção 4", "quatro"])
    func person(text: String) {
        #expect(TopicOffer.choice(text, among: Self.options, isAsked: true) == .person)
    }

    @Test(
        "anything else is a message like any other",
        arguments: [
            "", "5", "0", "2 e 3", "entrega", "não é sobre trocas", "sem troca", "tem troca?", "e segunda?",
            "Prazos de entrega\ncancela meu pedido", "quero um", "quanto custa o frete pra Manaus?", "meu pedido é o 2",
            "oi",
            "quero trocar por um modelo maior de outra cor", "99999999999999999999", "na segunda",
        ])
    func others(text: String) {
        #expect(TopicOffer.choice(text, among: Self.options, isAsked: true) == nil)
        #expect(TopicOffer.choice(text, among: [], isAsked: true) == nil)
    }
}
