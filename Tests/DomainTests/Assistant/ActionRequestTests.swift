import Testing

@testable import Domain

/// A wish is told by the form of the verb and by whom it is said to, not by the verb alone.
struct ActionRequestTests {
    private func isHeard(_ text: String) -> Bool { ActionRequest.isMade(in: Utterance(text)) }

    @Test(
        "commands, in whatever spelling",
        arguments: [
            "cancela aí", "Cancelem a minha encomenda.", "estorna por favor", "desfaz a compra",
            "refaz a troca da minha compra",
            "troca esse vestido por um azul", "muda o endereço", "tira um item da minha compra", "emite a nota de novo",
            "já pode cancelar, obrigada", "vê se consegue antecipar a entrega do meu pedido",
            "favor excluir meu cadastro",
            "põe mais duas unidades no pedido", "manda um técnico aqui", "bora trocar o meu?",
            "faz a devolução do meu sofá", "me avisem quando voltar ao estoque", "deixa na portaria, por favor",
            "venham buscar o sofá", "manda logo o meu pedido", "repõe a peça que faltou",
            "embrulha pra presente, por favor",
            "troca de endereço por favor", "grava o nome da Ana pra mim",
        ])
    func commands(text: String) { #expect(isHeard(text)) }

    @Test(
        "wishes and polite questions to the shop",
        arguments: [
            "eu queria que vocês antecipassem o envio", "preciso que mudem o horário da entrega",
            "quero que corrijam o nome na nota",
            "tem como vocês cancelarem?", "dá pra alterar o meu endereço?", "poderiam trocar a cor do sofá?",
            "conseguem adiar minha entrega?", "será que dá pra juntar os meus pedidos?", "vocês podem reenviar?",
            "solicito a exclusão dos meus dados", "venho pedir o reembolso", "I'd like a refund", "please cancel it",
            "quiero devolver el producto", "errei o endereço, conseguem corrigir?",
            "queria saber se dá pra cancelar o meu pedido", "preciso da nota fiscal do meu pedido",
            "quero incluir um abajur no pedido que já fiz", "quero entrar na lista de espera",
        ])
    func wishes(text: String) { #expect(isHeard(text)) }

    @Test(
        "what is told by its manner: an order to several, a bare command, looking something up, what shall be",
        arguments: [
            "errei o cep, ajusta aí", "o endereço mudou, atualizem por favor", "rastreia pra mim",
            "anota aí que quero três",
            "confere pra mim o estoque do 42", "consegue ver onde parou meu pedido?", "dá uma olhada no meu pix",
            "teria a possibilidade de trocarem por outro?", "quero sair do clube", "quero o certo",
            "não precisa mais mandar, comprei em outro lugar", "solicito providências", "passa pra tarde a entrega",
            "liga pra transportadora", "preciso que o envio seja cancelado",
            "vocês podem estar verificando o meu pagamento?",
        ])
    func manner(text: String) { #expect(isHeard(text)) }

    static let told = [
        "já consegui cancelar pelo site, valeu", "deixa que eu mesmo troco o endereço", "mandem o preço, por favor",
        "quanto tempo pra vocês mandarem o rastreio?", "quero ver os modelos de vaso", "podem me dizer o horário?",
        "vocês conferem antes de mandar?", "dá pra parcelar 600 reais em quantas vezes?",
        "me coloca com uma pessoa",
        "coloquei o endereço errado, ainda dá pra alterar?", "esqueci a minha senha",
        "não lembro a senha da minha conta",
        "perdi o acesso à minha conta", "esqueci com que e-mail comprei",
    ]

    @Test(
        "told of what is done, told something, or how long it takes, is no wish",
        arguments: told)
    func noWish(text: String) { #expect(!isHeard(text)) }

    static let asked = [
        "como cancelo?", "vocês trocam se não servir?", "posso devolver depois de aberto?",
        "dá pra cancelar depois de pago?",
        "a loja cancela o pedido se o boleto vencer?", "troca de tamanho é grátis?", "qual a marca da máquina?",
        "vocês emitem nota?", "tem como trocar na loja?", "quem cancela paga multa?",
        "não quero cancelar, só tirar uma dúvida",
        "manda o preço da bolsa", "me passa o horário de vocês", "reserva de mesa tem custo?",
        "queria saber se trocam",
        "can I exchange it later?", "vocês embrulham pra presente?", "dá pra gravar o nome?",
        "vocês avisam quando chega?",
        "a muda de manjericão vem em vaso?", "preciso estar em casa pra receber?",
        "quem busca o produto na devolução?", "deixa no sol ou na sombra?",
    ]

    @Test(
        "how, whether and what if are questions",
        arguments: asked)
    func questions(text: String) { #expect(!isHeard(text)) }

    @Test(
        "who only wants to know is asking, whatever the other words are",
        arguments: [
            "quero saber da lavagem", "oi, queria saber sobre a troca de peças", "gostaria de entender o estorno",
            "preciso tirar uma dúvida sobre cancelamento",
        ])
    func wantsToKnow(text: String) { #expect(!isHeard(text)) }

    @Test(
        "who wants to know and wants it done, too, has a wish",
        arguments: [
            "quero saber do meu estorno", "queria saber da troca, troquem logo esse tênis",
            "quero saber disso, cancela o meu pedido",
        ])
    func wantsBoth(text: String) { #expect(isHeard(text)) }
}
