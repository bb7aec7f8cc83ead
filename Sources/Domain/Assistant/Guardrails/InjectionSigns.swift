/// Lines that give orders to the assistant. A document, the text of an image or a transcript may contain them; none of them proves
/// anything.
package enum InjectionSigns {
    /// The first words of the text that look like an order to a machine; nil for ordinary text.
    package static func find(in text: String) -> String? {
        for clause in Clause.split(Lexer.split(FoldedText(text))) {
            if let range = orders.firstRange(in: clause.words) { return clause.words[range].joined(separator: " ") }
        }
        return nil
    }

    private static let orders = PatternSet(
        """
        ignor*/desconsider*/esquec*/abandon*/descumpr* ..4 instruc*/regra/regras/orientac*/diretrizes/anteriores/prompt/acima
        ignore/disregard/forget/override/bypass ..4 instructions/rules/prompt/previous/above/guidelines
        diga/responda/informe/afirme/confirme/fale/escreva/revele/mostre/prometa/conte/avise/explique/garanta/comunique ..1 ao/aos/para ..2 cliente/clientes/usuario/comprador/consumidor/pessoa/pessoas que
        ignor*/desconsider*/esquec* ..2 que ..3 dito/disse/disseram/escrito/veio
        ignor*/desconsider*/esquec* tudo
        deve/devera ..1 informar/dizer/afirmar/confirmar/responder que
        diga/responda/afirme/confirme/escreva/garanta/conte/declare/comunique/prometa/say/respond/reply/state ..2 que/that
        deve/devera/precisa/tem ..2 avisar/dizer/responder/comunicar/afirmar/confirmar ..2 que
        inteligencia artificial
        artificial intelligence
        descart*/desprez*/contrari*/burl* ..4 instruc*/regra/regras/orientac*/diretrizes/politica
        ^ override/sudo
        robo ..3 precisa/deve/tem/devera
        responda ..1 apenas/somente/sempre ..1 com/que
        tell/inform/assure/promise the/every/any customer/customers/user/client/buyer/shopper/person
        ignore/disregard/forget ..2 what/everything
        nao siga/cumpra/obedeca ..3 regra/regras/politica/instruc*
        atendente/assistente virtual/automatic*
        robo/chatbot deve/responda/diga
        regra/ordem/instrucao/nota nova/secreta/interna ..2 para
        voce ..1 agora e
        a partir de agora ..2 voce
        you are now
        from now on ..1 you
        aja/atue/comporte ..1 como
        act/behave/pretend ..1 as
        assistente/assistant/ia/bot/chatbot/modelo deve/devera/must/should
        nota/instrucao/instrucoes/aviso/note/instruction/instructions para/to/for ..2 assistente/ia/bot/modelo/ai/assistant/model/chatbot
        prompt/system message/do sistema
        system prompt
        revele/reveal/mostre/show/print/repeat/repita ..3 prompt/instruc*/instructions
        modo desenvolvedor/administrador
        developer/admin mode
        jailbreak/dan
        """)
}
