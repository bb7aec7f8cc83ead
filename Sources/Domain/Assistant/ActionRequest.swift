/// The customer asks for something to be done, which the assistant must never do: cancel, refund, exchange, change, send again.
///
/// Asking *how* or *whether* is a question (`como faço para cancelar?`, `posso trocar?`, `vocês trocam?`) and gets an answer. What makes a
/// wish of a verb is its form and to whom it is said: a command (`cancela`), a wish (`quero cancelar`, `queria que trocassem`), or a
/// polite question to the shop (`podem estornar?`, `tem como vocês mandarem…`). Judged clause by clause, for `quero cancelar, como
/// faço?` asks for both. In doubt it counts as a request: a person then looks at it.
enum ActionRequest {
    static func isMade(in utterance: Utterance) -> Bool {
        // To be put through to somebody is a wish of its own.
        if utterance.clauses.contains(where: {
            isMade($0.words, asks: $0.asks) && !HumanRequest.isMade(inClause: $0.words)
        }) {
            return true
        }
        // "Meu pedido 2002 já saiu?": how it stands is told.
        if utterance.words.count <= 8, CustomerOrder.isAskedAfter(in: utterance.text, []) { return false }
        if wishesOnlyToKnow(utterance) { return false }
        return WishModel.isLikely(utterance) && !HumanRequest.isMade(in: utterance)
    }

    private static func isMade(_ said: [String], asks: Bool) -> Bool {
        if plea.matches(said) { return true }
        let words = withoutLead(said)
        // "tem como cancelar o meu?", "será que dá pra trocar o meu?": one's own, so not in general.
        if impersonal.matches(withoutEnquiry(words)), isOwn(words, also: []) { return true }
        if isDone.matches(words) { return false }
        if isToldByManner(said, words, asks: asks) { return true }
        if softened.matches(words), !general.matches(words) { return true }
        if enquiry.matches(words) || asks && need.matches(words) { return false }
        if wish.matches(words) { return true }
        if allowed.matches(words), !general.matches(words) { return true }
        if polite.matches(words), isOwn(words, also: demonstratives.union(days)) || isAnew(words) { return true }
        if served.matches(words), isOwn(words, also: demonstratives) { return true }
        if command.matches(words), !asks || isOwn(words, also: demonstratives) || isAnew(words) { return true }
        if foreign.matches(said) { return true }
        return !asks && words.count <= 5 && bare.matches(words)
    }

    // MARK: Whose it is

    /// Speaks of something of the customer's own: `o meu`, `pra mim`, a number of an order.
    static func isOwn(_ words: [String], also others: Set<String>) -> Bool {
        words.contains { word in
            own.contains(word) || others.contains(word)
                || word.utf8.count >= 3 && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
        } && !amount.matches(words)
    }

    /// `600 reais` are no number of an order.
    private static let amount = PatternSet("reais/real/conto/contos/km/cm/ml/mg/kg/gramas/litros/paginas")

    static func isAnew(_ words: [String]) -> Bool { anew.matches(words) }

    private static let own: Set<String> = ["meu", "minha", "meus", "minhas", "mim", "comigo"]
    static let demonstratives: Set<String> = ["isso", "esse", "essa", "esses", "essas", "aquele", "aquela"]
    private static let days: Set<String> = [
        "hoje", "amanha", "segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo",
    ]
    private static let anew = PatternSet(
        """
        de novo
        novamente
        outro/outra/novo/nova ..1 boleto/pix/codigo/nota/via/link/qr/etiqueta/rastreio
        segunda/2 via
        outro/outra $
        """)

    /// Words that lead up to a command: `por favor`, `já`, `me`, `vê se`.
    private static func withoutLead(_ words: [String]) -> [String] {
        var rest = Array(words.drop(while: lead.contains))
        for opening in openings where rest.starts(with: opening) { rest = Array(rest.dropFirst(opening.count)) }
        rest = Array(rest.drop(while: lead.contains))
        return rest.isEmpty ? words : rest
    }

    /// `queria saber se dá pra cancelar o meu` asks for no more than `dá pra cancelar o meu`.
    private static func withoutEnquiry(_ words: [String]) -> [String] {
        guard let saber = words.prefix(4).firstIndex(of: "saber"), words.dropFirst(saber + 1).first == "se" else {
            return words
        }
        return Array(words.dropFirst(saber + 2))
    }

