/// The commonest given names and surnames of the country, and the words that tell a name from a street or a product.
extension Lexicon {
    static let names: [(String, Facts)] = [
        (feminine, .firstName), (masculine, .firstName), (surnames, .surname),
        ("de da do das dos e di del", .particle),
        (
            """
            rosa lima linda clara flor luz pilar sol mel gloria bela vitoria costa rocha reis campos dias leal franco santos cruz pires
            neves ramos prata barros paz salvador natal israel leao lobo coelho carneiro pinto rego bastos guerra branco branca preto
            bueno moreno morena serra vale monte porto machado lago lagos mata fontes torres matos pena aurora estrela celeste violeta
            margarida jasmim dalia angelica perola safira marina marinho amora iris benedito bento jesus norte sul prado amado amada
            queiroz garcia santana sales rico ribeira ouro abreu faria teles seixas camargo assis domingos domingo maia viana
            diamante dourado esteves porcino conceicao graca dores penha socorro gil nova novo velho bom linho seda rios
            """, .everyday
        ),
        (
            """
            chamo chama nome nomes titular titulares destinatario destinataria recebedor recebedora remetente comprador compradora
            att atte atenciosamente atensiosamente ass assinado assinatura portador portadora beneficiario beneficiaria favorecido
            favorecida nombre llamo name
            """, .introducesName
        ),
        (
            """
            sou cliente responsavel paciente procurar morador moradora cuidados ac receber recebe recebido recebida recebeu retirar cartao
            feita feito compra falar fala assina aqui paga pagou pago mae pai esposa marido filho filha
            """, .introducesKnownName
        ),
        (
            "e eh o a os as do da de completo completa social sendo esta fica por em meu minha seu sua dele dela aqui cartao conta pedido compra entrega nota titulo pela pelo com sr sra dona seu senhor senhora",
            .link
        ),
        (
            """
            rua r av avenida travessa alameda praca rodovia estrada bairro cidade municipio colegio escola hospital clinica igreja loja
            lojas sao santo santa shopping supermercado mercado farmacia livro perfume colonia bolsa camisa camiseta tenis sapato boneca boneco kit marca
            marcas linha colecao produto creme batom estadio aeroporto rodoviaria terminal edificio condominio residencial parque jardim
            vila atendente vendedor vendedora consultor consultora gerente entregador motoboy equipe suporte autor autora cantor cantora
            banda filme serie jogador time fundacao instituto universidade faculdade autoria editora relogio oculos vestido calca blusa
            estacao metro ponte viaduto largo ladeira setor unidade filial empresa transportadora ed cond jd pca tv al assistente robo
            """, .namesThings
        ),
        (everydayWords, .plain),
    ]

