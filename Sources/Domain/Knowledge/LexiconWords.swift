/// The words of ``Lexicon``, folded: a small stock of everyday Brazilian Portuguese, written from memory and not from any shop's text.
enum LexiconWords {
    /// Verbs that name nothing a shop would write about: what somebody perceives, says, feels, and what merely happens.
    static let everydayVerbs = """
        acabar acalmar aceitar achar acontecer acordar acreditar adiantar adorar aguardar agradar amar andar anotar aparecer
        apressar aprender aproveitar arranjar assistir assustar atender avisar bastar bater brincar buscar cair chamar chegar chorar
        citar clicar colocar combinar comecar comentar comparar completar compreender comprar concordar confirmar confundir
        conhecer conseguir contar continuar conversar convidar copiar correr costumar cuidar curtir custar danar decidir
        deixar demorar descansar descobrir desejar desistir detalhar digitar dizer dormir duvidar encher encontrar enganar
        entender entrar errar escolher escrever escutar esperar esquecer estranhar estudar evitar existir experimentar explicar falar
        falhar faltar fechar ficar funcionar ganhar gastar gostar gritar guardar imaginar importar incomodar indicar
        informar interessar jogar jurar largar lembrar levantar levar ligar mandar marcar melhorar mencionar mentir merecer
        morar morrer mostrar mudar nascer notar obrigar ocorrer odiar olhar optar orientar ouvir parar parecer passar pegar
        pensar perceber perder perguntar permitir pertencer piorar precisar preferir preocupar pretender procurar prometer provar
        puxar quebrar querer reclamar reconhecer recomendar relatar repetir resolver responder reparar respeitar retornar reunir
        rodar sair segurar sentir separar servir significar sobrar sofrer sonhar subir sugerir sumir supor surgir telefonar tentar
        terminar tirar tocar tomar torcer trabalhar tratar trazer tropecar utilizar vazar verificar viajar virar visitar viver voltar
        """

    /// Irregular and frequent forms of such verbs.
    static let everydayForms = """
        caiu caem caia cai dormiu durmo esqueci ouvi ouviu ouco peco pede pedem pediu pedi perco prefiro sinto sirvo serve servem
        sugerem sugere saio saem saia saiu trago traz trazem trouxe trouxeram vejo veem viu vimos viram visto venho vem veio
        vieram vinha vindo fiz fez fizeram fizer feito feita faria fariam quis quiser quiserem pus pos puseram posto soube
        souberam souber coube cabe cabem caber consigo conseguiu disse disseram dito digo diga dei deram dado dada demos desse vinda vindas vindos direto diretos direta diretas indireto
        vinda vindas vindos direto diretos direta diretas
        teve tive tiveram tivesse tera terao esteve estivesse estavam estamos estar houvesse haja for fosse fossem sendo seria seriam
        pude puderam puder possam possa poderei poderemos devem deveria deveriam devia
        """

    /// Nouns and adjectives of the kind: persons of one's life, times, feelings, quantities.
    static let everydayNames = """
        avo bisneto cunhado enteado esposa esposo familia filha filho genro irma irmao mae madrinha marido menina menino moca
        mulher homem namorada namorado neta neto noiva noivo nora padrinho pai parente prima primo rapaz sobrinha sobrinho sogra sogro
        tia tio vizinha vizinho colega chefe patroa sindico porteiro porteira portaria
        janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro segunda terca quarta quinta sexta
        sabado domingo hoje ontem amanha anteontem madrugada tarde manha noite noitinha natal pascoa carnaval feriado ferias
        minuto segundo hora semana quinzena mes bimestre trimestre semestre ano seculo instante momento prazo
        alegria amor azar calma carinho certeza chance culpa desculpa desejo esperanca ideia impressao intencao interesse medo
        motivo necessidade opiniao paciencia paixao pena preguica pressa prazer problema raiva razao saudade sensacao sonho sorte
        sugestao surpresa susto tristeza verdade vontade vergonha abraco beijo
        apertado aberto alto atual baixo barato bonito branco bravo breve caro calmo cansado cego certo chato cheio comprido comum
        contente correto curto delicado diferente direito doente dificil duplo enorme errado esperto estranho exato facil falso
        feio feliz fino forte fraco frio fundo gordo grande grosso honesto igual incrivel inteiro inutil jovem junto justo largo
        leve limpo lindo livre longo louco magro maduro maravilhoso meio melhor metade molhado mole moreno morto normal novo
        nublado ocupado otimo parado pequeno perfeito pesado pessimo pior pobre possivel pronto proprio proximo pronta quebrado quente
        rapido raro real recente redondo rico ruim rasgado riscado sabio santo serio seco separado serio simples sozinho sujo
        tamanho terrivel tonto total triste usado vazio velho verdadeiro vivo amassado manchado trocado repetido apto util
        adulto jovens idoso gente grupo pessoal povo turma metro centimetro litro grama quilo duzia par
        bairro cidade estado pais rua avenida esquina predio apartamento condominio interior capital centro roca sitio
        boca braco cabeca cabelo coracao corpo costas dedo joelho mao nariz olho orelha ombro pele perna pe pescoco rosto
        roupa encomenda mercadoria maquina foto imagem video desenho numero letra palavra frase texto nome
        andar banheiro chao cozinha parede porta quarto sala teto janela escada elevador mesa cadeira quintal varanda
        mensagem resposta pergunta assunto exemplo resultado caminho viagem passeio evento trabalho emprego escritorio reuniao
        mal boa boas graca incluso duplicado vizinho encomenda maquina site firma certinho
        erro engano falha confusao diferenca metade pouco tanto tanta tantos tantas demais bastante varios varias ambos
        """

