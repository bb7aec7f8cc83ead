/// The verbs and nouns of what a shop's people do at a customer's wish, with the forms in which they are asked for.
enum Deeds {
    /// Forms of the verbs of one need, as a choice of a pattern.
    struct Forms: Sendable {
        /// `cancela`, `cancele`, `cancelem`
        var commands = ""
        /// `cancelar`, `cancelarem`
        var infinitives = ""
        /// `cancelem`, `cancelassem`: what stands after `quero que`.
        var wishes = ""

        /// In chat a command often stands where the infinitive should: `pode cancela`.
        var either: String { "\(commands)/\(infinitives)" }
    }

    /// Heard as a wish without anything beside them.
    static let sure = forms(
        "cancelar estornar reembolsar ressarcir reenviar descadastrar desinscrever remarcar reagendar",
        "desfazer|desfaz desfaca desfacam|desfazer desfazerem|desfaca desfacam desfizesse desfizessem")

    /// With something of the customer's: `muda o endereço`.
    static let withThing = forms(
        """
        trocar mudar alterar corrigir atualizar arrumar ajustar consertar colocar botar tirar remover retirar adicionar acrescentar
        incluir aplicar liberar confirmar ativar desativar resetar redefinir agendar marcar reservar separar guardar segurar
        adiantar antecipar adiar juntar unir abrir registrar fechar finalizar providenciar excluir apagar deletar suspender pausar
        encerrar bloquear desbloquear anular reverter devolver voltar cadastrar gerar emitir prorrogar estender dividir recolher
        substituir completar acionar recuperar desmarcar renovar reativar habilitar descontar abater creditar transferir unificar converter
        reprogramar inscrever retificar editar aumentar diminuir priorizar agilizar acelerar apressar compensar ressarcir pular desconsiderar anotar
        """,
        "por|poe ponha ponham|por porem|ponha ponham pusesse pusessem",
        "repor|repoe reponha reponham|repor reporem|reponha reponham repusesse repusessem")

    /// What a shop does for everybody, so that asking whether it does is a question: `vocês embrulham?`
    static let service = forms(
        """
        embrulhar embalar empacotar gravar personalizar escrever anexar entregar deixar despachar postar parcelar cobrar debitar buscar
        coletar avisar notificar verificar checar conferir investigar rastrear localizar resolver
        """)

    /// Of these the command is a noun, too.
    static let nounLike: Set<String> = [
        "troca", "marca", "reserva", "muda", "retira", "conserta", "ajusta", "por", "fecha", "abre", "conta", "entrega",
        "busca",
        "coleta", "parcela", "cobra", "posta", "deixa", "completa", "compensa", "renova", "guarda", "corrige",
    ]

    /// With a paper or a code, or somebody sent: `manda o boleto`. What else is sent or passed on is information.
    static let withPaper = forms(
        "mandar enviar passar gerar emitir encaminhar liberar imprimir",
        "reemitir|reemite reemita reemitam|reemitir reemitirem|reemita reemitam reemitisse reemitissem")

    /// With the deed as a noun: `faz o estorno`.
    static let withDeed = forms(
        "efetuar realizar abrir solicitar iniciar processar agilizar aprovar autorizar concluir providenciar marcar agendar pedir",
        "fazer|faz faca facam|fazer fazerem|faca facam fizesse fizessem",
        "refazer|refaz refaca refacam|refazer refazerem|refaca refacam refizesse refizessem",
        "ver|ve veja vejam|ver verem|veja vejam visse vissem")

    /// Deeds as nouns that are never a subject of their own in a shop's goods.
    static let nouns =
        "cancelamento/estorno/reembolso/ressarcimento/devolucao/reenvio/coleta/recolhimento/desfazimento/reagendamento/remarcacao/descadastro/exclusao/substituicao/reposicao/ressarcimento/abatimento"

    /// Things of a customer's own that can be changed.
    static let things =
        "pedido/pedidos/compra/compras/encomenda/endereco/enderecos/cep/numero/complemento/bairro/rua/entrega/entregas/envio/cadastro/conta/login/senha/acesso/dados/informacoes/telefone/celular/email/nome/sobrenome/cpf/cnpj/pagamento/cartao/fatura/nota/assinatura/plano/mensalidade/renovacao/cupom/desconto/data/dia/horario/periodo/tamanho/cor/sabor/modelo/voltagem/item/itens/peca/unidade/destinatario/retirada/coleta/visita/consulta/instalacao/montagem/chamado/protocolo/reclamacao/solicitacao/ticket/garantia/dinheiro/valor/grana/saldo/carrinho/lista/reserva/cancelamento/reembolso/estorno/troca/devolucao/vencimento/boleto/pix/frete/transportadora/embalagem/dedicatoria/bilhete/kit/produto/produtos"

    static let papers =
        "boleto/boletos/nota/nf/nfe/danfe/recibo/comprovante/via/pix/qr/qrcode/rastreio/rastreamento/fatura/contrato/codigo/xml/declaracao/certificado/chave/etiqueta/motoboy/tecnico/entregador/outro/outra"

    // MARK: Forms

    /// - Parameters:
    ///   - regular: infinitives, conjugated by rule.
    ///   - irregular: `infinitive|commands|infinitives|wishes`.
    private static func forms(_ regular: String, _ irregular: String...) -> Forms {
        var commands: [String] = [], infinitives: [String] = [], wishes: [String] = []
        for verb in regular.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init) {
            let stem = String(verb.dropLast(2))
            infinitives += [verb, "\(verb)em"]
            switch verb.suffix(2) {
            case "ar":
                let soft = softened(stem)
                commands += ["\(stem)a", "\(soft)e", "\(soft)em"]
                wishes += ["\(soft)e", "\(soft)em", "\(stem)asse", "\(stem)assem"]
            case "er":
                commands += ["\(stem)e", "\(stem)a", "\(stem)am"]
                wishes += ["\(stem)a", "\(stem)am", "\(stem)esse", "\(stem)essem"]
            default:
                let hard = stem.hasSuffix("g") ? "\(stem.dropLast())j" : stem
                commands += ["\(stem)\(stem.hasSuffix("u") ? "i" : "e")", "\(hard)a", "\(hard)am"]
                wishes += ["\(hard)a", "\(hard)am", "\(stem)isse", "\(stem)issem"]
            }
        }
        for line in irregular {
            let parts = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
            guard parts.count == 4 else { continue }
            commands += parts[1]
            infinitives += parts[2]
            wishes += parts[3]
        }
        return Forms(
            commands: commands.joined(separator: "/"), infinitives: infinitives.joined(separator: "/"),
            wishes: wishes.joined(separator: "/"))
    }

    /// `troc` → `troqu`, `entreg` → `entregu`
    private static func softened(_ stem: String) -> String {
        if stem.hasSuffix("c") { return "\(stem.dropLast())qu" }
        return stem.hasSuffix("g") ? "\(stem)u" : stem
    }
}
