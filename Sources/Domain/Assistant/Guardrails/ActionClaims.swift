/// Claims that something was done or is being done. The assistant can do nothing, so each of them is false.
enum ActionClaims {
    struct Claim: Sendable {
        let range: Range<Int>
        let why: GuardrailFinding.Why
    }

    /// - Parameter quoted: stems of the quoted lines. What a line says in general (`a montagem está incluída`) may be repeated.
    static func find(in clause: Clause, quoted: Set<String>) -> Claim? {
        let words = clause.words
        if let range = firstPerson(words) { return Claim(range: range, why: .firstPerson) }
        if let range = happened(clause, quoted) { return Claim(range: range, why: .report) }
        if let range = said.firstRange(in: words) ?? english.firstRange(in: words) {
            return Claim(range: range, why: .firstPerson)
        }
        if let range = ongoing.firstRange(in: words), !isWelcome(words, range) {
            return Claim(range: range, why: .progressive)
        }
        if let range = plural.firstRange(in: words) ?? ours(words, quoted),
            !clause.isConditional(before: range.lowerBound)
        {
            return Claim(range: range, why: .firstPerson)
        }
        if let range = passive.firstRange(in: words) ?? englishPassive.firstRange(in: words),
            !clause.isConditional(before: range.lowerBound), clause.isPersonal || !isQuoted(words, range, quoted)
        {
            return Claim(range: range, why: .passive)
        }
        if words.count <= 7, let range = bare.firstRange(in: words) ?? englishBare.firstRange(in: words),
            !clause.isConditional(before: range.upperBound), !words[range].contains(where: habits.contains)
        {
            return Claim(range: range, why: .report)
        }
        return nil
    }

    // MARK: I did

    /// `cancelei`, `pedi`, `emiti`: any preterite of the first person but those of searching and understanding.
    private static func firstPerson(_ words: [String]) -> Range<Int>? {
        words.indices.first { index in
            let word = words[index]
            if irregular.contains(word) { return true }
            return word.hasSuffix("ei") && word.utf8.count >= 5 && !word.hasSuffix("rei") && !harmless.contains(word)
                || liquid.contains(word)
        }.map { $0..<$0 + 1 }
    }

    /// `entrou no sistema`, `autorizou`, `esqueci`: a preterite tells what happened, which no rule of a shop does. One of the quoted lines, or
    /// behind `quem`, `que` or a condition (`para quem comprou`), tells nothing of the kind.
    private static func happened(_ clause: Clause, _ quoted: Set<String>) -> Range<Int>? {
        let words = clause.words
        return words.indices.first { index in
            let word = words[index]
            let length = word.utf8.count
            let isThird =
                length >= 5 && ["ou", "iu"].contains { word.hasSuffix($0) }
                || length >= 6 && ["aram", "iram", "veu", "beu", "deu", "ceu"].contains { word.hasSuffix($0) }
            let isFirst = length >= 5 && word.hasSuffix("i") && !clause.lexemes[index].isCapital || word == "esqueci"
            guard isThird || isFirst && !["ai", "ei", "oi", "ui"].contains(where: word.hasSuffix),
                !noPreterites.contains(word), !quoted.contains(Stemming.stem(word))
            else { return false }
            return !clause.isConditional(before: index)
                && !words[max(index - 4, 0)..<index].contains(where: relatives.contains)
        }.map { $0..<$0 + 1 }
    }

    private static let relatives: Set<String> = [
        "que", "quem", "se", "como", "onde", "quando", "qual", "quanto", "caso", "voce", "nao",
    ]
    private static let noPreterites: Set<String> = [
        "aqui", "abacaxi", "caqui", "kiwi", "mini", "semi", "multi", "anti", "wifi", "taxi", "safari", "sushi",
        "bisturi",
        "encontrei", "estou", "outdoor", "menu", "museu", "europeu", "ateu", "chapeu", "trofeu", "pneu",
    ]

    /// `reagendamos a sua entrega`: what we do to one customer's things, unless a quoted line says it of everybody.
    private static func ours(_ words: [String], _ quoted: Set<String>) -> Range<Int>? {
        words.indices.first { index in
            let word = words[index]
            return word.utf8.count >= 7 && ["amos", "emos", "imos"].contains { word.hasSuffix($0) }
                && !wishes.contains(word) && !isSaidOfAll(words[index...], quoted)
                && words[(index + 1)...].prefix(6).contains { ["seu", "sua", "seus", "suas", "voce"].contains($0) }
        }.map { $0..<$0 + 1 }
    }

