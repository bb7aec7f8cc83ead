/// Wishes told by their manner, whatever thing they are about: an order to several people, a word or two that only command, asking
/// somebody to look something up, saying what shall be in place of what is.
extension ActionRequest {
    static func isToldByManner(_ said: [String], _ words: [String], asks: Bool) -> Bool {
        if lookingUp.matches(said) || outcome.matches(said) { return true }
        if !open.matches(words), possible.matches(words) { return true }
        if asks { return short(words, needs: "mim") }
        if facts.matches(words) { return false }
        return plural.matches(words) || short(words, needs: nil) || ordering.matches(words)
    }

    // MARK: Only to know

    /// `quero saber da lavagem`, `oi, queria entender a garantia`: told by its verb, whatever its other words are.
    static func wishesOnlyToKnow(_ utterance: Utterance) -> Bool {
        let said = utterance.clauses.map(\.words).filter { $0.count > 3 || knowing.matches($0) }
        return !said.isEmpty
            && said.allSatisfy { knowing.matches($0) && !isOwn($0, also: demonstratives) && !isAnew($0) }
    }

    private static let knowing = PatternSet(
        """
        ^ ..3 quero/queria/gostaria/preciso/precisava/desejo ..1 saber/entender/conhecer/tirar ..1 da/do/das/dos/de/sobre/a/o/as/os/qual/quais/quanto/quantos/como/onde/uma/umas/duvida/duvidas
        """)

    // MARK: Orders

    private static let all = [Deeds.sure, Deeds.withThing, Deeds.withPaper, Deeds.service, Deeds.withDeed]

    private static func choice(_ words: [String], _ isMeant: (String) -> Bool) -> String {
        words.flatMap { $0.split(separator: "/").map(String.init) }.filter(isMeant).joined(separator: "/")
    }

    /// `mandem`, `atualizem`, `resolvam`: said to the people of the shop, and to nobody else.
    private static let plural = PatternSet(
        "^ \(choice(all.map(\.commands)) { $0.hasSuffix("em") || $0.hasSuffix("am") })/desliguem/chamem/liguem/parem/tragam/venham"
    )

    /// To be told something is no deed.
    private static let facts = PatternSet(
        """
        ^ ..3 preco/precos/valor/valores/foto/fotos/video/catalogo/tabela/horario/localizacao/informacao/informacoes/detalhe/detalhes/medida/medidas/orcamento/sugestao/sugestoes/ideia/ideias/opcoes/tamanhos/cores
        """)

    /// `corrige aí`, `rastreia pra mim`: nothing but the command and what softens it.
    private static func short(_ words: [String], needs: String?) -> Bool {
        guard let verb = words.first, words.count <= 7, words.dropFirst().allSatisfy(softening.contains) else {
            return false
        }
        if let needs, !words.contains(needs) { return false }
        return commands.contains(verb) && (words.count > 1 || !Deeds.nounLike.contains(verb))
    }

    private static let commands = Set(
        [Deeds.sure, Deeds.withThing, Deeds.service].flatMap { $0.commands.split(separator: "/").map(String.init) })
    private static let softening: Set<String> = [
        "ai", "isso", "por", "favor", "gentileza", "para", "mim", "fazendo", "agora", "logo", "entao", "sim", "la",
        "aqui", "nos",
        "gente", "hoje", "ja", "rapido", "urgente", "obrigado", "obrigada", "tambem", "tudo", "o", "a", "mesmo",
    ]

    private static let halves = "tarde/manha/noite/segunda/terca/quarta/quinta/sexta/sabado/domingo/amanha/semana"

