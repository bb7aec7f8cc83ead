/// Words that say nothing about the subject of a Portuguese question, and words that say little.
package enum Stopwords {
    package static func isFunction(_ word: String) -> Bool { function.contains(word) }

    /// How much a word tells about what is asked. A word nobody listed tells most: it is the product, the place, the problem.
    static func weight(_ word: String) -> Double {
        if function.contains(word) { return 0 }
        if weak.contains(word) { return 0.3 }
        return 1
    }

    private static let function = words(
        """
        a o as os um uma uns umas de da do das dos em na no nas nos num numa ao aos e ou mas por pelo pela pelos pelas para com sem sob
        sobre entre ate desde que se como qual quais quem quando onde quanto quanta quantos quantas porque eu tu ele ela nos vos eles
        elas voce voces me te lhe lhes mim ti si meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas isto isso
        aquilo este esta estes estas esse essa esses essas aquele aquela ja ainda la ali ai aqui ca so tambem muito muita muitos muitas
        mais menos bem nao sim nem e eh ser sou es somos sao era eram fui foi foram sera seja estou esta estao estava estive esteja
        ter tenho tem temos tinha teve tiver haver ha houve vou vai vao ir indo iria fica ficar ficou pode posso podem podemos poder
        poderia podia da dar dao deu daria devo deve dever quero quer querem queria queriam gostaria preciso precisa precisam faz fazem fazer
        faco fazendo feito saber sei sabe sabem diz dizer oi ola bom boa dia tarde noite favor gentileza obrigado obrigada tudo
        algum alguma alguns algumas nenhum nenhuma outro outra outros outras qualquer cada mesmo mesma tal tao entao pois assim depois
        antes agora hoje la pra pro ne ok gente moca moco senhor senhora amigo amiga x hein tipo ver vejo sabendo caso
        poderiam pessoal informe informar diga explica explicar funciona funcionam dessa desse desta deste nessa nesse disso
        the of to and is are do does how what when can you your my i in on for a an
        el los las y es con una unos del al lo su sus
        """)

    private static let weak = words(
        """
        loja lojas produto produtos pedido pedidos compra compras comprar comprei comprou comprando item itens site coisa coisas duvida
        duvidas informacao informacoes ajuda ajudar dia dias vez vezes tempo cliente clientes empresa vende vendem vender venda vendas
        usar usa uso usam usado usei existe existem acontece acontecer aceita aceitam aceitar trabalha trabalham trabalhar recebo
        receber recebe momento forma formas jeito tipos novo nova novos novas velho velha moro mora moramos veio vem vir vieram venha
        parou para parar gostou gosta gostei gostar coloquei colocar coloca achei acho acha achar penso pensar pensando peco pedir pede
        pedi pediu valendo vale valem leva levar leve sai saem sair saiu volta voltar voltou deixar deixa deixei deixou passar passa
        passou chama chamar mandar manda mandam mandou mandei falar fala falou falei contar conta olhar olha conhecer conhece conheco
        entender entendi entendo lembrar aparece aparecer mostra mostrar mostram continua continuar comeca comecar comecou acabar acaba
        acabou tentar tentei tento tentando conseguir consigo consegue conseguem pegar pega peguei morar viver vive ganhar tirar tira
        melhor pior grande pequeno pequena grandes pequenos certo certa bonito bonita legal rapido rapida facil dificil possivel
        necessario obrigatorio normal especial diferente primeiro primeira segundo segunda terceiro ultima ultimo proximo proxima
        pessoa pessoas casa hora horas manha noite ontem amanha semana mes ano anos meses semanas minuto minutos vezes
        qualidade opcao opcoes modelo modelos marca marcas linha linhas lado parte fim meio respeito relacao condicao condicoes politica
        regra regras detalhe detalhes sistema processo servico servicos pagina link internet online aplicativo whats
        errado errada total minimo minima maximo maxima inteiro somente apenas sempre nunca quase talvez logo cedo perto longe dentro
        fora cima baixo frente atras final inicio comeco partir cada alem durante apos via base acordo geral oficial cpf
        """)

    /// Another form of a word that says little: `obrigatória` of `obrigatório`.
    static func isWeak(stem: String) -> Bool { weakStems.contains(stem) }

    private static let weakStems = Set(weak.map(Stemming.stem))

    /// Words worth keeping when a misspelt one has to be guessed.
    static let vocabulary: [String] = (function.union(weak)).filter { $0.utf8.count >= 5 }.sorted()

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
