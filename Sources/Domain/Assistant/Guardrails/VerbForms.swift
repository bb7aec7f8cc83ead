/// Portuguese verbs told by their endings, over folded words: a deed may be done by any verb there is, so none is listed that a rule
/// forms. What only looks like a form is listed; that list is short, for forms are judged where a verb may stand.
enum VerbForms {
    // MARK: The past

    /// `cancelei`, `expedi`, `fiz`
    static func isFirstPast(_ word: String) -> Bool {
        if irregularFirstPast.contains(word) { return true }
        let length = word.utf8.count
        if word.hasSuffix("ei") { return length >= 5 && !notFirst.contains(word) && !isFirstFuture(word) }
        // `expedi`, `recebi`: a consonant before the ending.
        guard length >= 4, word.hasSuffix("i"), !notFirst.contains(word) else { return false }
        return !"aeiou".contains(word.dropLast().last ?? "a") || ["gui", "qui"].contains(where: word.hasSuffix)
    }

    /// `cancelou`, `recebeu`, `saíram`, `fez`
    static func isThirdPast(_ word: String) -> Bool {
        if irregularThirdPast.contains(word) { return true }
        let length = word.utf8.count
        guard !notThird.contains(word) else { return false }
        return length >= 4 && ["ou", "iu"].contains(where: word.hasSuffix)
            || length >= 5 && word.hasSuffix("eu")
            || length >= 6 && ["aram", "eram", "iram"].contains(where: word.hasSuffix)
    }

    /// `cancelamos` is both what we do and what we did.
    static func isPlural(_ word: String) -> Bool {
        word.utf8.count >= 5 && ["amos", "emos", "imos", "omos"].contains(where: word.hasSuffix)
            && !notPlural.contains(word)
    }

    // MARK: The future

    /// `cancelarei`, `faremos`, `cancelaria`. `alterei` looks like one and is a preterite: either is a finding.
    static func isFirstFuture(_ word: String) -> Bool {
        let length = word.utf8.count
        if ["farei", "direi", "trarei", "serei", "terei", "darei", "irei"].contains(word) { return true }
        if length >= 6, ["aremos", "eremos", "iremos"].contains(where: word.hasSuffix) { return true }
        return length >= 7 && ["arei", "erei", "irei"].contains(where: word.hasSuffix) && !liquid.contains(word)
    }

    /// `chegará`, `serão`; without its accent only where it is no other word.
    static func isThirdFuture(_ lexeme: Lexeme) -> Bool {
        let word = lexeme.text
        if ["sera", "serao", "tera", "terao", "dara", "darao", "fara", "farao", "ira", "irao", "vira", "virao"]
            .contains(word)
        {
            return word != "vira" && word != "ira" || lexeme.isAccented
        }
        guard word.utf8.count >= 5 else { return false }
        if ["arao", "erao", "irao"].contains(where: word.hasSuffix) { return word != "verao" }
        guard ["ara", "era", "ira", "ora"].contains(where: word.hasSuffix) else { return false }
        if lexeme.isAccented { return true }
        return word.utf8.count >= 7 && !word.hasSuffix("ora") && !word.hasSuffix("eira") && !notFuture.contains(word)
    }

    // MARK: Forms without person

    static func isInfinitive(_ word: String) -> Bool {
        word.utf8.count >= 2 && ["ar", "er", "ir", "por", "ser", "ver"].contains(where: word.hasSuffix)
            && !notInfinitive.contains(word)
    }

    static func isGerund(_ word: String) -> Bool {
        word.utf8.count >= 5 && ["ando", "endo", "indo", "pondo"].contains(where: word.hasSuffix)
            && !notGerund.contains(word)
    }

    static func isParticiple(_ word: String) -> Bool {
        if irregularParticiples.contains(word) { return true }
        guard word.utf8.count >= 5, !notParticiple.contains(word) else { return false }
        let single = word.hasSuffix("s") ? word.dropLast() : word[...]
        return ["ado", "ada", "ido", "ida"].contains(where: single.hasSuffix)
    }

    // MARK: The present

    /// `cancelo`, `faço`: a noun may look the same, so only where a verb may stand.
    static func isFirstPresent(_ word: String) -> Bool {
        irregularFirstPresent.contains(word)
            || word.utf8.count >= 4 && word.hasSuffix("o") && !word.hasSuffix("ao") && !isGerund(word)
                && !isParticiple(word) && Stopwords.weight(word) == 1
    }

