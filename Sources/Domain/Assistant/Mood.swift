/// Lexicons of complaint, anger, praise and haste.
enum Mood {
    static func isAggressive(_ utterance: Utterance) -> Bool {
        insult.matches(utterance.words) || aimed.matches(utterance.words)
    }

    /// Something went badly wrong, or the customer is plainly angry: answering with a policy would make it worse.
    static func isGrave(_ words: [String]) -> Bool { grave.matches(words) }

    /// Something is not as it should be.
    static func isTrouble(_ words: [String]) -> Bool { trouble.matches(words) }

    static func isPraise(_ words: [String]) -> Bool { praise.matches(words) && !notPraise.matches(words) }

    static func isUrgent(_ words: [String]) -> Bool { urgent.matches(words) }

    /// The law, the press or the police: a person must see it soon.
    static func isThreat(_ words: [String]) -> Bool { threat.matches(words) }

    private static let insult = PatternSet(
        """
        merda/merdas/porra/caralho/bosta/porcaria/desgraca/fdp/puta/vsf/vtnc/krl/pqp/cacete
        idiota/idiotas/imbecil/imbecis/otario/otarios/vagabundo/vagabundos/safado/safados/golpista/golpistas/canalha/canalhas/estupido/estupidos/cretino/cretinos
        ladrao/ladroes/ladra/ladras
        vai/vao se ferrar/foder/lascar
        bando/cambada/corja de ..1 incompetente*/ladr*/inut*/picaret*/mentiros*
        incompetentes/picaretas/mentirosos
        """)

    /// Words that are also goods (`fantasia de palhaço`, `saco de lixo`) count when thrown at somebody.
    private static let aimed = PatternSet(
        """
        voces/voce/seus/seu/uns/bando/sao ..2 palhaco/palhacos/bandido/bandidos/burro/burros/lixo/ridiculos/ridiculo/inuteis/inutil/incompetente/mentiroso
        um lixo $
        lixo de loja/empresa/atendimento/site
        """)

    private static let threat = PatternSet(
        """
        procon/advogado/advogada/processar/processo/justica/policia/delegacia/anatel/consumidor.gov
        reclame aqui
        reclameaqui
        pequenas causas
        boletim de ocorrencia
        """)

    private static let grave = PatternSet(
        """
        cobrad* ..3 duas/2/duplicad* vezes
        cobrou/cobraram/cobrado ..2 duas/dobro/errado/mais
        grosso/grossa/grosseiro/grosseira/grosseria/estupido/estupida/mal-educado
        cobranca/cobraram ..2 indevida/duplicada/duplicado/errada/duas
        duas cobrancas
        golpe/fraude/estelionato/enganad*/enganacao
        propaganda enganosa
        pessimo/pessima/pessimos/horrivel/horriveis/lamentavel/inadmissivel/inaceitavel/ridiculo/vergonha/vergonhoso/absurdo/absurda/palhacada/descaso/decepcao
        que raiva/odio/absurdo/vergonha/decepcao
        chatead*/aborrecid*/irritad*/enganad*/lesad*
        ..9 inferior ao/a da/do/ao
        site/app/aplicativo/pagina/sistema ..1 caiu/travou/trava/cai
        trataram/tratou/atenderam/atendeu ..2 super/muito/bem ..1 mal
        insatisfeit*/decepcionad*/indignad*/revoltad*/frustrad*/arrasad*
        ninguem ..2 responde/atende/resolve/ajuda/respondeu/resolveu
        nunca mais ..2 compro/comprar/volto
        terceira/quarta/quinta/segunda/decima vez ..3 que/acontece/isso
        tratou/tratado/tratada/atendido/atendida/tratam ..1 mal
        mal atendid*/educad*
        reclamar/reclamacao/queixa
        falta de respeito/consideracao
        desrespeito/desrespeitoso/desrespeitosa/indecente/desonest*
        """)