    /// Words as real as those above that name a subject, so that a question with one of them may well be about something else.
    static let verbs = """
        abastecer adaptar adotar afinar alugar amarrar amolar aparar apertar aplicar apoiar apontar aposentar armar arranhar
        arrumar assar assinar autorizar azedar balancar banhar bordar bloquear bordar brilhar cadastrar calcular cancelar cantar capinar
        carregar casar cheirar chover cobrir colar colecionar colher comer comprovar congelar consertar construir consultar
        consumir contratar cocar cortar costurar cozinhar criar cultivar curar dancar debitar declarar decorar denunciar derramar
        derreter desbotar descascar descongelar descolar desligar desmontar devolver diluir dirigir dobrar doar dosar
        economizar editar embalar embrulhar emprestar encaixar encolher encomendar engolir enrolar ensinar entortar enviar enxaguar
        escorrer escovar esfriar espalhar espremer esquentar estacionar estalar estampar esticar estragar estourar
        exportar fabricar falsificar fatiar ferver filmar financiar fixar forrar fritar fumar furar gelar gerar girar gravar hidratar
        hospedar imprimir inaugurar incluir inflar ingerir injetar instalar inscrever investir irritar lacrar lavar ler limpar
        lixar lotar lubrificar machucar manchar marcar massagear mastigar matar medir mexer misturar moer molhar montar morder
        nadar navegar negociar oferecer operar parcelar patrocinar pedalar pentear pesar pescar picar pilotar pintar pingar plantar
        podar polir postar preparar pular queimar raspar rasgar recarregar recheiar reciclar recortar recusar refogar reformar regar
        registrar renovar restaurar retirar revender revisar riscar saltar secar somar soltar soprar suar sujar temperar
        abrir admitir assinar anunciar arrepender atrasar acompanhar agendar agilizar alterar apagar arquivar assegurar atualizar avaliar
        baixar cobrar compensar corrigir despachar embarcar entregar encerrar estornar extraviar garantir localizar pagar parar pesquisar
        rastrear receber reembolsar reenviar reservar retirar simular substituir suspender sugar tosar adestrar castrar vomitar
        tingir torrar transferir transportar trancar treinar trocar tossir usar vacinar vedar vencer vender vestir voar zerar
        """

