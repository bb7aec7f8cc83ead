/// The customer asks, in so many words, for a person.
///
/// Missing a request leaves somebody stuck with a machine, so the rules are generous with spelling; speaking *about* people
/// (`falei com a atendente`, `presente para uma pessoa`) must not set them off.
package enum HumanRequest {
    package static func isMade(in utterance: Utterance) -> Bool {
        isByRule(utterance) || !isTold(utterance) && IntentModel.asksForPerson(utterance)
    }

    static func isByRule(_ utterance: Utterance) -> Bool {
        alone.matches(SmallTalk.withoutOpening(utterance.words.filter { !courtesy.contains($0) }))
            || utterance.clauses.contains { isMade(inClause: $0.words) }
    }

    /// Speaks about people rather than to them.
    static func isTold(_ utterance: Utterance) -> Bool { told.matches(utterance.words) }

    static func isMade(inClause words: [String]) -> Bool { asked.matches(words) && !told.matches(words) }

    private static let courtesy: Set<String> = [
        "por", "favor", "um", "uma", "agora", "urgente", "com", "please", "o", "a", "ja",
    ]

    /// The whole message, courtesy aside.
    private static let alone = PatternSet(
        """
        ^ atendente/humano/humana/atendentes/operador/gerente/agent/human/agente/representative $
        ^ atendimento/suporte/ajuda/atendente humano/humana/pessoal $
        ^ ser/pessoa humano/humana/real $
        """, lenient: true)

    private static let asked = PatternSet(
        """
        falar/falo/conversar/conversa/tratar/contato/contatar ..3 atendente/atendentes/humano/humana/gerente/supervisor*/responsavel/vendedor/vendedora/consultor/consultora/operador/operadora/funcionario/funcionaria/equipe/suporte/dono/dona
        falar/falo/conversar/conversa/tratar com ..2 pessoa/alguem/gente
        quero/queria/prefiro/preciso/gostaria/exijo/desejo/precisava/solicito ..2 atendente/humano/humana/gerente/supervisor
        quero/queria/prefiro/preciso/gostaria/exijo/desejo/solicito ..2 atendimento ..3 humano/humana/pessoa/gente/presencial
        quero/queria/prefiro/preciso/exijo ..1 pessoa/gente $
        atendimento/suporte/atendente/ajuda/assistencia humano/humana
        pessoa/alguem/gente/atendente/humano de verdade
        pessoa/atendente/humano/humana real
        passa/passar/passe/transfere/transferir/transfira/transferem/encaminha/encaminhar/encaminhe/direciona/direcionar/coloca/colocar/conecta/conectar/redireciona ..4 atendente/humano/humana/pessoa/alguem/gerente/suporte/equipe/vendedor/responsavel/supervisor
        chama/chame/chamar/chamem ..2 atendente/gerente/alguem/humano/responsavel/supervisor/pessoa/vendedor
        atendido/atendida por ..2 pessoa/humano/alguem/atendente/gente
        alguem/pessoa/atendente ..2 me atender/atende/atenda
        tem/ha/existe/teria ..2 atendente/humano/alguem ..2 humano/ai/disponivel/online/real/verdade
        tem/ha/existe/teria ..2 pessoa/alguem ..3 conversar/falar/atender
        tem/ha/existe/teria ..2 numero/telefone ..1 uma pessoa atende/atenda
        falar/falo/conversar com ..2 * que ..1 atendeu/atendia
        nao quero/gosto/vou/aguento ..3 robo/bot/maquina/chatbot
        cansei/chega/parem/para ..3 robo/bot/chatbot
        vendedor/vendedora/atendente/pessoa/alguem/gerente/responsavel/humano ..3 me atender/atenda/atende/ligar/ligue/liga/ajudar/ajude/responder/responda/retornar
        reclamar/resolver/tratar/conversar ..2 com ..1 gerente/dono/dona/responsavel/supervisor/chefe/pessoa/alguem
        coloca/coloque/bota/poe com ..1 pessoa/atendente/alguem/gerente/humano
        real/actual person/human/someone
        talk/speak/chat/speaking/talking ..3 human/agent/person/someone/representative/operator/somebody
        hablar/comunicarme/contactar con ..2 persona/humano/agente/asesor/alguien/operador
        atencion humana
        """, lenient: true)

    /// Somebody tells what happened, asks about the attendants, or means other people.
    private static let told = PatternSet(
        """
        horario/horarios/qual/quais/nome/quanto/quantos ..4 atendente/atendentes/atendimento/gerente/responsavel/suporte
        quero/queria/gostaria ..2 saber
        vou/vai/deixa/depois ..2 falar/conversar
        falei/falou/conversei/disse/disseram/informou/prometeu/mandou ..3 atendente/vendedor/gerente/suporte/equipe
        falar com ..1 meu/minha/banco/marido/esposa/mae/pai
        alguem/pessoa ..3 casa/receber/recebe/portaria
        tem ..1 alguem ai $
        cabelo humano/humana
        """)
}