    private static let trouble = PatternSet(
        """
        nao ..2 chegou/recebi/veio/entregaram/funciona/funcionou/consigo/consegui/serviu/confirmou/caiu/liga/abre/carrega/entregue/recebeu/enviaram
        nao ..2 foi confirmad*/entregue/enviad*/aprovad*
        nao gostei/gostou
        atras* ..9
        demora/demorando/demorou ..2 absurd*/muito/demais/eternidade
        ^ que demora
        veio/vieram/chegou/chegaram/recebi/mandaram/enviaram/entregaram/veram ..4 errad*/quebrad*/defeit*/rasgad*/manchad*/danificad*/amassad*/molhad*/estragad*/trocad*/vazi*/furad*/sujo/suja/sujos/sujas/usado/usada/preto/diferente/diferentes/vencid*/mofad*/podre*/murch*/morto/morta/mortos/mortas/sec*/rachad*/trincad*/lascad*/riscad*/rabiscad*/descolad*/torto/torta/tortos/tortas/incomplet*/violad*/abert*/vazando/faltando/sem/pela/metade/empenad*/enferrujad*/arranhad*/machucad*/desmontad*/quente/derretid*/azed*/queimad*/descosturad*/encardid*/fedendo
        veio/vieram/chegou/chegaram ..4 em branco
        mandaram/enviaram/entregaram/recebi/veio/vieram ..1 outro/outra/outros/outras
        esperando/aguardando ..2 ha/faz/desde
        nao ..1 respondem/responderam/atendem/resolvem/resolveram/cumprem/cumpriram
        prazo ..2 passou/venceu/estourou/acabou
        nao ..4 esperava/esperavamos/esperado
        faltou/faltando/faltaram/falta ..3 item/itens/produto/produtos/peca/pecas/pedido/brinde/um/uma/parte/metade/pagina/paginas/caixa/manual/cabo/dois/duas/tres
        ate agora nada
        e nada $
        extraviad*/extraviou/roubad*/sumiu/perdido/perderam
        estourou/vazou/estourada
        nao atualiza/atualizou ..1 faz/ha/desde
        ja faz ..4 dias/semanas/meses/semana/mes
        desbotou/rasgou/estragou/descosturou/encolheu/quebrou/manchou/descolou/queimou/rachou/trincou/mofou/murchou/morreu/morreram/apodreceu/enferrujou/vazou/derreteu/soltou/empenou/lascou/azedou/secou/secaram
        parou de funcionar
        da/deu/dando erro
        disse ..4 ontem e nada
        problema/problemas/defeito
        atendente ..2 disse/prometeu ..6 nada
        """)

    private static let praise = PatternSet(
        """
        adorei/amei/gostei/amo/adoro/amamos/adoramos/gostamos
        excelente/maravilhos*/perfeita/perfeito/sensacional/incrivel/impecavel/fantastic*/lindo/linda/lindos/lindas
        otimo/otima/otimos/otimas ..9
        parabens
        adorou/adoraram/amou/amaram
        chegou certinho/certinha/direitinho/rapidinho/rapidissimo
        nota 10/dez/mil/1000
        recomendo
        satisfeita/satisfeito/satisfeitos
        voces sao ..2 demais/otimos/maravilhosos/top/incriveis/excelentes
        super ..1 rapida/rapido/atencioso/atenciosa/bem
        muito bom/boa/bem atendid*
        bem atendid*
        bem/super embalad*/embrulhad*/cuidad*/caprichad*
        ^ ..2 melhor/melhores loja/livraria/floricultura/atendimento/compra/site/empresa
        voltarei/voltamos/volto ..1 comprar
        superou/superaram ..9
        apaixonad*/encantad*/maravilhad*
        fiquei/ficamos/estou/estamos ..2 feliz/felizes/content*
        que capricho/carinho/maravilha/delicia/lindo/linda/lindos/lindas/fofo/fofa
        show de bola
        gorgeous/amazing/wonderful/lovely/perfect/excellent
        love/loved it/the/my
        voces/equipe ..1 arrasam/arrasaram/arrasou/caprich*/merecem
        mandaram/mandou ..1 bem
        ^ top ..2 $
        chegou tudo ..2 certo/certinho/perfeito
        """)

    private static let notPraise = PatternSet(
        """
        nao/nunca/nem ..2 adorei/amei/gostei/recomendo/excelente/bom/boa/satisfeit*/otimo/otima
        ..9 mas ..9
        """)

    private static let urgent = PatternSet(
        """
        urgente/urgentemente/urgencia/urgentissimo
        imediatamente/imediato
        agora mesmo
        ja agora
        para ontem
        hoje mesmo/ainda
        ainda hoje
        cancel*/quero/preciso/resolv*/devolv*/humano/atendente ..6 agora $
        mais rapido possivel
        aniversario/casamento/viagem/viajo/evento/festa/formatura ..3 hoje/amanha
        emergencia
        """)
}