    static let names = """
        abacate abacaxi abelha acai acessorio acido acougue acucar adesivo administrador aeroporto agenda agua agulha alarme album
        alcool alface algodao alho alimento almofada aluguel aluminio amarelo amendoa amendoim amostra anel animal antena aparelho
        apolice aposta aquario arame areia argila arma armario aroma arquivo arroz arte artigo arvore asa asfalto assento ativo
        aula auto automovel aveia aviao azeite azul azulejo bagagem bagageiro balanca balao balcao balde bambu banana banco banda
        bandeja banho banqueta bar barba barco barraca barril barro base bateria batata batom bebida beleza bermuda bicho bicicleta
        bife bilhete biscoito bola bolo bolsa bolso bombom bone boneca boneco borboleta borracha bota botao brasa brinco brinde
        brinquedo broca bronze bucha buraco cabide cabo cabra cachorro cadela filhote carimbo caca cachaca cachecol cacto caderno cadeado cafe caixa caixote calcado
        calca calculadora calendario calor cama camara camera camarao caminhao camisa camiseta campo canal caneca caneta canela
        cano capa capacete capacho capim carga carne carregador carro carta carteira cartela cartolina carvao casaco casal casamento
        casca caso castanha catalogo cavalo cebola cela celula celular cenoura cera cereal cereja cerveja cesta cesto cha chaleira
        chapa chapeu chave chaveiro cheque chinelo chocolate chuva chuveiro cidadao ciencia cigarro cimento cinema cinto cinza clima
        clinica clube cobertor cobra cobre coco cofre coelho cogumelo coleira colchao colecao colete colher colar comida comprimido
        computador concha concurso congresso conserto consorcio consulta copo coral corda coroa correia corrente corrida cortina
        costura couro couve cozinheiro cracha cravo creme creche credito cruz cubo cupcake cuica curso curva dado damasco danca
        defesa dente dentista deposito desenho despesa detergente diamante dieta dinossauro diploma disco doacao documento doce
        doenca dose dragao droga ducha edredom elastico eletricidade embreagem emprestimo encanador energia enfeite engate enxada
        ensaio enxoval erva ervilha escola escova escudo esmalte espada espaco especiaria espelho espinafre esponja esporte espuma
        estante estatua estojo estrela etiqueta exame exercicio faca fabrica fada faixa fantasia farinha farmacia farol fazenda
        febre feijao feira felpudo ferro ferramenta ferrugem festa fibra figo figurinha fila filme filtro financiamento fita flauta
        flor floresta fogao fogo folha fone forma formiga forno foguete franquia frango freio fruta fumaca fungo furadeira futebol
        galao galho galinha galpao garfo garrafa gas gasolina gato gaveta gel geladeira geleia gelo gengibre gesso girafa giz glicose
        goiaba gordura gosto gramado granja grao gravata gravidez guarda guitarra habito hino hipoteca historia hospital hotel
        idioma igreja ilha imposto impressora incenso industria inox inseto instrumento inverno iogurte isca isopor jantar jardim
        jardineiro jarra jato joia jogo jornal juiz laboratorio lago lama lampada lanche lanterna lapis laranja lata leao legume leilao
        leite lenco lencol lente leopardo licenca licor limao lingua lixa lixeira lixo livro locacao loteria lousa lua luminaria
        luva luz maca macaco macarrao madeira mala malha mamadeira manga mangueira manicure manteiga mapa maquiagem mar
        marcenaria margarina marfim marmita marmore martelo mascara massa massagem mato medico mel melancia mercado metal metro
        micro milho miojo moeda moinho moldura molho montanha moto motor mouse movel mudanca muro museu musculo musica navio
        neve nuvem obra oculos oleo onda onibus operario oracao organizador osso ouro outono ovo oxigenio pacote padaria padeiro
        palha palhaco pano panela pao papel papelao parafuso parque passagem passaporte passaro pasta pastel pato patinete pavio pedal
        pedra pedreiro peixe pelo pelucia pena peneira pente pera perfume peruca pia piano picanha pilha piloto pimenta pincel pingente
        pinheiro piscina piso pista pizza placa planta plastico pneu po poeira policia pomada ponte porcelana porco pote poltrona
        pomar praia prata prateleira prato prego primavera projeto propaganda protetor prova pulseira quadro queijo quadra quimica
        racao radio raiz ralo rato recheio rede refrigerante regador regiao relogio remo renda repelente resina restaurante
        retalho retrato revista rio ritmo roda roteador rolha rolo rosa ruido sabao sabonete sabor saco sacola safra saia sal
        salada salao salario salmao salto sandalia sangue sapato sapo seda seguro selo semente sensor serra serrote shampoo short
        show silicone sino sirene sofa sol sopa sorvete sorteio suco suplemento suporte surdo talco talher tambor tampa tapete
        taxi taca teatro tecido teclado tela telha tempero tenis tenda terno terra terreno tesoura tijolo tinta toalha tomada
        tomate torneira torre torta touca touro trator travesseiro trem trigo trilha triciclo trofeu tubo tule tapioca turismo
        umidade unha uniforme urso uva vaca vacina vaga vaso vassoura vela veludo veneno ventilador verao verde vermelho verniz
        verme vestido veterinario viagra vidro vinagre vinho violao violeta visita vitamina vitrine xadrez xampu xarope xicara zebra zinco ziper
        amarela preta preto branca roxo roxa laranja bege marrom dourado prateado colorido estampado listrado
        contrato convenio curriculo estagio vaga doacao patrocinio parceria afiliado representante franquia licitacao consignado
        criptomoeda bitcoin dolar euro emprestimo penhor leasing aluguel locacao sorteio rifa
        portugal lisboa espanha italia franca alemanha inglaterra japao china argentina uruguai paraguai chile bolivia peru mexico
        abertura altura assinatura candidatura cobertura cultura escritura estrutura ferradura gravura largura leitura literatura mistura
        moldura pintura pressao sessao profissao comissao emissao permissao versao extensao tensao dimensao televisao excursao
        turista artista motorista dentista eletricista jornalista lojista pianista paisagista florista frentista recepcionista
        produtor autor cantor diretor doutor leitor pastor pintor professor consultor construtor corretor eleitor escritor inventor
        vendedor comprador jogador morador trabalhador entregador montador pescador nadador vereador governador cozinheiro
        aprendiz atriz cicatriz matriz raiz verniz chafariz convite colheita receita despesa hospedagem embalagem viagem imagem garagem
        bagagem mensagem passagem paisagem reportagem reciclagem lavagem massagem tatuagem estiagem coragem homenagem selvagem
        programa problema sistema telegrama diagrama panorama drama trauma tema poema teorema esquema cinema
        pressao direcao estacao fundacao educacao alimentacao refeicao habitacao habilitacao castracao vacinacao promocao profissao
        coceira torneira geladeira bandeira fogueira goteira ladeira mangueira peneira poltrona roseira trepadeira churrasqueira
        velocidade eletricidade universidade faculdade comunidade humanidade novidade publicidade umidade capacidade
        europa africa asia america canada estados unidos
        """
}
