/// The customer asks for something to be done, which the assistant must never do: cancel, refund, exchange, change, send again.
///
/// Asking *how* or *whether* is a question (`como faço para cancelar?`, `posso trocar?`) and gets an answer. Judged clause by
/// clause, for `quero cancelar, como faço?` asks for both. In doubt it counts as a request: a person then looks at it.
enum ActionRequest {
    static func isMade(in utterance: Utterance) -> Bool {
        utterance.clauses.contains { isMade(in: $0) }
    }

    private static func isMade(in clause: Utterance.Clause) -> Bool {
        let words = clause.words
        if plea.matches(words) { return true }
        if enquiry.matches(words) { return false }
        if clause.asks, doINeed.matches(words) { return false }
        if wish.matches(words) || polite.matches(words) { return true }
        if !clause.asks, command.matches(words) { return true }
        return !clause.asks && words.count <= 5 && bare.matches(words)
    }

    /// Unmistakable whatever else the clause says.
    private static let plea = PatternSet(
        """
        quero/queria/devolve/devolvam/devolva/cade ..2 dinheiro ..1 volta
        devolv* meu dinheiro
        quero ser reembolsad*
        nao quero mais $
        nao quero mais o/a/esse/essa/este/isso/pedido/produto
        ^ desisti da/do/desse/dessa ..2 compra/pedido/produto $
        me descadastr*/remov*/retir* ..4 lista/email/emails/cadastro/mensagens
        """, lenient: true)

    /// Asking about it.
    private static let enquiry = PatternSet(
        """
        ^ como/qual/quais/quanto/quanta/quantos/quando/onde/posso/podemos/se/e/em/ate/por/tem/existe/vale/a/o/as/os ..9
        ..9 como/qual/quais/quanto/quantos/quando/prazo/politica/funciona/multa/saber/informacao/informacoes/entender/duvida/possivel/permitido
        voces/voce/loja fazem/faz/trocam/aceitam/cancelam/devolvem/reembolsam
        posso/poderia/podemos/consigo ..2 troc*/devolv*/cancel*/alter*/mud*/retir*
        """)

    private static let doINeed = PatternSet(
        """
        ^ preciso/precisa/precisamos ..9
        """)

    private static let wish = PatternSet(
        """
        quero/queria/gostaria/preciso/precisava/desejo/solicito/necessito/vim/exijo/pretendo/quer/kero ..4 cancel*/devolv*/troc*/estorn*/reembols*/ressarc*/devolucao/reenvi*/exclui*/apag*/suspend*/desativ*/descadastr*/remarc*/reagend*/desist*
        quero/queria/gostaria/preciso/precisava/desejo/solicito/necessito/exijo ..3 alter*/mud*/corrig*/atualiz*/remov*/tirar/retirar/adicionar/acrescentar/incluir ..5 pedido/endereco/cadastro/compra/pagamento/dados/telefone/email/nome/cpf/item/tamanho/cor/entrega/data
        quero/queria/gostaria/preciso/solicito/necessito ..3 segunda/2 via
        quero/queria/gostaria/preciso/solicito ..2 agendar/reservar/remarcar/marcar ..9
        quero/queria/gostaria/preciso/solicito ..2 pedir/solicitar/abrir ..3 cancelamento/reembolso/estorno/devolucao/troca
        """, lenient: true)

    /// `pode cancelar?`, `dá para estornar meu pedido?`
    private static let polite = PatternSet(
        """
        ^ pode/podem/poderia/poderiam/consegue/conseguem ..2 cancel*/estorn*/reembols*/reenvi*/alter*/mudar/corrig*/atualiz*/exclui*/remov*/adicion*/gerar/emitir/suspender/aplicar/agendar/remarcar/reservar
        ^ voce/voces pode/podem/poderia/poderiam/consegue/conseguem ..2 cancel*/estorn*/reembols*/reenvi*/alter*/mudar/corrig*/atualiz*/exclui*/remov*/adicion*/gerar/emitir/suspender/aplicar/agendar/remarcar/reservar
        ^ pode/podem/poderia/poderiam ..1 troc*/devolv* ..2 meu/minha/mim
        ^ da/tem/teria ..1 para/como ..1 cancel*/estorn*/reembols*/troc*/alter*/mudar ..2 meu/minha/mim
        cancel*/estorn*/troc*/alter*/mudar ..4 para mim
        pode/podem/poderia ..2 mandar/manda/enviar/envia/passar ..4 boleto/nota/comprovante/recibo
        """, lenient: true)

    /// Said as an order, at the beginning of a clause.
    private static let command = PatternSet(
        """
        ^ ..1 cancela/cancele/cancelem/cancelar/estorna/estorne/estornem/estornar/reembolsa/reembolsem/reembolse/devolve/devolvam/devolva
        ^ ..1 reenvia/reenvie/reenviem/reenviar/exclui/exclua/excluam/excluir/apaga/apague/apaguem/suspende/suspenda/descadastra/descadastre
        ^ ..1 muda/mude/mudem/altera/altere/alterem/corrige/corrija/atualiza/atualize/atualizem ..3 endereco/pedido/cadastro/email/telefone/pagamento/tamanho/cor/nome/dados/entrega
        ^ ..1 troca/troque/troquem para mim
        ^ troca/troque/troquem meu/minha/o/a/esse/essa/isso ..9
        ^ ..1 tira/tire/tirem/remove/remova/removam/adiciona/adicione/adicionem/inclui/inclua/acrescenta/acrescente ..5 pedido/carrinho/compra/lista
        ^ ..1 aplica/aplique/apliquem ..3 cupom/desconto/codigo
        ^ ..1 agenda/agende/agendem/remarca/remarque/reserva/reserve/reservem ..9 mim/amanha/hoje/retirada/entrega/segunda/terca/quarta/quinta/sexta/sabado
        ^ ..1 gera/gere/gerem/emite/emita/emitam ..3 boleto/nota/recibo/fatura/codigo
        ^ ..1 manda/mande/mandem/envia/envie/enviem/passa ..4 via/boleto/nota/recibo/comprovante
        ^ ..1 coloca/coloque/coloquem/poe ..3 cpf/cnpj/nome/cupom
        ^ ..1 segunda/2 via ..3 boleto/nota/fatura
        ^ me descadastr*/cadastr*/inscrev*/desinscrev*
        """, lenient: true)

    /// A message of few words that names the deed.
    private static let bare = PatternSet(
        """
        ^ ..1 cancelar/cancelamento/estorno/estornar/reembolso/reembolsar
        ^ ..1 devolver/trocar pedido/produto/compra/meu/minha
        """, lenient: true)
}
