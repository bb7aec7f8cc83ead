/// The words by which orders are told; forms of verbs are made by rule.
extension InjectionSigns {
    static let marks: Set<String> = [":", ",", ";", "-", "(", "\"", ".", "\n", "!", "]", ">", "*"]

    static let duties: Set<String> = [
        "deve", "devem", "devera", "deverao", "devese", "precisa", "precisam", "tem", "cabe", "compete", "favor",
        "preciso", "obrigatorio",
        "necessario", "importante", "convem", "orientacao", "correto", "certo", "regra", "recomenda", "ao", "basta",
        "lembre", "sempre", "esqueca", "esquecer", "deixe", "forget",
        "nunca", "jamais", "dever", "must", "should", "shall", "to", "please", "always", "never", "e", "ordem", "hao",
        "ha", "obrigado", "obrigada", "autorizado", "autorizada", "pode", "podem", "instruido", "orientado",
    ]

    static let shop: Set<String> = [
        "gente", "loja", "conosco", "nos", "equipe", "suporte", "sac", "us", "our", "vendedor", "vendedora",
        "atendente", "pelo", "telefone",
        "transportadora", "entregador", "portaria", "porteiro", "fabricante",
    ]

    static let hearers: Set<String> = [
        "cliente", "clientes", "comprador", "compradora", "compradores", "consumidor", "consumidora", "consumidores",
        "usuario", "usuarios",
        "usuaria", "visitante", "visitantes", "publico", "pessoas", "interlocutor", "fregues", "ele", "ela", "eles",
        "elas",
        "customer", "customers", "client", "clients", "buyer", "buyers", "shopper", "shoppers", "user", "users",
        "visitor", "them", "everyone", "anyone",
    ]

    /// Verbs of giving: what is to be said does not stand behind them.
    static let giving: Set<String> = [
        "envie", "enviem", "enviar", "mande", "mandem", "mandar", "passe", "passem", "passar", "conceda", "concedam",
        "conceder", "indique", "indiquem", "indicar", "encaminhe", "encaminhem", "encaminhar", "cobre", "cobrem",
        "cobrar", "apresente", "apresentem", "apresentar", "mostre", "mostrem", "mostrar", "contem", "libere",
        "liberem",
        "liberar", "adicione", "adicionem", "adicionar", "publique", "publiquem", "publicar", "peca", "pecam", "pedir",
        "solicite", "solicitem", "solicitar", "inclua", "incluam", "incluir", "justifique", "justificar",
    ]

    /// The words that are to be said: `diga o seguinte:`, `escreva a frase:`
    static let messages: Set<String> = [
        "seguinte", "frase", "resposta", "mensagem", "texto", "aviso", "recado", "informacao", "apenas", "somente",
        "exatamente", "assim", "nada", "favor", "gentileza", "educacao", "clareza", "firmeza", "only", "exactly",
        "message", "sentence", "following", "text", "reply", "words", "palavras",
    ]

    /// How, in whose name and to whom it is to be said.
    static let hows: Set<String> = [
        "em", "sem", "para", "pra", "por", "ao", "aos", "como", "in", "without", "to", "on",
    ]

    static let articles: Set<String> = ["o", "a", "os", "as", "do", "da", "dos", "das"]

    /// `nota interna`, and `filtro interno`.
    static let inner: Set<String> = ["interna", "interno", "internal"]
    static let notices: Set<String> = [
        "nota", "aviso", "regra", "instrucao", "orientacao", "memo", "memorando", "comunicado", "uso", "ordem",
        "recado",
        "procedimento", "politica", "informacao", "mensagem", "lembrete", "diretriz", "norma", "note", "rule", "notice",
        "message", "instruction", "policy", "comunicacao", "circular", "observacao",
    ]

    /// Kinds of files that stand beside `AI`.
    static let files: Set<String> = ["pdf", "cdr", "eps", "svg", "psd", "jpg", "png", "arquivo", "arquivos"]

    /// Answerers that are goods, too.
    static let goods: Set<String> = ["modelo", "virtual", "publico"]

    /// The imperative of talk, where nobody stands before it.
    static let casual = words(
        "fala diz escreve responde avisa conta confirma informa afirma promete garante repete explica comunica jura anuncia declara"
    )

