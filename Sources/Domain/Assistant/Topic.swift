/// The subject of a message, in the words a shop's report would use.
enum Topic {
    static func of(_ words: [String]) -> String? {
        topics.first { $0.patterns.matches(words) }?.name
    }

    /// In order: who asks for the refund of a delivery speaks of the refund.
    private static let topics: [(name: String, patterns: PatternSet)] = [
        ("cancelamento", PatternSet("cancel*")),
        ("reembolso", PatternSet("reembols*/estorn*/ressarc*\ndinheiro de volta")),
        ("troca", PatternSet("troc*/devol*/arrepend*")),
        ("rastreio", PatternSet("rastre*/rastreamento/rastreio\nonde/cade ..3 pedido\ncodigo de rastr*")),
        (
            "entrega",
            PatternSet("entreg*/frete/envi*/chega/chegar/chegou/prazo/atras*/correios/transportadora/despach*")
        ),
        ("pagamento", PatternSet("pag*/boleto/boletos/pix/cartao/parcel*/cobr*/juros")),
        ("desconto", PatternSet("cupom/cupons/descont*/promoc*")),
        ("garantia", PatternSet("garant*/defeit*/quebr*/assistencia")),
        ("nota fiscal", PatternSet("nota fiscal\nnfe/nf/danfe")),
        ("cadastro", PatternSet("cadastr*/senha/login/conta/descadastr*")),
        ("produto", PatternSet("tamanh*/medid*/estoque/cor/cores/modelo/material/voltagem/produto/validade")),
        ("atendimento", PatternSet("atend*/horario/telefone/humano/pessoa/gerente/equipe")),
        ("loja", PatternSet("loja/endereco/retirar/retirada")),
    ]
}