    private static let lead: Set<String> = [
        "ja", "so", "ai", "entao", "agora", "me", "por", "favor", "gentileza", "please", "urgente", "rapido", "sim",
        "ok", "beleza", "olha", "mas", "tambem", "gente", "pessoal", "alguem", "hoje", "amanha", "isso", "ah",
    ]
    private static let openings = [
        ["sera", "que"], ["ve", "se"], ["veja", "se"], ["vejam", "se"], ["queria", "ver", "se"], ["se", "der"],
        ["se", "possivel"],
    ]

    // MARK: Unmistakable

    /// Whatever else the clause says.
    private static let plea = PatternSet(
        """
        quero/queria/devolve/devolvam/devolva/cade ..2 dinheiro ..1 volta
        devolv* meu dinheiro
        quero ser reembolsad*
        nao quero mais $
        nao quero mais o/a/esse/essa/este/isso/pedido/produto
        ^ desisti da/do/desse/dessa ..2 compra/pedido/produto $
        me descadastr*/remov*/retir* ..4 lista/email/emails/cadastro/mensagens
        me tira/tire/tirem ..3 lista/grupo/cadastro
        ^ ..2 para/pare/parem de ..2 mandar/mandando/enviar/enviando ..2 mensagem/mensagens/email/emails/sms/propaganda/promocao $
        ^ ..2 para/pare/parem de ..2 cobrar/cobrando/ligar/ligando
        ^ nao ..1 mande/mandem/manda/envie/enviem/envia/liguem mais
        nao quero mais receber ..4 mensagem/mensagens/email/emails/promocao/promocoes/novidades
        ^ ..1 nao envia/envie/enviem/manda/mande/mandem/despacha/despache/despachem ..4 ainda/hoje/agora/pedido
        ^ ..1 me descadastr*/cadastr*/inscrev*/desinscrev*
        ^ ..2 me avisa/avise/avisem/notifica/notifique/notifiquem ..3 quando/assim/se
        ^ ..2 me liga/ligue/liguem/retorna/retorne/retornem
        favor/gentileza \(Deeds.sure.infinitives)
        favor/gentileza \(Deeds.withThing.infinitives) ..4 \(Deeds.things)
        favor/gentileza \(Deeds.withPaper.infinitives) ..4 \(Deeds.papers)
        favor/gentileza \(Deeds.withDeed.infinitives) ..3 \(Deeds.nouns)/troca
        """, lenient: true)

    /// Asking about it.
    private static let enquiry = PatternSet(
        """
        ^ como/qual/quais/quanto/quanta/quantos/quando/onde/posso/podemos/se/e/em/ate/por/tem/existe/vale/a/o/as/os/quem/que/caso/depois/consigo ..9
        ..9 como/qual/quais/quanto/quantos/quando/prazo/politica/funciona/multa/saber/entender/duvida/possivel/permitido
        quero/queria/preciso/gostaria/tem ..3 informacao/informacoes
        voces/voce/loja fazem/faz/trocam/aceitam/cancelam/devolvem/reembolsam/mandam/enviam/reservam/emitem/geram
        posso/poderia/podemos/consigo ..2 troc*/devolv*/cancel*/alter*/mud*/retir*
        nao ..1 quero/queria/preciso/pretendo ..3 \(Deeds.sure.infinitives)/trocar/devolver
        """)

    /// Told of, not wished for.
    private static let isDone = PatternSet(
        """
        ^ ..2 consegui/conseguimos/resolvi/acabei ..2 *ar
        deixa que eu ..9
        """)

    private static let need = PatternSet(
        """
        ^ preciso/precisa/precisamos ..9
        """)

    /// Of what holds for everybody: `pode cancelar depois de enviado?`
    private static let general = PatternSet(
        """
        depois/apos/antes ..1 de/da/do/que
        se nao/eu/a/o
        caso/quando
        """)

    // MARK: A wish

    private static let wishing =
        "quero/queria/queremos/gostaria/preciso/precisava/precisamos/desejo/solicito/necessito/vim/venho/exijo/pretendo/quer/kero/querendo/querer/precisando/peco/requeiro/bora/vamos/tentando"