    /// What one may be told to keep quiet about.
    static let hiding: Set<String> = [
        "diga", "mencione", "revele", "conte", "fale", "comente", "negue", "divulgue", "admita", "confesse", "cite",
        "digam", "mencionem",
        "mencionar", "dizer", "revelar", "comentar", "negar", "say", "mention", "reveal", "deny", "tell", "admit",
        "disclose",
    ]

    /// Only others are spoken of so.
    static let othersAsking = words(
        "perguntarem questionarem indagarem perguntado perguntados perguntada questionado questionada questionados indagado"
    )

    static let bareAsking = words("pergunte pergunta perguntem ask questione")

    static let asking = words(
        "perguntar pergunte pergunta perguntem perguntam questionar questione indagar asked asks ask asking inquires inquire questioned"
    )

    static let cues: Set<String> = [
        "se", "caso", "quando", "ao", "quem", "alguem", "if", "when", "whenever", "anyone", "someone", "who", "for",
        "sempre",
    ]

    static let roles: Set<String> = [
        "system", "sistema", "assistant", "assistente", "admin", "administrador", "administrator", "root", "developer",
        "desenvolvedor",
        "prompt", "comando", "command", "override",
        "bot",
        "chatbot", "interna", "interno", "internal", "interlocutor", "atendentes", "staff", "rule", "user", "human",
        "inst", "sudo", "agent", "ia", "ai",
    ]

    static let machines: Set<String> = [
        "chatbot", "bot", "llm", "gpt", "chatgpt", "openai", "prompt", "prompts", "jailbreak", "copilot", "gemini",
    ]

    static let answerers: Set<String> = [
        "assistente", "assistentes", "atendente", "atendentes", "robo", "agente", "publico", "agentes", "assistant",
        "agent", "agents", "ia", "ai",
        "atende", "atendem", "responde", "funcionario", "funcionarios", "operador", "operadores", "virtual",
        "robozinho", "colaborador",
        "colaboradores", "staff", "sistema", "modelo",
    ]

    static let obligations: Set<String> = [
        "deve", "devem", "devera", "deverao", "precisa", "precisam", "cabe", "compete", "must", "should", "shall",
        "obrigado", "obrigada", "obrigados",
        "instruido", "instruida", "orientado", "orientada", "autorizado", "autorizada",
    ]

    /// What it shall do from now on.
    static let tasks: Set<String> = [
        "passa", "passara", "passarao", "passam", "fica", "ficara", "ficam", "comeca", "comecara", "ira", "tera",
        "precisara",
        "vai", "ha", "tem",
    ]

    static let plurals = words("clientes compradores consumidores usuarios customers buyers users")

    static let persons = words(
        "cliente comprador compradora consumidor consumidora usuario usuaria visitante fregues customer buyer shopper")

    static let places = words(
        "area central painel portal conta espaco servico atendimento canal aplicativo app site relacionamento login clube outro proximo"
    )

    static let nouns = words(
        "frete leve pele conjuge nesse neste naquele nele base parte fase data validade qualidade cidade nome este esse aquele desde entre sobre onde quando sempre que pode deve hoje bem tem sem nem quem cabe nele deste desse alguem ninguem viagem embalagem mensagem postagem montagem lavagem garagem vantagem ordem item imagem"
    )

    static let disregard = words(
        """
        ignore ignorem ignorar desconsidere desconsiderem desconsiderar esqueca esquecam disregard forget override bypass
        desobedeca desobedecam sobreponha
        """)

    /// "Desconsidere este e-mail se já pagou."
    static let letters: Set<String> = [
        "email", "aviso", "boleto", "cobranca", "lembrete", "notificacao", "sms",
    ]

    static let obey = words(
        """
        siga sigam cumpra cumpram obedeca obedecam aplique apliquem respeite respeitem follow obey apply respect
        descarte despreze contrarie descumpra burle anule revogue discard break violate
        """)

    static let discard = words(
        "descarte despreze contrarie descumpra burle anule revogue discard break violate")

    static let rules = words(
        "regra regras instrucao instrucoes orientacao orientacoes diretriz diretrizes politica politicas norma normas rule rules instructions policy policies guidelines"
    )

