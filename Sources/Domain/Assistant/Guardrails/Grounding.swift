/// Whether a sentence has anything to do with the shop, the sources or the question: a model that was talked into something else
/// writes sentences that have not.
enum Grounding {
    /// - Parameters:
    ///   - known: stems of everything shown to the model and said by the customer.
    ///   - proved: figures that stand in the quoted lines; a sentence with one is about them.
    static func stray(_ clauses: [Clause], known: Set<String>, proved: [Range<Int>]) -> [Range<Int>] {
        Dictionary(grouping: clauses, by: \.sentence).values.compactMap { sentence in
            if sentence.contains(where: { clause in proved.contains { $0.overlaps(clause.span) } }) { return nil }
            if sentence.contains(where: { courtesies.matches($0.words) }) { return nil }
            // "Que susto, tomara que ninguém tenha se machucado!"
            if let first = sentence.first, exclaiming.contains(first.words.first ?? ""), first.words.count <= 4 {
                return nil
            }
            let words = sentence.flatMap(\.lexemes).filter { $0.kind == .word && $0.text.utf8.count >= 3 }
            let telling = words.filter { Stopwords.weight($0.text) > 0 && !english.contains($0.text) }
            let unknown = telling.filter { !isKnown($0.text, known) }
            guard unknown.count * 2 > telling.count, unknown.count >= 2,
                let first = sentence.first, let last = sentence.last
            else { return nil }
            return first.span.lowerBound..<last.span.upperBound
        }
    }

    private static let exclaiming: Set<String> = [
        "que", "tomara", "imagino", "parabens", "congrats", "congratulations",
    ]

    /// How one greets, thanks, regrets and takes leave.
    private static let courtesies = PatternSet(
        """
        ^ ..2 fico/ficamos/estou/estamos/sigo a disposicao
        ^ ..1 espero/esperamos
        ^ ..1 obrigado/obrigada/agradeco/agradecemos
        ^ ..1 peco/pedimos ..1 desculpas/desculpa
        ^ ..1 desculpe/desculpa/lamento/lamentamos/sinto/sentimos
        ^ ..1 entendo/compreendo ..2 sua/seu/que
        ^ ..1 otima/boa/excelente pergunta/noticia
        ^ tenha um/uma
        ^ ..2 duvida
        ^ ..2 precisar ..3 mais/ajuda/algo
        ^ ..2 precisando
        ^ ..2 passar/encaminhar/transferir ..2 para
        quer/prefere ..2 chame/passe/encaminhe/transfira ..3 alguem/pessoa/atendente/equipe/time
        ^ ..1 que chato/pena/bom/otimo/legal/maravilha/delicia
        ^ poxa/puxa/nossa
        ^ ..2 tranquil*
        fique a vontade
        ^ ..5 de olho
        ^ ..2 tente/tenta ..3 de novo
        ^ ..3 otima/boa ideia/escolha
        ^ ..2 chamo/chamar/passo/encaminho ..2 alguem/pessoa/atendente/equipe/time
        ^ ..1 thank/thanks
        ^ ..2 sorry/hope/glad/happy/pleased/unable
        ^ ..1 apologies
        ^ congrats/congratulations
        ^ se quiser/precisar/tiver ..6 so/basta/e perguntar/chamar/chame/falar
        ^ ..3 so/basta perguntar/chamar/falar
        ^ i ..1 understand/appreciate/apologize
        ^ let me/us know
        ^ feel free
        ^ have a
        ^ is there anything
        ^ ..1 i don t have
        ^ ..1 anything else
        """)

    private static func isKnown(_ word: String, _ known: Set<String>) -> Bool {
        if Stopwords.weight(word) < 1 || !Concepts.of(word).isEmpty || manners.contains(word) || trade.contains(word) {
            return true
        }
        let stem = Stemming.stem(word)
        return known.contains(stem) || manners.contains(stem)
    }

    /// Words of politeness and of not knowing.
    private static let manners = words(
        """
        sinto lamento desculpe desculpa peco infelizmente claro claro certo isso que pena susto espera transtorno prazer feliz
        encontrei encontrar consigo acesso andamento verificar especifica especifico regra combinacao geral informacoes normal
        sem problemas basta detalhe lembrete escolha certinho certinha aproveite cuide conversar ideal otimo perfeito exato exatamente conferir circular espaco indicado indicada inclui abatem
        portanto logo contanto porem contudo entretanto periodo periodos agendamentos aberta aberto prontinho combinado disponivel preferir escrever ligar prefira
        """)

    /// Words of an English answer about a shop, whose sources are Portuguese.
    private static let trade = words(
        """
        according right unfortunately state states other sorry hear welcome thanks thank hello yes delivery deliver delivered delivers deliveries shipping ship ships shipped
        order orders ordered business days day hours hour weeks months month year years minutes payment pay pays paid approved
        credit card cards debit bank transfer installment installments interest free exchange exchanged exchanges return returns
        returned refund refunds refunded item items product products size color colour model unworn tag attached original
        packaging package packages box seal sealed intact open opened closed store stores shop address pick pickup bring photo
        document website cart checkout coupon discount off purchase purchases price prices cost costs fee charge charged amount
        minimum maximum total value warranty defect defects defective manufacturing manufacturer repair technical assistance
        question information found specifically code tracking track tracked receive receipt email mail phone call write
        subscription cancel cancelled cancel pause sign points gift voucher card newsletter registered validity valid expire
        wash hand cycle cold water soap bleach dry shade seams zipper coffee beans ground roasting roast roasted stamped pack
        grind coarse medium fine filter press moka pot espresso whole line lines organic certification certified food dog dogs
        cat cats mix gradually increasing proportion flat weight postal city cities region regions same vaccine vaccines
        medicines vaccination daily rate required torn wet send photos resend apply screen protector drops liquid damage cracked
        screens phones laptops accept accepted accepts take takes way available monday friday saturdays sundays holidays
        holiday morning afternoon evening sensitive skin sunscreen serum vegan formulas testing animals pregnant breastfeeding
        women retinol acid doctor talk doubt furniture made custom wardrobes beds bed mattress frame assembly piece pieces
        balance deposit front showroom price quote ready surroundings downtown side need needed choose options option page
        counted counting until within before after above below more than less please note check first second next other
        money back give gives given prefer whichever whatever whenever like want make makes use used using know way time well new
        good most people see come work works find help try ask keep show happen provide meet continue set change follow stop
        read allow add offer buy wait stay stays let together each per day last lasts long big small right instead
        others another same following placed place places specific reach contact team hours outside inside yet also only not
        """)

    /// Function words of English that the Portuguese list lacks.
    private static let english = words(
        """
        the and for with you your our are was were has have had can could will would should this that these those from into over
        under out all any each every some such own too very just about there here their its they them his her she him who what
        when where how why which while because but not nor yet get gets got let lets may might must shall still then once both
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