    private static let wish = PatternSet(
        """
        \(wishing) ..4 cancel*/devolv*/troc*/estorn*/reembols*/ressarc*/reenvi*/exclui*/apag*/suspend*/desativ*/descadastr*/remarc*/reagend*/desist*
        \(wishing) ..3 \(Deeds.withThing.infinitives) ..5 \(Deeds.things)/meu/minha/mim
        \(wishing) ..2 agendar/reservar/remarcar/marcar ..9
        \(wishing) ..3 segunda/2 via
        \(wishing) ..2 incluir/adicionar/acrescentar/embrulhar/substituir/repor/remover ..9
        \(wishing) ..1 entrar ..2 lista/fila
        \(wishing) ..1 pular/dar ..2 entrada/andamento/caixa/mes/entrega/envio/edicao
        \(wishing) ..6 vez de
        \(wishing) ..1 outro/outra/novo/nova ..2 lugar
        \(wishing) ..2 boleto/comprovante/recibo/danfe/xml
        \(wishing) ..1 nota fiscal/em/no/na/do/da/com
        \(wishing) ..2 meu/minha ..1 dinheiro/reembolso/estorno/nota/boleto/comprovante/codigo/rastreio
        \(wishing) ..3 que ..3 \(Deeds.service.wishes)
        \(wishing) ..3 \(Deeds.nouns)
        \(wishing) ..2 a/uma/minha troca
        \(wishing) ..2 \(Deeds.withDeed.infinitives) ..3 \(Deeds.nouns)/troca
        \(wishing) ..3 que ..3 \(Deeds.sure.wishes)/\(Deeds.withThing.wishes)/\(Deeds.withPaper.wishes)
        \(wishing) ..3 que ..3 \(Deeds.withDeed.wishes) ..3 \(Deeds.nouns)/troca
        cancel*/estorn*/troc*/alter*/mudar ..4 para mim
        """, lenient: true)

    // MARK: A polite question

    private static let modal = "pode/podem/poderia/poderiam/podia/podiam/consegue/conseguem/conseguiria/conseguiriam"

    /// `pode cancelar?`, `vocês conseguem estornar?`
    private static let allowed = PatternSet(
        """
        ^ ..1 \(modal) ..2 cancelar/cancela/cancelarem/estornar/estorna/reembolsar/reembolsa/reenviar/reenvia/ressarcir
        ^ ..1 \(modal) ..2 desfazer/desfaz/providenciar/remarcar/reagendar
        """, lenient: true)

    /// Heard as a wish where it is about one's own.
    private static let polite = PatternSet(
        """
        ^ ..1 \(modal) ..3 \(Deeds.withThing.either)/\(Deeds.withPaper.either)/\(Deeds.sure.either)
        ^ ..1 \(modal) ..3 \(Deeds.withDeed.either) ..3 \(Deeds.nouns)/troca
        """)
    private static let served = PatternSet("^ ..1 \(modal) ..3 \(Deeds.service.either)")

    /// The conditional, and what is said to `vocês`, ask for the deed and not whether it is allowed.
    private static let softened = PatternSet(
        """
        ^ ..1 podem/poderia/poderiam/podia/podiam/consegue/conseguem/conseguiria/conseguiriam ..2 \(Deeds.withThing.either) ..3 \(Deeds.things)
        ^ ..1 \(modal)/poderia ..2 \(Deeds.withPaper.either) ..4 boleto/nota/comprovante/recibo/pix/qr/rastreio/via
        ^ ..1 podem/poderiam/conseguem/conseguiriam \(Deeds.sure.infinitives)/\(Deeds.withThing.infinitives) $
        ^ ..1 podem/poderiam/conseguem/conseguiriam \(Deeds.withThing.infinitives) ..1 mais/um/uma/dois/duas/tres/esse/essa/esses/essas
        ^ tem/teria/da/daria ..1 como/para voces/voce ..1 \(Deeds.sure.infinitives)/\(Deeds.withThing.infinitives)/\(Deeds.withPaper.infinitives)
        ^ da ..1 para/como ..1 arrumar/corrigir/ajustar/consertar $
        """)

    /// `dá pra cancelar o meu?`
    private static let impersonal = PatternSet(
        """
        ^ da/daria/tem/teria ..1 para/como ..2 \(Deeds.sure.either)/\(Deeds.withThing.either)/\(Deeds.withPaper.either)/\(Deeds.service.either)
        ^ da/daria/tem/teria ..1 para/como ..2 \(Deeds.withDeed.either) ..3 \(Deeds.nouns)/troca
        """)

    // MARK: A command

    /// Words after which a verb that is also a noun (`troca`, `marca`, `reserva`) is one.
    private static let determiner =
        "o/a/os/as/um/uma/meu/minha/meus/minhas/esse/essa/isso/esses/essas/este/aquele/aquela/para/por/tudo/dois/duas/tres/mais"