    private static let feminine = """
        maria ana francisca antonia adriana juliana marcia fernanda patricia aline sandra camila amanda bruna jessica leticia julia
        luciana vanessa mariana gabriela vera vitoria larissa claudia beatriz luana rita sonia renata eliane josefa simone natalia
        cristiane carla debora rosangela jaqueline rosa daniela aparecida marlene terezinha raimunda andreia fabiana lucia raquel
        angela rafaela joana luzia elaine daniele danielle regina daiane alessandra isabel bianca rosana tania rosilene ester esther
        carolina carol caroline catia katia cecilia celia cintia cynthia clara clarice claudete cleide cleonice clarissa cristina cristiana
        dalva damiana denise diana dilma edilene edna elaine elen ellen eliana elisa elisangela elisabete elizabete elizabeth eloa
        helena heloisa emanuelly emanuele emilia emily erica erika eunice eva evelyn fatima flavia gabrielle gabriele georgia giovana
        giovanna gisele giselle gislaine glaucia graziela geovana hilda iara ilda ines ingrid irene isabela isabella isabelly isadora
        ivone ivanilda izabel jacira janaina jane jandira janete joice joyce joelma josiane jucara karen karina karine karla kelly
        keila laura lais lara lavinia lidia lilian liliane livia lorena lourdes luiza luisa lucilene lucimar luciene madalena maite
        manuela manuella marcela marcele margarete margarida maria marilene marilia marina marinalva marisa maristela marli marta
        martha mayara meire melissa michele michelle milena mirela miriam monica monique nadia nair natasha nathalia neide neusa
        nicole nilza noemi norma olga olivia pamela paola paula paulina poliana priscila priscilla rayssa rebeca roberta rosalia
        rosane rosaria roseli rosemary rosimeire rute ruth sabrina samanta samara sara sarah selma sheila shirley sidneia silvana
        silvia sirlei solange sophia sofia soraia stefany stephanie sueli suely susana suzana taina tais thais talita tamires tatiana
        tatiane tereza teresa thaina valdirene valentina valeria valquiria vania veronica viviane vivian yara yasmin zelia zilda zenaide
        adelaide adelia albertina alda alessa altina amelia anabela andreza anita anisia antonieta arlete augusta berenice betina brenda
        carmem carmen cassandra celina celma cibele cleonice clotilde creuza creusa dagmar dayane deise delma dinah dirce doralice dulce edileuza
        edineia edvania elaina eleonora elenice eliete elisete elvira emanuela emanuelle emilly ercilia erondina esmeralda estela etelvina
        eulalia fabricia filomena flaviane francielle francine francislaine gilda gilmara giulia gleice gracielle guiomar hanna hellen
        heloise heloiza hortencia iasmin iracema iraci irma isaura isolda itamara ivana ivete ivonete jaciara janete janice jeane jenifer jennifer
        joseane josilene josineide jurema karolina karoline kauane keli kethlyn kethelyn laila laisa leila leni leonor leticya lilia lindalva lindinalva
        lorrana lorrane lucelia lucimara ludmila luisa luzinete magali magda magna maiara maira malvina manoela marines marisol maryana matilde
        mayra mercedes micaela mirian mirtes naiara naira nazare neiva neli nelma nely neuza nilda nilva nubia odete ofelia orlanda palmira
        penelope perla petra quiteria railda rayane rosalina rosalva rosemeire rosilda rosimar rosineide samira selena severina silmara sirlene suelen suellen
        sueli suzane suzete tabata talia tamara telma teodora thalita thamires thayna ursula valda valdete valdelice vanusa veridiana vicentina
        vilmara virginia vitoria walquiria wilza yolanda zelma zenilda zoraide zulmira zuleide osvaldina
        agatha alice alicia allana ayla antonella barbara benedita catarina elza esmeralda geralda heloise iolanda jamile kamila kamilly
        lucineide luna malu mirella mariane marlucia nayara rafaella rosinete ruthe sebastiana stella tainara vilma wanda vanda wilma
        aurora celeste conceicao gloria gracas iris jade jasmine lia linda lena mel mila pietra violeta zuleica
        """