    /// The verb and most of what follows it stand in the quoted lines.
    private static func isSaidOfAll(_ words: ArraySlice<String>, _ quoted: Set<String>) -> Bool {
        guard let verb = words.first, quoted.contains(Stemming.stem(verb)) else { return false }
        let rest = words.dropFirst().filter { Stopwords.weight($0) == 1 }
        return rest.count { quoted.contains(Stemming.stem($0)) } * 2 >= rest.count
    }

    private static let wishes: Set<String> = [
        "podemos", "queremos", "lamentamos", "sentimos", "precisamos", "agradecemos", "pedimos", "entendemos",
        "recomendamos", "sugerimos", "esperamos", "encontramos", "indicamos",
    ]

    private static let harmless: Set<String> = [
        "encontrei", "achei", "gostei", "adorei", "amei", "errei", "volei", "jockei", "pensei",
    ]
    /// Preterites that look like futures.
    private static let liquid: Set<String> = [
        "alterei", "retirei", "tirei", "gerei", "liberei", "restaurei", "recuperei", "apurei", "encerrei", "considerei",
        "transfirei", "virei", "configurei", "segurei", "integrei", "comprei", "entrei", "mostrei", "registrei",
        "cadastrei",
        "administrei", "filtrei", "centrei", "mirei", "estourei", "reparei", "preparei", "separei", "comparei", "zerei",
        "operei", "esperei", "procurei", "assegurei", "melhorei", "demorei", "explorei",
    ]
    private static let irregular: Set<String> = [
        "pedi", "emiti", "corrigi", "inseri", "transferi", "resolvi", "consegui", "recebi", "abri",
        "fiz", "dei", "trouxe", "defini", "reduzi", "estornei", "suspendi", "concedi", "devolvi", "atendi", "reabri",
        "submeti", "garanti", "insisti", "reemiti", "permiti", "prometi", "escolhi", "movi", "removi", "promovi",
        "subi",
        "repus", "pus", "propus", "desfiz", "refiz", "obtive", "dispus", "reuni", "expedi", "converti", "contatei",
    ]

    private static let said = PatternSet(
        """
        acabei/acabo/acabamos de
        ja/deixei/deixamos ..1 cancelad*/reservad*/agendad*/resolvid*/encaminhad*/registrad*/solicitad*/providenciad*
        tenho/temos cancelad*/estornad*/enviad*/solicitad*
        ^ inclui/exclui/conclui ..1 seu/sua/seus/suas
        ^ inclui/exclui/conclui o/a/os/as/um/uma/mais ..4 seu/sua/seus/suas/voce
        ya ..1 cancele/devolvi/reembolse/envie/cambie/actualice/hice/solicite/procese/registre/abri/reserve/he/hemos/fue/esta
        eu/ja inclui/exclui/conclui
        """)

    // MARK: We did

    private static let plural = PatternSet(
        """
        ja ..1 cancelamos/estornamos/reembolsamos/processamos/aprovamos/enviamos/reenviamos/alteramos/atualizamos/corrigimos/trocamos/agendamos/reservamos/aplicamos/registramos/abrimos/encaminhamos/solicitamos/resolvemos/fizemos/liberamos/emitimos/geramos/despachamos/mandamos/devolvemos/creditamos
        cancelamos/estornamos/reembolsamos/processamos/aprovamos/alteramos/atualizamos/corrigimos/registramos/encaminhamos/solicitamos/liberamos/providenciamos/autorizamos/acionamos/bloqueamos ..2 seu/sua/seus/suas/voce
        providenciamos/acionamos/autorizamos/encaminhamos/localizamos/verificamos/confirmamos/registramos ..1 o/a/que/seu/sua
        fizemos/demos/fomos/conseguimos/pedimos ..2 o/a/seu/sua
        """)

    // MARK: I am doing

    private static let ongoing = PatternSet(
        """
        estou/estamos/to/tamos/ando ..1 cancelando/estornando/reembolsando/processando/alterando/atualizando/corrigindo/trocando/agendando/reservando/aplicando/registrando/abrindo/encaminhando/solicitando/resolvendo/fazendo/verificando/checando/enviando/mandando/gerando/emitindo/removendo/incluindo/excluindo/transferindo/liberando/providenciando/analisando/olhando/vendo/pedindo/consultando/providenciando/confirmando/adiantando/cuidando/tratando/acompanhando/separando/preparando/conferindo/devolvendo/passando/direcionando/chamando/acionando/avisando/apurando/investigando
        i/we/am/are/m/re ..2 cancelling/canceling/refunding/processing/changing/updating/fixing/booking/scheduling/applying/opening/forwarding/requesting/sending/checking/verifying/contacting/transferring/escalating/issuing/removing/adding/arranging/resolving/looking/working/reviewing/handling/exchanging/replacing/reaching
        """)