    private static let ordering = PatternSet(
        """
        ^ agenda/agende/marca/marque/reserva/separa um/uma/dois/duas/meu/minha ..9
        ^ faz/faca/fecha/monta ..2 pedido ..9
        ^ anota/anote/anotem ..9
        ^ liga/ligue/liguem ..1 mim ..9
        ^ passa/passe/joga/jogue/muda/mude/adia/adie/deixa/deixe/troca/troque/transfere para ..2 \(halves)
        ^ chama/chame/chamem/liga/ligue/liguem/aciona/acione/cobra/cobre ..2 transportadora/motoboy/entregador/correios/tecnico
        ^ ..2 vou levar/querer um/uma/dois/duas/tres/esse/essa/este/esta/o/a/os/as/2/3/4/5/6
        ^ ..1 pode/podem ..1 anotar/separar/fechar/faturar/finalizar/lancar/entregar/despachar/mandar/enviar $
        ^ manda/mande/envia/envie/encaminha/encaminhe ..6 meu/minha email/whats/whatsapp/celular/casa/trabalho
        ^ tem/tinha/tera/precisa/precisava que ..1 \(Deeds.withThing.infinitives)/passar/refazer ..5 meu/minha/\(Deeds.things)
        solicito/exijo/requeiro ..9
        """)

    // MARK: Looking up

    private static let modal = "pode/podem/poderia/poderiam/podia/podiam/consegue/conseguem/conseguiria/conseguiriam"
    private static let look =
        "olhar/ver/conferir/checar/verificar/confirmar/rastrear/localizar/descobrir/consultar/averiguar/apurar"

    /// Somebody must go and see: no passage knows it.
    private static let lookingUp = PatternSet(
        """
        ^ ..3 da/de/deem/dar/daria/dando um/uma jeito/conferida/olhada/checada/verificada/analisada/espiada/olhadinha/verificadinha
        ^ ..2 \(modal) ..2 \(look) ..1 mim/se/onde/meu/minha/isso
        ^ ..2 me ve/veja/vejam/confirma/confirme/confere/confira/descobre/descubra ..1 se/onde/o
        ^ ..1 confere/confira/confiram/checa/cheque/verifica/verifique/rastreia/rastreie/descobre/descubra/consulta/consulte/localiza/localize ..1 mim/se/onde/meu/minha/isso/o
        ^ ..2 ve/veja/vejam/olha/olhe/olhem ..2 mim/ai ..1 se/onde/o/meu/minha
        ^ ..1 da/daria/tem/teria para/como ..1 \(look) ..4 meu/minha
        ^ confirma/confirme/confirmem ..1 com ..9
        ^ ..2 \(modal) estar vendo/verificando/olhando/checando/resolvendo/providenciando/confirmando/cancelando/trocando/enviando ..9
        """)

    // MARK: What shall be

    private static let outcome = PatternSet(
        """
        quero/queria/preciso/gostaria ..5 de volta
        quero/queria/preciso/gostaria ..1 o/a/os/as certo/certa/certos/certas/correto/correta
        quero/queria/preciso/gostaria/desejo ..1 sair ..1 do/da/desse/dessa/de clube/plano/assinatura/lista/grupo/programa
        quero/queria/preciso/gostaria/peco/precisava que ..6 seja/sejam/fosse/fossem ..9
        quero/queria/preciso/precisava/gostaria que ..3 refacam/refizessem/refaca/refizesse
        ^ ..2 me remov*/desligu*/desliga/exclui/exclua/excluam
        nao quero mais nao $
        nao precisa/precisam ..1 mais ..2 mandar/enviar/entregar/despachar/trocar/devolver/vir/ligar/buscar
        ja pedi/solicitei/requisitei ..3 \(Deeds.nouns)/cancelar/trocar/devolver/estornar/troca ..3 vezes/continua/ainda/nada
        """)

    /// `teria a possibilidade de mandarem outro?`: the infinitive with a person is said to the shop.
    private static let possible = PatternSet(
        """
        possibilidade/jeito/chance/condicao/condicoes/como/rola/de/para ..1 \(choice(all.map(\.infinitives)) { $0.hasSuffix("em") })
        possibilidade/jeito/chance/rola/rolaria de ..1 \(Deeds.sure.infinitives)/\(Deeds.withThing.infinitives) ..3 \(Deeds.things)
        ^ ..1 da/daria para ajeitar/acertar/arrumar/corrigir/ajustar/consertar/resolver/reparar $
        """)

    /// Asks for a time, a price or a reason.
    private static let open = PatternSet(
        """
        qual/quais/quanto/quantos/quantas/quando/demora/demoram/prazo/custa/custo/taxa/cobram/precisa/obrigatorio
        como faco/faz/funciona
        preciso/tenho ..2 pagar
        """)
}