    private static let masculine = """
        jose joao antonio francisco carlos paulo pedro lucas luiz luis marcos gabriel rafael daniel marcelo bruno eduardo felipe
        raimundo rodrigo manoel manuel mateus matheus andre fernando fabio leonardo gustavo guilherme leandro tiago thiago anderson
        ricardo marcio jorge sebastiao alexandre roberto edson diego vitor victor sergio claudio vinicius joaquim adriano alan alisson
        allan alberto alessandro alex alexsandro aldo alfredo ademir adilson adriel agnaldo ailton airton altair alvaro amauri anselmo
        antony apolo arlindo armando arnaldo arthur artur augusto aurelio benedito benicio benjamin bento bernardo breno bryan caio caique
        calebe cassio celso cesar cicero cleber cleiton clovis cristiano cristian dario davi david denis dennis dirceu domingos douglas
        abel abner abraao acacio adalberto adao adauto ademar ademilson adelmo adonias afonso agenor agostinho aguinaldo alcides aldair aldemir alexandro
        alcino alencar almir alvino amadeu amarildo americo anibal antenor aparecido aquiles ariel aristides ariovaldo arlan arnon athos atila
        baltazar bartolomeu benjamim bonifacio braulio caetano camilo carlito celio cid cirilo clarindo claudemir claudinei claudiomar claudir
        cleverson clodoaldo conrado cosme crispim cristovao dagoberto damiao darcy darlan deivison delcio denilson derek dilson dimas dionisio
        djalma donizete douglas edemar eder edevaldo edivan edu eduarda edvan efraim eleazar elcio elder elenilson eloi elmo emilio eraldo
        erasmo ernani estevao euclides eurico expedito fausto felicio firmino flaviano florisvaldo genesio genilson germano gildo gilmario
        gladstone gonzalo haroldo heber hector herbert hercules hermes hilario horacio hudson inacio ivanildo ivair jackson jadir janio jardel jaziel jeova
        jeronimo jesse joaozinho jocelino joelson jonathas jorginho josafa josemar josenilton jovino jucelino julian kaio kauan kaue kenji kennedy
        lazaro leandro lenilson leopoldo lindomar lineu lourival luciel ludovico lupercio magno manfredo marciano marcilio marcondes mariano marinaldo
        martim martinho matias maximiliano mizael narciso natalino natanael nei nestor neymar nicanor norberto octavio olimpio olivio onofre osiel osni
        oziel pascoal percival petronio plinio quirino raoni reginaldo regis reynaldo rivaldo roberval rodolfo rodney rogelio rolando romildo romualdo
        rosalvo rosivaldo rudimar salomao sandoval saturnino selton silvano silvestre sinval sostenes stenio tarcizio telmo thales thalles thierry timoteo
        toni ulysses urbano valdeci valdemir valdenir valdinei valentim valeriano vandeir vanderlei vicente virgilio vitorino vivaldo wallison
        wander washington wellinton weverton willy wilton xande zeca
        edgar edilson edimar edinaldo ednaldo edmilson edmundo edivaldo elias eliezer elton emanuel emerson enzo erick eric erik ernesto
        evandro everton ezequiel fabiano fabricio felix flavio frederico genivaldo geraldo gerson getulio gilberto gilmar gilson
        giovani geovane heitor helio henrique hugo humberto igor ismael israel italo ivan ivo jair jailson jaime jairo jean jeferson
        jefferson joel jonas jonatas jonathan josue josias josenildo juan juliano julio junior juvenal kaique kaua kauan kevin kleber
        laercio lauro lazaro leo leonel levi lorenzo lourenco luan luca luciano lucio marcel marco mario mauricio mauro maxwell messias
        micael michel miguel milton misael moacir moises murilo murillo natan nathan nelson newton nicolas nicolau nilson nilton noah
        odair olavo orlando oscar osmar osvaldo oswaldo otavio otto patrick pietro rafhael ramon raul reginaldo reinaldo renan renato
        rene rian ryan richard robson rogerio romario romeu romulo ronaldo rony ronaldinho ruan rubens rui ruy samuel samuelson sandro
        saulo severino sidnei silas silvio simao tadeu tarcisio teodoro theo tomas thomas tulio ubirajara uelinton ulisses valdecir
        valdemar valdir valmir valter wagner vagner walace wallace walter wanderley wanderson washington welington wellington wendel
        wesley weslley william willian wilson yago yuri zacarias davidson deivid edvaldo eliseu enrico eugenio gael gilvan ian isaac
        isaque jhonatan joab jadson kelvin luciano marlon nivaldo otoniel pablo queiroz ravi samir santiago tales theodoro
        """