    /// "Estamos atendendo", "we are working Monday to Friday" say when the shop works.
    private static func isWelcome(_ words: [String], _ range: Range<Int>) -> Bool {
        words[range].contains("working") && words.contains { CalendarScanner.weekdays[$0] != nil }
    }

    // MARK: It was done

    private static let deeds =
        "cancelad*/estornad*/reembolsad*/processad*/aprovad*/autorizad*/liberad*/gerad*/emitid*/enviad*/reenviad*/alterad*/atualizad*/corrigid*/trocad*/agendad*/reservad*/aplicad*/ativad*/desativad*/pausad*/registrad*/abert*/encaminhad*/transferid*/solicitad*/resolvid*/concluid*/efetuad*/realizad*/feit*/finalizad*/confirmad*/removid*/retirad*/adicionad*/incluid*/excluid*/apagad*/bloquead*/desbloquead*/separad*/despachad*/postad*/devolvid*/creditad*/descontad*/entregue*/pago/paga/verificad*/anotad*/cadastrad*/descadastrad*/inscrit*/escalad*/priorizad*/coletad*/acionad*/avisad*/notificad*/ajustad*/mudad*/deletad*/suspens*/renovad*/providenciad*/remarcad*/reagendad*/marcad*/reemitid*/refeit*/desfeit*/antecipad*/adiantad*/ressarcid*/restituid*/prorrogad*/repassad*/direcionad*/identificad*/localizad*/iniciad*/contratad*/conferid*/executad*"

    private static let passive = PatternSet(
        """
        foi/foram/ficou/ficaram/consta/constam/encontra/encontram/sendo/sido/acaba/acabam/esta/estao/fica ..3 \(deeds)
        ja ..2 \(deeds)
        foi/foram ..2 *ado/*ada/*ados/*adas/*ido/*ida/*idos/*idas
        ja ..1 voltou/voltaram/caiu/saiu/entrou/partiu/embarcou/constou/compensou
        saiu/saiu/entrou/caiu hoje/agora/ontem/ha
        esta/estao/ja ..2 a caminho
        esta/ja em separacao/transito/rota/processamento/andamento
        esta ..2 tudo ..1 certo/resolvido/pronto
        """)

    /// "O cadastro é feito pelo site" tells how it goes, not that it happened.
    private static let habits: Set<String> = [
        "e", "sao", "ser", "pode", "podem", "deve", "devem", "precisa", "can", "be", "must",
    ]

    private static let bare = PatternSet(
        """
        ^ ..1 cancelamento/estorno/reembolso/pedido/cadastro/endereco/troca/devolucao/solicitacao/chamado/protocolo/ticket/cupom/desconto/pagamento/cobranca/boleto/agendamento/retirada/reserva/assinatura/compra/alteracao/dados/nota/coleta/reclamacao/conta/prioridade/envio ..2 \(deeds)
        ^ ..1 feito/feita/resolvido/prontinho $
        ^ ..1 \(deeds) ..1 com sucesso
        com sucesso $
        ^ pronto $
        ^ tudo pronto/certo/resolvido $
        """)

    // MARK: English

    private static let past =
        "cancelled/canceled/refunded/updated/changed/corrected/applied/opened/created/registered/sent/resent/forwarded/transferred/escalated/processed/issued/approved/authorized/authorised/scheduled/booked/reserved/removed/added/deleted/included/contacted/called/spoken/spoke/talked/checked/verified/confirmed/located/notified/informed/asked/requested/completed/finished/resolved/fixed/arranged/shipped/replaced/credited/activated/deactivated/paused/blocked/unlocked/noted/logged/made/done/put/reported/submitted/emailed/reviewed/looked/prioritized/prioritised/exchanged/swapped/returned/renewed/filed/passed/reached/messaged/alerted/extended/waived/granted/given/gave/moved/edited/adjusted/released/dispatched"

    private static let english = PatternSet(
        """
        i/we ..3 \(past)
        i/we went ahead
        i/we ve/have ..3 \(past)
        """)

    private static let englishPassive = PatternSet(
        """
        has/have been ..2 \(past)/freed
        was/were ..2 \(past)
        your ..3 is/are ..2 \(past)
        is/are now/already/being ..1 \(past)
        is/are ..1 on its/the way
        """)

    private static let englishBare = PatternSet(
        """
        ^ ..1 refund/cancellation/order/exchange/return/address/account/ticket/payment/coupon/discount/request/complaint/subscription/update ..1 \(past)
        ^ ..1 successfully
        ^ done $
        ^ all set/done $
        """)

    /// The quoted lines use the same verb.
    private static func isQuoted(_ words: [String], _ range: Range<Int>, _ quoted: Set<String>) -> Bool {
        guard let verb = words[range].last else { return false }
        return quoted.contains(Stemming.stem(verb)) || CalendarScanner.weekdays[verb] != nil
    }
}
