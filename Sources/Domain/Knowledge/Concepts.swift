/// What different words of a shop's customers have in common: `frete`, `envio` and `entrega` meet in one concept, so do `Curitiba`
/// and `Sul`.
///
/// A pattern is a folded word; with `*` at its end, the beginning of one. Two words that share a concept match with less
/// weight than two equal words.
package enum Concepts {
    package typealias ID = Int

    /// A question asks for concepts, a passage tells of them; they differ for places only (see ``Places``).
    package enum Side: Sendable { case asked, told }

    /// Concepts of one folded word.
    package static func of(_ word: String, _ side: Side = .told) -> [ID] {
        var found = (side == .asked ? askedPlaces[word] : toldPlaces[word]) ?? []
        found += exact[word] ?? []
        let bytes = word.utf8
        for (prefix, id) in prefixes[bytes.first ?? 0] ?? [] where bytes.starts(with: prefix) && !found.contains(id) {
            found.append(id)
        }
        return found
    }

    /// Concepts named by several words together, such as `dinheiro de volta` or `belo horizonte`.
    package static func ofPhrases(in words: [String], _ side: Side = .told) -> [ID] {
        var found: [ID] = []
        for start in words.indices {
            for phrase in phrases[words[start]] ?? [] where words[start...].starts(with: phrase.words) {
                for id in side == .asked ? phrase.asked : phrase.told where !found.contains(id) { found.append(id) }
            }
        }
        return found
    }

    /// Other words under which the index may know what this word means: exact patterns only, for prefixes are not words.
    package static func siblings(of word: String) -> [String] {
        of(word).flatMap(words(for:)).filter { $0 != word }
    }

    /// Words of the trade, for guessing a misspelt one.
    static let vocabulary: [String] = Set(exact.keys).union(toldPlaces.keys).filter { $0.utf8.count >= 4 }.sorted()

    /// The words to search for when a concept is meant.
    static func words(for concept: ID) -> [String] {
        table.indices.contains(concept) ? table[concept].search : []
    }

    private struct Entry {
        /// Words worth searching for when a customer used another one of the concept.
        let search: [String]
        let patterns: [String]
        let phrases: [[String]]
    }

    private static let table: [Entry] = lines.split(separator: "\n").map { line in
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        return Entry(
            search: words(parts.first ?? ""),
            patterns: words(parts.dropFirst().first ?? ""),
            phrases: (parts.dropFirst(2).first ?? "").split(separator: ",").map { words(String($0)) })
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    static let placeBase: ID = table.count
    private static let places = Places.names(from: placeBase)
    private static let askedPlaces = places.reduce(into: [String: [ID]]()) { map, place in
        if place.words.count == 1, let word = place.words.first { map[word] = place.asked }
    }
    private static let toldPlaces = places.reduce(into: [String: [ID]]()) { map, place in
        if place.words.count == 1, let word = place.words.first { map[word] = place.told }
    }

    private static let exact: [String: [ID]] = {
        var map: [String: [ID]] = [:]
        for (index, entry) in table.enumerated() {
            for word in Set(entry.search + entry.patterns.filter { !$0.hasSuffix("*") }) {
                map[word, default: []].append(index)
            }
        }
        return map
    }()

    private static let prefixes: [UInt8: [([UInt8], ID)]] = {
        var map: [UInt8: [([UInt8], ID)]] = [:]
        for (index, entry) in table.enumerated() {
            for pattern in entry.patterns where pattern.hasSuffix("*") {
                let prefix = Array(pattern.utf8.dropLast())
                if let first = prefix.first { map[first, default: []].append((prefix, index)) }
            }
        }
        return map
    }()

    private static let phrases: [String: [Places.Name]] = {
        let named = table.enumerated().flatMap { index, entry in
            entry.phrases.map { Places.Name(words: $0, asked: [index], told: [index]) }
        }
        return Dictionary(grouping: named + places.filter { $0.words.count > 1 }) { $0.words.first ?? "" }
    }()

    /// Search words | patterns | phrases.
    private static let lines = """
        entrega envio|entreg* envi* cheg* despach* remess* postag* postad* demor* receb* mandam levam transport*|sai para entrega,sair para entrega
        frete|frete* envio entrega|valor da entrega,taxa de entrega,custo de envio
        prazo dias|prazo* dia dias demor* horas semana semanas mes meses previs* quando|quanto tempo,quantos dias,que dia,quantas horas,quantos meses
        preco valor reais|preco* valor* cust* reais quanto tarifa|quanto e,quanto fica,quanto sai
        rastreio rastreamento codigo|rastre* acompanh* codigo* tracking localiz* posicao link|onde esta,onde anda,onde ta,cade meu,cade minha,ver meu pedido,ja saiu,fico sabendo
        troca devolucao|troc* devol* arrepend* desist* reposto reposta repoem repoe repomos repor|de volta
        reembolso estorno|reembols* estorn* ressarc* dinheiro|dinheiro de volta,valor de volta,valor volta
        cancelamento|cancel* desist* encerr*|
        arrependimento desistencia devolver|arrepend* desist*|nao gostei,nao gostar,mudei de ideia,comprei a mais,nao quero mais
        pagamento|pag* cobr* aceita aceitam aceitamos|
        pix|pix|a vista
        boleto|boleto* compens*|
        cartao credito|cartao cartoes credito debito visa mastercard elo bandeira* hipercard amex|american express
        parcelamento parcela|parcel* prestac* juros juro divid* dividir|quantas vezes,quantas x,em vezes
        desconto cupom|descont* cupom cupons promoc* voucher porcento barat* codigo|em conta
        gratis gratuito|grat* isento isenc* cortesia|de graca,nao paga,nao pagam,sem custo
        garantia defeito|garant* defeit* quebr* consert* estrag* assistencia rasg* queim* danific* funcion* trinc* rach* avari* murch* descol* amass* molhad* furad* solt*|
        medida tamanho|medid* tamanh* numerac* cm veste vestir serve servir busto cintura grade|
        horario atendimento|horario* abre abrem aberto aberta abrir fecha fecham fechar funcionam hora atend* expediente domingo domingos sabado sabados feriado feriados|que horas,que hora
        endereco rua|enderec* rua avenida localiz* fica|loja fisica,onde fica,onde e a loja,como chego,como chegar
        sede rua|rua avenida travessa rodovia alameda showroom|loja fisica,endereco da loja,endereco de voces,endereco do showroom,onde fica,onde voces ficam,voces ficam onde,ficam onde,ficam em que,onde e a loja,onde estamos,de onde voces sao,de onde sao,voces sao de onde,como chego,como chegar,qual cidade,que cidade,que bairro
        retirada retirar|retir* busc* pessoalmente pegar pego passar passo|em maos,direto com voces,direto ai,buscar ai,pegar ai,ir ai
        nota fiscal|nota nf nfe danfe fiscal|nota fiscal
        telefone contato email atendimento|telefon* contat* email* whatsapp ligar zap whats|falar com voces,falo com voces,fale conosco,escrever para voces
        presente embalagem|present* embrulh* embal* lembranc*|
        mensagem bilhete|bilhet* mensage* dedicatori* recad*|cartao escrito,cartao com mensagem,escrever um cartao
        historia fundacao|historia fundad* fundac* fundou nasceu nascemos existem|quem somos,desde quando,ha quanto tempo,faz quanto tempo,sobre nos
        visita visitar|visit* conhecer|
        aluguel locacao|alug* locac* locam locar loca|
        agendamento agendar|agend* marcar marcam marcada marcado combinad* turno|hora marcada,horario da entrega,dia da entrega,escolher o horario,escolher o dia
        balao bexiga|balao baloes bexig*|
        cachaca aguardente|cachac* pinga aguardent*|
        demonstracao teste|testar teste testes experiment* provar prova|
        fabricacao fabrica|fabric* produz* producao confecc*|feito por voces,voces que fazem
        feriado recesso|feriado feriados recess* natal carnaval|ano novo,fim de ano,final de ano
        atacado revenda|atacad* revend* lojist* cnpj quantidade empresa empresas empresarial|
        pontos fidelidade|ponto pontos fidelidad* cashback|programa de pontos,cartao fidelidade
        assinatura recorrente|assin* recorren* mensal* mensalidade|todo mes,por mes
        validade vencimento|validade vence* vencid* venc* dura duram expira*|ate quando vale,tempo de vida
        limpeza lavar|limp* lav* higien* descalcific* sab*|
        estoque disponivel|estoque dispon* esgot* repos*|
        organico certificado|organ* certific*|
        original autentico|origina* autent* falsific*|
        usado seminovo|usad* seminov* velho velha velhos velhas|segunda mao
        seguro confiavel|segur* confia*|
        internacional exterior|internacion* exterior|fora do brasil,outro pais,outros paises
        peca reposicao|peca* repos* avuls* sobressalent*|
        moagem grao|moag* moid* grao* torra* torr*|
        alterar mudar|alter* mud* corrig* troc* errado errada|
        animal|animal animais cachorr* cao caes gato gatos pet pets|
        filhote|filhot*|
        gestante gravida|gravid* gestant* gestac* amament* lactant*|
        remedio medicamento|remedi* medicament* medicac*|
        guardar conservar|conserv* armazen* guard*|
        crianca infantil|crianca* infantil bebe bebes menor menores idade|anos de idade
        estacionamento|estaciona* garagem manobrist*|parar o carro,deixar o carro,paro o carro,lugar para carro
        senha login|senha login logar acess*|
        aniversario|aniversari*|
        peso quilos|peso pesa pesam quilo quilos kg aguenta aguentam suporta suportam|
        montagem montar|mont*|
        instalacao instalar|instal*|
        intima calcinha|intim* calcinha* cueca* lingerie* sutia*|
        transportadora correios|transportador* correio* sedex jadlog motoboy entregador*|
        """
}