    // MARK: Words

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }

    private static let irregularFirstPast = words(
        "fiz desfiz refiz dei pus repus propus dispus impus compus trouxe vim fui estive tive obtive mantive pude quis soube"
    )
    private static let irregularThirdPast = words(
        """
        foi foram fez fizeram refez desfez deu deram pos puseram repos propos trouxe trouxeram veio vieram teve tiveram obteve houve
        disse disseram quis quiseram soube souberam esteve estiveram viu saiu caiu
        """)
    static let irregularFirstPresent = words(
        "faco desfaco refaco dou ponho reponho trago digo venho vou peco meco ouco vejo leio saio incluo concluo excluo"
    )
    private static let notFirst = words(
        """
        aqui ali daqui dali assim mini semi anti multi wifi taxi kiwi caqui sushi safari bisturi abacaxi biquini guarani juri gibi rubi
        javali tupi colibri brocoli ravioli pequi volei jockei sei hei rei lei grei frei hobby api hi kimchi bali hindi hippi zumbi
        acai chantili nhoqui saci jabuti siri buriti henri zuri bambi spaghetti tutti confetti graffiti patchuli
        """)
    private static let notThird = words(
        """
        estou outdoor museu europeu ateu chapeu trofeu pneu judeu liceu apogeu camafeu mausoleu coliseu himeneu jubileu corifeu
        stou show
        """)
    private static let notPlural = words(
        "ramos extremos supremos remos gramos quilogramos minimos ultimos maximos proximos primos legitimos anonimos otimos pessimos mesmos calmos termos generos animos somos"
    )
    private static let liquid = words(
        """
        alterei retirei liberei restaurei recuperei encerrei considerei transferirei configurei segurei integrei registrei cadastrei
        administrei filtrei estourei reparei preparei separei comparei esperei procurei assegurei melhorei explorei cerrei
        """)
    private static let notFuture = words(
        """
        compara prepara separa dispara repara espera altera libera opera supera considera recupera tempera esfera cratera
        retira respira admira mentira transfira prefira confira adquira insira tonelara camara mascara tiara encara declara
        gerara ocupara operara supera colera viscera tempera acelera coopera reitera
        """)
    private static let notInfinitive = words(
        """
        par lar mar bar ar lugar celular particular regular similar auxiliar familiar escolar militar popular solar polar circular
        qualquer mulher colher talher mister caracter ir vir nectar dolar acucar pilar altar radar avatar por melhor maior
        """)
    private static let notGerund = words(
        """
        quando grande lindo vindo comando brando bando mando ando dividendo remendo tremendo horrendo estupendo infindo sendo tendo
        indo demando comendo advindo contrabando entendo recomendo atendo compreendo pretendo aprendo defendo estendo encomendo
        """)
    private static let irregularParticiples = words(
        """
        feito feita feitos feitas desfeito desfeita refeito refeita aberto aberta abertos abertas reaberto reaberta coberto coberta
        pago paga pagos pagas entregue entregues posto posta postos postas reposto reposta disposto disposta visto vista revisto
        revista previsto dito dita escrito escrita inscrito inscrita aceito aceita aceitos aceitas aceite suspenso suspensa suspensos
        suspensas extinto extinta impresso impressa expresso solto solta incluso inclusa excluso isento isenta salvo salva expulso
        ganho ganha gasto gasta quite quites eleito eleita preso presa morto limpo limpa pronto pronta prontos prontas prontinho
        prontinha certo certinho ok resolvidinho
        """)
    private static let notParticiple = words(
        """
        lado lados estado estados mercado feriado feriados sabado sabados cuidado cuidados atacado resultado resultados obrigado
        obrigada telhado soldado advogado grado gado dado dados prado calcado calcados pedido pedidos vestido vestidos sentido sentidos
        fluido solido solidos rapido rapida rapidos rapidas valido valida validos validas invalido acido acida hibrido hibrida tecido
        tecidos marido apelido ouvido comida bebida bebidas medida medidas saida saidas vida duvida duvidas partida partidas corridos
        corrida avenida cada nada entrada entradas chamado chamados jornada temporada camada camadas parada estrada madrugada escada
        fachada almofada almofadas limonada salada tomada tomadas pomada espada decada granada morada rodada tonelada polegada polegadas
        liquido liquidos liquida unido unidos unida unidas florida cidade toalha ensolarado quadrado quadrados delicado delicada pesado
        pesada pesados pesadas leve humido umido cansado passado passada elevado indicado indicada adequado adequada colorido colorida
        gelado gelada gelados geladas salgado dourado estampado rendado certificado certificados comunicado significado
        """)
}