    private static let surnames = """
        silva santos oliveira souza sousa rodrigues ferreira alves pereira lima gomes costa ribeiro martins carvalho almeida lopes
        soares fernandes vieira barbosa rocha dias nascimento andrade moreira nunes marques machado mendes freitas cardoso ramos
        goncalves santana teixeira araujo melo mello pinto reis borges batista campos pires cunha moura barros castro duarte monteiro
        coelho correia correa cavalcante cavalcanti fonseca azevedo miranda nogueira sales salles rezende resende xavier medeiros
        farias faria guimaraes peixoto siqueira macedo maciel magalhaes aguiar antunes assis assuncao bastos bento bezerra braga
        brandao brito britto bueno cabral caldas camargo camara carneiro chagas chaves coutinho couto cruz damasceno domingues
        dorneles dutra esteves evangelista falcao felix figueiredo figueira fontes fontoura franca franco furtado galvao garcia gaspar
        godoy goulart guedes guerra henriques jesus junqueira lacerda leal leao leite lemos lira lobo loureiro lourenco lucena luz
        maia marinho matos mattos meireles mesquita morais moraes mota motta muniz neto neves novais novaes ornelas pacheco padilha
        paiva paixao parreira passos pedrosa penha pessoa pimenta pimentel pinheiro pontes porto prado prates proenca queiroz queiros
        quintana rangel rego ribas rios roque rosa sa sampaio sanches saraiva sarmento seabra serra serrano severo simoes soto tavares
        teles telles toledo torres trindade valente valenca valadares vargas vasconcelos vaz veiga veloso viana vianna vidal vilela
        villela viana zanetti zanella rossi bianchi ferrari russo romano conti costa greco marini mancini schmidt muller mueller schneider
        weber becker hoffmann klein wagner kruger schulz fischer meyer tanaka yamamoto nakamura sato suzuki watanabe kobayashi saito
        abreu alencar alcantara amaral amorim aragao arruda avila baptista barreto barroso benites bittencourt bonfim botelho bernardes
        caetano calixto cerqueira conceicao cordeiro custodio dantas diniz estrela fagundes feitosa ferraz fraga frota gusmao holanda
        inacio jardim josino justino lins linhares luna madureira malta mascarenhas maranhao mariano marcondes matias menezes meneses
        messias modesto montenegro nobre noronha pantoja parente pinho portela portugal quadros quirino rabelo raposo rolim salgado
        salomao sena seixas silveira silvestre tenorio torquato trajano uchoa veras verissimo vital zago junior filho neto sobrinho bispo
        bandeira cardozo ventura flores fogaca gama garcez gonzaga lessa machado melgaco paes pedroso pessanha simas soriano tinoco
        viegas zimmermann delgado espindola espinola
        """

    private static let everydayWords = """
        oi ola bom boa dia tarde noite obrigado obrigada gostaria quero queria preciso meu minha meus minhas seu sua segue para com por
        favor sim nao tudo bem sobre quando onde como qual quanto ainda ja hoje ontem amanha aguardo desde ate agora depois antes
        pode podem poderia recebi recebeu chegou chegar veio veja vejam estou esta estao foi era fui tem tenho temos ter quem que
        porque pois mas ou se em no na nos nas um uma este essa esse isso aquilo ele ela eles elas voces voce vcs vc tambem so mais menos
        muito muita pouco produto valor compra troca devolucao prazo frete loja site senhor senhora sr sra dona seu cliente
        segunda terca quarta quinta sexta sabado semana mes ano horas hora comprei paguei enviei mandei fiz faz fazer ajuda
        certo errado confirmo confirma confirmar endereco nome numero dados cadastro data atenciosamente att grato grata abraco abracos
        beijo beijos complemento rua avenida casa apto bloco cidade estado
        telefone celular whatsapp email instagram facebook google mercado livre pago novo nova tamanho cor azul preto branco vermelho
        verde amarelo rosinha cinza marrom bege the and for order delivery hello hola gracias buenas rapido urgente quanto qualquer
        favor desculpe desculpa olha entao aqui ali la dai senha acesso link foto fotos print audio video mensagem aviso estava seria
        vou vai vamos vem quer querem consigo consegue conseguem sei sabe acho falta faltou errada certa igual mesma mesmo outra outro
        """
}
