/// Words in lower case without accents.
extension Lexicon {
    static let lists: [(String, Facts)] = cues + addresses + names + others

    private static let cues: [(String, Facts)] = [
        ("cpf cpfs cpfmf", Facts(.cpf)),
        ("cnpj cnpjs cgc", Facts(.cnpj)),
        ("rg identidade", Facts(.rg)),
        ("cnh habilitacao motorista condutor", Facts(.cnh)),
        ("pis nis nit pasep pispasep inss", Facts(.pis)),
        ("titulo eleitor eleitoral votacao", Facts(.titulo)),
        ("cns sus saude", Facts(.cns)),
        ("passaporte passport pasaporte", Facts(.passport)),
        (
            """
            tel telefone telefones fone fones cel celular celulares whats whatsapp whatsap watsap watts wpp wpps zap zapzap zapp
            ligar liga ligue ligacao ligou ligarem chama chame chamem contato contatos fixo recado recados ramal movel tim vivo claro
            phone mobile telefono llama llamame call sms ddd
            """, Facts(.phone)
        ),
        ("cep ceps", Facts(.cep)),
        (
            "nasc nascimento nasci nascido nascida nasceu dn dtnasc aniversario niver birth birthday birthdate nacimiento",
            Facts(.birth)
        ),
        ("cartao cartoes card cards visa mastercard master elo amex hipercard credito debito tarjeta", Facts(.card)),
        ("cvv cvc cvv2 cvn seguranca verificador", Facts(.cvv)),
        ("cc poupanca corrente cp", Facts(.account)),
        ("conta contas ct cta", Facts(.anyAccount)),
        ("agencia ag agencias", Facts(.branch)),
        (
            """
            banco bancaria bancario bancarios itau bradesco santander nubank caixa inter sicoob sicredi bb c6 neon pagbank original safra
            banrisul deposito depositar transferencia transferir ted doc favorecido
            """, Facts(.bank)
        ),
        ("pix", Facts(.pix)),
        ("chave chaves aleatoria evp", Facts(.randomKey)),
        ("boleto boletos digitavel", Facts(.boleto)),
        ("placa placas veiculo carro moto caminhao", Facts(.plate)),
        ("ip ips ipv4 ipv6 acesso login", Facts(.ip)),
        ("endereco moro entregar entrega resido mora residencia domicilio logradouro", Facts(.address)),
        ("email mail correio", Facts(.email)),
        (
            """
            pedido pedidos ped order orders ordem protocolo protocolos prot rastreio rastreamento rastrear objeto objetos tracking codigo
            codigos cod nf nfe nfce nfs danfe fiscal ticket tickets chamado chamados atendimento nsu autorizacao cupom voucher
            fatura contrato matricula imei processo encomenda remessa renavam chassi isbn id ids numeropedido venda barras ean gtin
            produto produtos item itens solicitacao ocorrencia inscricao estadual ie jadlog correios loggi nfs timestamp senha
            """, Facts(.order)
        ),
        ("sku skus ref referencia modelo mod lote lotes serie ncm artigo art peca", Facts(.model)),
        (
            "versao version v ver firmware build release app aplicativo sistema android ios atualizacao atualizei",
            Facts(.version)
        ),
        (
            "transacao txid endtoend e2e comprovante uuid guid hash token sessao session trace requisicao request",
            Facts(.transaction)
        ),
        ("filial showroom retirada ficamos quiosque matriz loja lojas shopping estoque", Facts(.shop)),
        ("sac ouvidoria central", Facts(.companyLine)),
        ("prazo previsao chegar chegou entregue comprei comprado emissao vencimento vence validade", Facts(.date)),
        ("reais valor preco total custa custou paguei", Facts(.money)),
    ]

    private static let others: [(String, Facts)] = [
        ("janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro", [.month, .plain]),
        ("jan fev mar abr mai jun jul ago set out nov dez", [.month]),
        ("m ac al ap am ba ce df es go ma mt ms mg pa pb pr pe pi rj rn rs ro rr sc sp se to", .state),
        ("ssp detran sds pc ifp sesp sjs iirgd dic pcmg", [.issuer, .plain]),
        ("http https www wa", .web),
        ("arroba at", .at),
    ]
}