    /// Said as an order, at the beginning of a clause.
    private static let command = PatternSet(
        """
        ^ \(Deeds.sure.commands)
        ^ ..1 cancelar/estornar/reembolsar/reenviar ..9
        ^ \(unambiguous) ..6 \(Deeds.things)/meu/minha/meus/minhas/mim/isso/esse/essa/esses/essas
        ^ guarda/corrige/renova/deixa/completa \(determiner) ..5 \(Deeds.things)/mim
        ^ \(serving) ..6 \(Deeds.things)/meu/minha/meus/minhas/mim/isso/presente
        ^ venha/venham/vem/passa/passe/passem ..3 buscar/retirar/coletar/recolher
        ^ manda/mande/mandem/envia/envie/enviem/despacha/despache/despachem ..2 meu/minha ..1 pedido/compra/encomenda/produto
        ^ \(nounLike) ..6 para mim
        ^ ..1 \(Deeds.nouns)/troca/alteracao/mudanca de/do/da ..4 favor/gentileza
        ^ deixa/deixe/deixem/entrega/entregue/entreguem ..3 portaria/vizinho/vizinha/porteiro/porteira/recepcao
        ^ embrulha/embrulhe/embrulhem/embala/embale/embalem para presente
        ^ substitui/substitua/substituam/tira/tire/tirem/remove/remova/removam \(determiner)
        ^ resolve/resolva/resolvam ..2 isso/problema/situacao/caso
        ^ troca/marca/reserva/muda/retira/conserta/ajusta \(determiner) ..5 \(Deeds.things)/mim
        ^ troca/troque/troquem meu/minha/o/a/esse/essa/isso/por/pelo/pela ..9
        ^ muda/mude/mudem para ..2 retirada/entrega/pix/boleto/cartao
        ^ adiciona/adicione/acrescenta/acrescente/inclui/inclua/poe/ponha/bota/bote/coloca/coloque/separa/separe/separem/reserva/reserve/reservem/guarda/guarde/guardem ..1 um/uma/mais/dois/duas/tres/o/a ..9
        ^ \(Deeds.withPaper.commands) ..4 \(Deeds.papers)
        ^ manda/mande/mandem/envia/envie/enviem ..2 alguem/buscar/coletar/novo/nova
        ^ passa/passe/passem ..2 entrega/envio/retirada/pedido/visita/assinatura/plano/pagamento/compra/nota para
        ^ volta/volte/voltem ..1 meu/minha ..9
        ^ ..1 \(Deeds.withDeed.commands) ..3 \(Deeds.nouns)
        ^ faz/faca/facam/refaz/refaca/refacam ..1 a/uma/minha troca
        ^ fecha/feche/fechem o/meu/minha ..1 pedido/compra
        ^ da/de/deem/dar entrada/andamento ..9
        ^ devolve/devolvam/devolva ..9
        ^ aplica/aplique/apliquem ..3 cupom/desconto/codigo
        ^ ..1 segunda/2 via ..3 boleto/nota/fatura
        """, lenient: true)

    private static let nounLike = Deeds.nounLike.sorted().joined(separator: "/")
    private static let serving: String =
        Deeds.service.commands.split(separator: "/").filter { !Deeds.nounLike.contains(String($0)) }.joined(
            separator: "/")

    /// Commands that are no nouns.
    private static let unambiguous: String =
        Deeds.withThing.commands.split(separator: "/").filter {
            !Deeds.nounLike.contains(String($0))
        }.joined(separator: "/") + "/abre"

    /// A message of few words that names the deed.
    private static let bare = PatternSet(
        """
        ^ ..1 cancelar/cancelamento/estorno/estornar/reembolso/reembolsar
        ^ ..1 devolver/trocar pedido/produto/compra/meu/minha
        """, lenient: true)

    // MARK: English and Spanish

    private static let foreign = PatternSet(
        """
        i ..2 want/need/like/wanna/demand ..3 my ..1 money/refund
        i ..2 want/need/like/wanna ..2 change/update/correct/cancel/move/add/remove ..3 my/order/address
        ^ ..1 can/could/would you ..2 check/look/confirm/find/see ..3 my
        give me my money ..1 back
        just cancel ..9
        i ..2 want/need/like/wanna/demand ..3 cancel/refund/return/exchange/replacement/refunded
        i want my money back
        ^ cancel/refund/return/exchange/change/update/resend/replace/delete my/the/this/it
        ^ ..1 can/could/would you ..2 cancel/refund/change/update/resend/replace/exchange/send/delete/issue ..3 my/me/it/this/the
        please ..1 cancel/refund/change/update/resend/replace/exchange/delete
        quiero/quisiera/necesito/queria ..3 cancelar/devolver/cambiar/anular/reembolso/devolucion/cancelacion
        ^ ..1 puede/pueden/podrian/podria ..2 cancelar/cambiar/reenviar/devolver/reembolsar
        ^ ..1 cancelen/anulen/reembolsen/devuelvan/cancele
        """)
}
