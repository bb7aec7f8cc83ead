/// The words by which denials and restrictions are told.
extension Polarity {
    static let junctions: Set<String> = [
        "enquanto", "quando", "se", "caso", "assim", "depois", "quem", "when", "once", "if", "after",
    ]
    /// Closing is not opening, where a day is spoken of.
    static let closing: Set<String> = ["fechado", "fechada", "fechados", "fechadas", "fechamos", "fecha", "fecham"]
    static let closedOn: Set<String> = [
        "domingo", "domingos", "feriado", "feriados", "sabado", "sabados", "segunda", "segundas", "terca", "quarta",
        "quinta", "sexta", "natal", "carnaval", "dezembro", "janeiro", "dia", "dias",
    ]

    /// "Domingos: fechado", "fechamos em 25 de dezembro", "a garantia se perde"
    static func isClosed(_ words: [String]) -> Bool {
        if words.contains("garantia"), words.contains(where: ["perde", "perdem"].contains) { return true }
        guard let place = words.firstIndex(where: closing.contains), words.contains(where: closedOn.contains) else {
            return false
        }
        let next = words.indices.contains(place + 1) ? words[place + 1] : ""
        return words[place].hasPrefix("fechad") || ["em", "no", "na", "nos", "nas", "aos", "dia"].contains(next)
    }

    /// "Não é coberto" and "não cobre" are the same.
    static let participles = [
        "coberto": "cobr", "coberta": "cobr", "cobertos": "cobr", "cobertas": "cobr", "aberto": "abr", "aberta": "abr",
        "incluso": "inclu",
        "inclusa": "inclu", "inclusos": "inclu", "inclusas": "inclu", "fechado": "abr", "fechada": "abr",
        "fechamos": "abr", "fecha": "abr", "fecham": "abr",
    ]

    /// `não tem marcas`, `não há juros`: the stem of what there is not.
    static func lacking(_ words: [String]) -> String? {
        guard
            let place = words.indices.first(where: { index in
                words[index] == "nao" && words.indices.contains(index + 1)
                    && ["tem", "ha", "possui", "leva", "contem", "apresenta"].contains(words[index + 1])
            }), let thing = words[(place + 2)...].first(where: { Stopwords.weight($0) > 0 })
        else { return nil }
        let stem = Stemming.stem(thing)
        return (Stopwords.weight(thing) < 1 || Stopwords.isWeak(stem: stem) ? "." : "") + stem
    }

    static let warnings: Set<String> = [
        "evite", "evitem", "espere", "esperem", "aguarde", "aguardem", "avoid", "wait",
    ]
    static let existing: Set<String> = ["tem", "ha", "existe", "cobramos", "cobra", "cobram", "paga", "pagam"]
    static let negators: Set<String> = [
        "nao", "nunca", "jamais", "nem", "nenhum", "nenhuma", "ninguem", "tampouco", "not", "never", "no", "none",
        "cannot", "nor", "neither",
    ]
    static let englishNegators: Set<String> = ["not", "never", "no", "none", "cannot", "nor", "neither", "t"]
    /// `no` is English before these, and Portuguese (`no Pix`) before others.
    static let english: Set<String> = [
        "fee", "fees", "charge", "cost", "minimum", "need", "extra", "interest", "problem", "limit", "one", "longer",
        "penalty", "discount", "exchange", "refund", "returns", "returned", "information", "other", "we", "the", "it",
    ]
    static let contracted: Set<String> = [
        "don", "doesn", "isn", "aren", "can", "won", "didn", "wasn", "shouldn", "couldn", "haven", "hasn",
    ]
    static let joints: Set<String> = [
        "e", "mas", "porem", "and", "but", "enquanto", "pois", "porque", "que", "or", "ou",
    ]
    /// Joints that always begin something new.
    static let breaks: Set<String> = ["mas", "porem", "but", "enquanto"]
    static let conditions: Set<String> = [
        "se", "caso", "quando", "quem", "que", "enquanto", "quanto", "if", "when", "who", "that", "which",
    ]
    /// Segments that begin an exception or a condition are about another case altogether.
    static let openers: Set<String> = [
        "salvo", "exceto", "menos", "caso", "embora", "except", "unless", "se", "if",
    ]
    static let exceptions: Set<String> = ["salvo", "exceto", "except", "unless"]
    static let scopes: Set<String> = [
        "abaixo", "acima", "antes", "depois", "apos", "fora", "demais", "outro", "outra", "outros", "outras", "so",
        "somente",
        "apenas", "ate", "alem", "maior", "menor", "mais", "primeira", "segunda", "dentro", "durante", "partir",
    ]

    /// Not knowing is no denial.
    static let unknowing = PatternSet(
        """
        nao ..2 encontrei/achei/tenho/vejo/consigo/consta/sei/posso/localizei/possuo/temos/tem ..4 informacao/informacoes/acesso/detalhe/detalhes/dado/dados/dizer/confirmar/verificar/ver/garantir/pedido/pedidos/agendamentos/andamento/preco/precos
        nao encontrei/achei/sei/localizei/consigo/vejo/posso
        nao ..1 ha/existe/temos/tenho/consta ..2 informac*/detalhe/detalhes/dado/dados
        i/we can/couldn/can t
        i cannot
        unable
        nao se preocupe
        nao ..1 precisa se preocupar
        no information/details
        not/t find/see/have/know
        informacao/informacoes/lista/detalhe/detalhes/dado/dados/resposta ..3 nao ..1 tenho/temos/encontrei/achei/sei/consta
        nao ..1 tenho/temos/encontrei/achei/sei/vejo ..4 informacao/informacoes/lista/detalhe/detalhes/dado/dados/resposta
        ninguem gosta
        nao ..1 da/dou/damos/posso/podemos/consigo/conseguimos ..2 garantir/confirmar/afirmar/prometer/assegurar
        e normal nao
        mesmo acontece/vale
        """)

    /// From which a denial may follow: `apenas em Florianópolis`, `a troca é gratuita`.
    static let restricting = PatternSet(
        """
        apenas/somente/so/exclusivamente/unicamente/only
        sem/without
        grat*/isent*/inclus*/incluid*/cortesia/brinde
        obrigatori*/exclusiv*/vedad*/proibid*/fecha/fecham/fechad*/esgotad*/indisponiv*/suspens*/interrompid*
        maiores/menores/minimo/minima/maximo/maxima
        segunda/terca/quarta/quinta a sexta/sabado/domingo
        exceto/salvo/menos/fora/demais
        disponive* ..2 de/em/entre
        por ..1 nossa conta
        fechamos/fechado/fechada
        a parte
        a partir
        vendid*/cobrad* separad*
        """)

    /// Forms of verbs in which shops write; `-amos` and its like are told by their ending.
    static let verbs: Set<String> = Set(
        """
        sao tem ha pode podem aceita aceitam troca trocam faz fazem parcela vende vendem entrega entregam atende atendem cobre cobrem
        vale valem acompanha acompanham cobra cobram abre abrem fecha fecham precisa precisam inclui incluem recebe recebem ganha
        ganham volta voltam chega chegam envia enviam devolve devolvem contem oferece oferecem funciona funcionam fica ficam leva
        levam custa custam aparece aparecem sai saem vem dura duram serve servem suporta suportam vence vencem paga pagam acumula
        acumulam entra entram precisa exige exigem permite permitem usa usam muda mudam gera geram perde perdem acontece acontecem
        deve devem vai vao sera serao esta estao foi foram temos tenho is are can does do has have takes take costs cost includes
        contains accepts accept requires require
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
