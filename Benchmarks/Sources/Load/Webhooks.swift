/// A connected number, as the server knows it.
public struct Channel: Sendable {
    public let phoneNumberID: String
    public let secret: String

    public init(phoneNumberID: String, secret: String) {
        self.phoneNumberID = phoneNumberID
        self.secret = secret
    }
}

/// Signed webhooks of customers' messages, ready to send.
public struct Webhooks: Sendable {
    public struct Request: Sendable {
        public let bytes: [UInt8]
        /// The provider's message id.
        public let id: String
        /// Who wrote, and on which channel: index of the channel and the phone.
        public let channel: Int
        public let phone: String
    }

    private let channels: [Channel]
    private let customers: Int
    private let prefix: String
    private let path: String
    private let texts: [String]
    private var random: SplitMix

    /// `prefix` keeps the ids of one run apart from those of another.
    public init(
        channels: [Channel], customers: Int, prefix: String, path: String, texts: [String] = Webhooks.chat, seed: UInt64
    ) {
        self.channels = channels
        self.customers = max(1, customers)
        self.prefix = prefix
        self.path = path
        self.texts = texts
        random = SplitMix(seed: seed)
    }

    public mutating func next(_ number: Int, timestamp: Int) -> Request {
        let channelIndex = number % channels.count
        let customer = Int(random.next() % UInt64(customers))
        return request(number, channel: channelIndex, customer: customer, timestamp: timestamp)
    }

    public mutating func request(_ number: Int, channel index: Int, customer: Int, timestamp: Int) -> Request {
        let channel = channels[index]
        let phone = "55119\(8_000_0000 + customer % 1_000_0000)"
        let id = "wamid.\(prefix)\(number)"
        let text = texts[Int(random.next() % UInt64(texts.count))]
        // The shape of a text message as Meta sends it since 2026: with the business-scoped id of the customer.
        let body = """
            {"object":"whatsapp_business_account","entry":[{"id":"1029384756","changes":[{"value":{"messaging_product":\
            "whatsapp","metadata":{"display_phone_number":"551140028922","phone_number_id":"\(channel.phoneNumberID)"},\
            "contacts":[{"profile":{"name":"Cliente \(customer)"},"wa_id":"\(phone)","user_id":"BR.\(9_000_000_000 + customer)"}],\
            "messages":[{"from":"\(phone)","from_user_id":"BR.\(9_000_000_000 + customer)","id":"\(id)",\
            "timestamp":"\(timestamp)","text":{"body":"\(text)"},"type":"text"}]},"field":"messages"}]}]}
            """
        let signature = hex(SHA256.hmac(Array(body.utf8), key: Array(channel.secret.utf8)))
        let head = """
            POST \(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            User-Agent: facebookexternalua\r
            Content-Type: application/json\r
            X-Hub-Signature-256: sha256=\(signature)\r
            Content-Length: \(body.utf8.count)\r
            \r

            """
        return Request(bytes: Array((head + body).utf8), id: id, channel: index, phone: phone)
    }

    /// What customers write to shops.
    public static let chat = [
        "Oi, tudo bem? Vocês entregam em São Paulo?",
        "Qual o prazo de entrega para o CEP da minha casa?",
        "Comprei ontem e ainda não recebi o código de rastreio, pode verificar pra mim por favor?",
        "Tem esse vestido no tamanho M na cor azul-marinho?",
        "Obrigada!!! 😊",
        "Quero trocar o produto, veio com defeito na costura",
        "Aceitam pix? E parcelam em quantas vezes no cartão?",
        "bom dia",
        "Onde está meu pedido? Já faz uma semana que paguei o boleto e nada até agora",
        "vcs tem loja física?",
    ]
}