    /// Nobody asks this of a customer.
    static let strong = words(
        """
        ofereca oferecam conceda concedam prometa prometam omita omitam esconda escondam afirme afirmem assegure assegurem negue neguem
        alegue aleguem minta mintam convenca convencam persuada tranquilize concorde argumente oferecer conceder prometer omitir esconder
        simule traduza resuma reescreva offer promise assure deny pretend claim affirm persuade convince translate summarize rewrite simulate
        """)

    static let pretend = words(
        """
        finja finjam suponha suponham assuma assumam considere considerem trate tratem aja ajam atue atuem comporte imagine imaginem
        pretend assume act behave treat suppose
        """)

    static let answer = words(
        "responda respondam responder reply respond answer retorne output print return")

    static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }

    /// Verbs of saying and of giving in a speaker's name, regular ones as infinitives.
    static let speaking =
        """
        falar informar afirmar confirmar avisar comunicar contar declarar explicar anunciar relatar mencionar assegurar
        alegar comentar negar ressaltar destacar frisar salientar esclarecer reiterar sustentar jurar notificar lembrar
        orientar instruir convencer tranquilizar revelar divulgar admitir citar garantir prometer responder escrever transmitir repassar
        passar oferecer conceder liberar recomendar sugerir insistir argumentar justificar apresentar mostrar enviar mandar encaminhar
        cobrar indicar aconselhar alertar acrescentar adicionar narrar proclamar certificar pronunciar publicar informar
        reforcar incluir pedir solicitar
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    static let infinitives: Set<String> = Set(speaking).union(["dizer", "repetir", "dar", "expor", "propor"])

    /// The imperative of courtesy, and English base forms.
    static let orders: Set<String> = {
        var forms: Set<String> = [
            "diga", "digam", "repita", "repitam", "de", "deem", "exponha", "proponha", "inclua", "incluam", "peca",
            "pecam", "tell", "say", "inform",
            "state", "assure", "promise", "confirm", "mention", "claim", "announce", "declare", "affirm", "reply",
            "respond", "answer",
            "repeat", "write", "advise", "persuade", "convince", "remind", "offer", "reveal", "deny", "explain",
            "stress", "communicate", "hears",
        ]
        forms.remove("de")
        for verb in speaking {
            let stem = String(verb.dropLast(2))
            if verb.hasSuffix("ar") {
                let soft = stem.hasSuffix("c") ? "\(stem.dropLast())qu" : stem.hasSuffix("g") ? "\(stem)u" : stem
                forms.formUnion(["\(soft)e", "\(soft)em"])
            } else {
                forms.formUnion(["\(stem)a", "\(stem)am"])
            }
        }
        return forms
    }()

    /// Wordings without a verb of their own.
    static let fixed = PatternSet(
        """
        inteligencia artificial
        artificial intelligence
        language model
        modelo de linguagem
        mensagem/message ..1 sistema/system
        voce ..1 agora e
        a partir de agora ..2 voce
        de agora em diante
        you are now
        from now on
        modo desenvolvedor/administrador
        developer/admin mode
        deixar/deixe/deixem/fazer/faca claro/ciente/saber/sabido/evidente ..2 que/a
        quem ..2 atende/atendem/atender/atendendo/responde/responder/respondendo/conversa/conversar/conversando ..4 deve/devem/precisa/tem/diz/diga
        cliente/clientes/comprador/consumidor/usuario/pessoa ..3 deve/devem/precisa/precisam ..1 receber/ouvir/ler/ver ..3 informacao/mensagem/resposta/aviso/frase
        resposta/respostas/answer/answers/reply/replies ..1 deve/devem/precisa/precisam/must/should/tem
        lembrete/aviso/nota/recado/mensagem/comunicado/bilhete/atencao/instruc*/orientac*/memo/note/message/reminder/notice/instructions ao/aos/a/para/pra/to/for ..2 modelo/robo*/assistente/atendente/atendentes/agente/agentes/sistema/equipe/time/ia/bot/staff/team/agents/assistant/model/quem/ai
        resposta/respostas padrao/oficial/correta/certa/pronta/sugerida/esperada/automatica/modelo/unica
        na/nas/em/sua/suas ..1 resposta/respostas
        copie/cole/copia/cola/insira/coloque/transcreva ..2 a/na/sua resposta
        texto/mensagem/frase/script/roteiro a/para ..1 enviar/responder/dizer/copiar/colar/ser
        cliente/clientes/comprador/consumidor/usuario/visitante ..3 ouvir/saber/ouca/saiba/informado/avisado/orientado/convencido ..2 que
        customer/customers/client/buyer/user ..3 hears/hear/know/knows/told/informed ..2 that
        regra/ordem/instrucao/nota/aviso/rule/note nova/secreta/interna/interno
        sua/seu/suas/your ..1 tarefa/missao/instruc*/diretriz*/prompt/task/instructions/mission
        nova/novo/novas/new/updated ..1 tarefa/objetivo/missao/instruc*/ordem/ordens/diretriz*/task/goal/instructions/role/orders
        seu/sua/your ..1 objetivo/funcao/goal/role/job agora/now/e/is
        instruc*/diretriz*/orientac*/instructions/rules/guidelines ..2 acima/anterior/anteriores/above/previous/antigas
        substitui/revoga/anula/cancela ..3 instruc*/regras/diretriz*/orientac*/tudo
        regras/regra/instruc*/ordens ..2 antigas/anteriores/anterior/antiga ..3 nao valem/vale
        responda/responde/responder/answer/reply ..1 a/to ..1 qualquer/todas/toda/any/every/all ..2 pergunta/perguntas/question/questions ..1 com/with
        autoriza/autorizam/permite/permitem/instrui/instruem/orienta/orientam/manda/mandam/pede/pedem/libera/liberam/obriga/exige ..2 assistente/atendente/robo/bot/ia/chatbot/modelo/sistema ..2 a/para/que/pra *
        voce ..1 esta/foi autorizad*/liberad*/proibid*/instruid*/programad*
        you ..1 authorized/authorised/allowed/instructed/programmed
        script/roteiro/uso/aviso/orientacao/nota do/da/de/para/ao ..1 sac/atendimento/equipe/chat/vendedores/vendas/suporte/time
        atencao ..1 equipe/time/pessoal/atendentes/vendedores/atendimento
        para ..1 chat/robo
        modo ..2 ativ*/ligad*/desativ*
        mode ..1 activated/enabled/on
        ser dito/dita/ditos/ditas
        be told/said
        cliente/clientes/comprador/consumidor/usuario deve/devem/precisa/precisam/tem ..2 ser informad*/avisad*/orientad*/comunicad*/convencid*/lembrad*/alertad*/tranquilizad*
        voz alta
        if/when/whenever the/a/any customer/user/client/buyer/shopper
        answer/reply/response is
        new/secret/internal/hidden rule/rules/order/orders/instruction/instructions/note
        faca de conta
        uso interno
        termine/encerre/comece/inicie/finalize/complete/conclua ..2 resposta/respostas
        end/start/begin/finish ..2 answer/answers/reply/replies/response
        qualquer que seja a pergunta
        resposta/respostas final/finais e/sao/sera/serao
        copie/copia/cole/repita/transcreva/reproduza ..2 texto/frase/trecho/mensagem ..2 seguir/seguinte/abaixo/proxima/resposta
        whatever the question
        ao/quando/se/when/while/if ..2 resumir/resumindo/traduzir/traduzindo/processar/processando/summarizing/summarize/translating/translate/processing/parsing ..2 este/esta/esse/essa/isto/this/the
        substitua/troque/replace ..2 paragrafo/texto/trecho/linha/paragraph/text/line ..1 acima/anterior/above
        tradutores/tradutor automatic*
        use/utilize/adote/copie/cole/insira ..1 esta/essa/este/esse/seguinte ..1 resposta/frase/mensagem/texto/trecho
        use/copy/paste this/the/following ..1 answer/reply/response/sentence/text
        deixe/deixa/deixem/ponha/coloque de lado
        copie e cole
        let ..1 customer/client/buyer/user/shopper/customers/clients/buyers/users/shoppers/people/them know
        dear/hey/hi/ei/oi/ola/prezado/prezada/caro/cara ..1 assistente/assistant/bot/robo/robozinho/modelo/ia/ai/model/agent/chatbot/atendente/atendentes
        """)
}
