/// Written by `WishFitTests`.
extension WishModel {
    static let bias = -228
    static let table = """
        # 83 #_. 28 #_bloco 17 #_meses -16 #_no 24 =# 83 =? -122 =abrem -22 =achei -18 =agua -20 =ai 63 =ainda 23
        =amei -31 =an -22 =ano -19 =anos -15 =apaga 78 =app -19 =aqui -23 =aro -45 =as 24 =ativa 27 =avisa 61
        =azul 22 =b 17 =bando -24 =bloco 17 =blusa 31 =boa -23 =bola -23 =bota 22 =botei 25 =cade -37 =cafe -18
        =cai -17 =can 38 =caro -28 =casa 36 =cep 32 =certo 77 =chama -31 =chega -53 =cnpj 31 =code 31 =com -40
        =comeu -18 =como -48 =conta 26 =could 21 =cpf 37 =cupom 28 =custa -39 =dados 56 =dar -15 =das 25 =dessa 42
        =dias -30 =disso 16 =dizer -20 =do 57 =dois 53 =dos 18 =duas 18 =e -51 =ele 35 =em -60 =email 50 =emite 60
        =entao 47 =entre -18 =envia 65 =envio 19 =errei 40 =essa 25 =esse 33 =estar 18 =facam 18 =faco -34 =falar -75
        =falta -21 =favor 55 =fazem -56 =feita -28 =feliz 45 =festa 32 =fica -28 =fico -25 =ficou 77 =filha -16
        =filme -15 =fim 18 =fiz 42 =foi -35 =fone 16 =for 17 =fora -16 =forma 28 =fosse 17 =foto -33 =fotos -19
        =frete 26 =g 29 =gera 27 =gerar 34 =ha 15 =hora -24 =horas -32 =ia 25 =if 33 =isso 19 =ja -20 =jeito 15
        =junta 37 =junto 17 =k -25 =la 26 =lado -53 =lavar -20 =link 20 =lista 42 =livro -23 =logo 44 =loja -35
        =lugar -19 =m 21 =mae 15 =maior -15 =mais 38 =mal -34 =manda 63 =manha 21 =marca 15 =mas 16 =me 50 =menos 21
        =mes -24 =meses -17 =mesmo 21 =meu 95 =meus 54 =mi 45 =mil -17 =mim 104 =minha 57 =monta -31 =movel -19
        =muda 80 =mudar 24 =mudei 32 =muito -16 =multa -23 =my 117 =nada -23 =nem -15 =nf 24 =nome 53 =novo 54
        =nunca -48 =nuvem -56 =o 28 =oi -21 =ok -25 =olhar 15 =onde -49 =order 25 =os -33 =otimo 15 =ou -23 =outra 16
        =outro 95 =paga -35 =pagar -24 =pago 20 =para -27 =parem 19 =parou 31 =passa -18 =pausa 24 =peca -43 =pede 27
        =pedi 56 =pedir 63 =pegar -38 =perdi -49 =plano 47 =pode 40 =podem 108 =poe 43 =por -15 =posso -66 =pouco 25
        =prazo -57 =preco -67 =preto 20 =qr 31 =quais -22 =qual -89 =que 42 =quem -79 =quero 82 =robo -31 =rola 15
        =rosa 18 =rs -16 =saber -57 =saiu 20 =sao -26 =se -19 =sedex 32 =segue 28 =sei -27 =senha -30 =sera 28
        =serum -19 =serve -33 =sexta 28 =show -23 =site -36 =sob -19 =sobre -20 =speak -29 =super -41 =tarde 29
        =tchau -19 =tem -64 =tenho -47 =teria 31 =the -25 =tinha 15 =tira 48 =tirar -51 =tirem 21 =tiver -21 =tres 31
        =troca 78 =troco -30 =um 22 =uma 19 =urso 23 =vai -31 =vale -43 =valeu -32 =vara -22 =vaso -33 =ve 55
        =veio 32 =vejo -27 =vem -36 =vence -23 =vende -17 =verde 34 =via 24 =virar -53 =viu -19 =voce 49 =voces -30
        =want 51 =you 52 ? -122 ^_# 21 ^_a -95 ^_aceit -43 ^_aceita -31 ^_achei -18 ^_adici 28 ^_adiciona 28
        ^_adore 24 ^_adorei 24 ^_agend 58 ^_agenda 58 ^_agora -15 ^_ainda -39 ^_amei -31 ^_apaga 78 ^_apagu 23
        ^_apare -24 ^_apareceu -24 ^_aplic 45 ^_aplica 45 ^_arrum 35 ^_arruma 35 ^_asdfg -19 ^_asdfgh -19 ^_ate -66
        ^_atend -40 ^_atendente -22 ^_atendimento -16 ^_ativa 26 ^_atual 42 ^_atualiza 37 ^_bando -22 ^_belez -41
        ^_beleza -41 ^_bloqu 22 ^_boa -21 ^_bom -19 ^_cade -37 ^_can 38 ^_cance 95 ^_cancela 88 ^_cancelar 36
        ^_canse 17 ^_cansei -22 ^_chama -31 ^_cobraram 16 ^_coloc 40 ^_coloca 40 ^_coloq 18 ^_coloquem 17 ^_como -124
        ^_comprei 19 ^_confi 22 ^_confirma 18 ^_conse 67 ^_consegue 62 ^_consi -26 ^_consigo -28 ^_conta 20
        ^_corri 42 ^_corrige 32 ^_could 21 ^_da -26 ^_de 15 ^_demor -21 ^_depoi -23 ^_depois -23 ^_descu -22
        ^_desculpa -22 ^_desfa 57 ^_desfaz 57 ^_desis 38 ^_desisti 29 ^_devol 33 ^_devolvam 50 ^_em -36 ^_emite 60
        ^_encer 43 ^_encerra 43 ^_entre -18 ^_entrega -25 ^_entregam -26 ^_errei 40 ^_esque -22 ^_esqueci -22
        ^_essa -29 ^_esse -38 ^_esta -20 ^_estor 68 ^_estorna 34 ^_estorno 30 ^_eu 16 ^_examp 25 ^_example 25
        ^_exclu 38 ^_exclui 37 ^_exist -18 ^_existe -18 ^_facam 18 ^_falto -53 ^_faltou -53 ^_faz 60 ^_fazem -37
        ^_fecha 57 ^_ficou 17 ^_frete -26 ^_fui -19 ^_gera 27 ^_human -21 ^_humano -21 ^_i 61 ^_inclu 34 ^_inclui 34
        ^_isso -25 ^_ja -24 ^_junta 44 ^_k -26 ^_liber 48 ^_libera 48 ^_manda 24 ^_mandaram -29 ^_marca 20 ^_mas 25
        ^_me 43 ^_meu -121 ^_minha -62 ^_muda 84 ^_mudei 30 ^_muito -25 ^_ningu -17 ^_ninguem -17 ^_no 33 ^_nota -36
        ^_nunca -42 ^_o -121 ^_obrig -50 ^_obrigada -36 ^_oi -21 ^_ok -25 ^_onde -84 ^_parab -19 ^_parabens -19
        ^_parem 19 ^_pausa 24 ^_pelo 34 ^_perdi -49 ^_pode 114 ^_podem 75 ^_poe 42 ^_por -22 ^_possi -18
        ^_possivel -18 ^_posso -52 ^_preci 45 ^_precisa -53 ^_precisava 16 ^_preciso 77 ^_prese 26 ^_presente 26
        ^_quais -21 ^_qual -87 ^_quand -85 ^_quando -85 ^_quant -93 ^_quanto -83 ^_quantos -33 ^_que -143 ^_quem -71
        ^_quero 89 ^_quier 26 ^_quiero 26 ^_receb -51 ^_recebi -37 ^_reenv 56 ^_reenvia 56 ^_regis 51 ^_registra 51
        ^_remar 21 ^_reser 46 ^_reserva 46 ^_reset 59 ^_reseta 59 ^_resol 21 ^_se -39 ^_segue 28 ^_separ 18
        ^_separa 18 ^_sera 28 ^_show -23 ^_so -15 ^_solic 59 ^_solicito 58 ^_super -17 ^_suspe 42 ^_suspende 42
        ^_tchau -19 ^_tem -42 ^_tenho -22 ^_teria 31 ^_tira 32 ^_tirem 15 ^_traba 18 ^_trabalho 19 ^_troca 73
        ^_trocam 18 ^_urgen 21 ^_urgente 21 ^_vai -16 ^_valeu -32 ^_ve 31 ^_veio -19 ^_vende -35 ^_voce 17
        ^_voces -59 ^_vou -21 a_assin -24 a_bater -37 a_blusa 31 a_caixa -29 a_colet 46 a_costu -17 a_devol 41
        a_encom -16 a_entre 44 a_forma 28 a_gente 49 a_loja -18 a_mais -20 a_minha -39 a_nf 24 a_peca -37 a_polit -16
        a_quant 20 a_retir 22 a_senha -48 a_trans 62 a_troca 18 abrem -22 absur_. 23 aceit -53 acess_. 21 achei -18
        acion 52 acion_a 52 acomp -48 acomp_minha -29 acont -19 acres 20 acres_um 20 addre 17 adian 45 adian_a 15
        adici 29 adici_mais 29 adore 24 adore_tudo 30 adoro -29 adoro_o -29 agend 61 agend_a 33 agora_? -28
        agora_ha 19 agua -20 ai 63 ai_. 20 ai_no -20 ainda 23 ainda_. 53 ainda_nao 16 ainda_nem 18 algue -32
        algue_busca 24 algue_pode 37 algum -25 aluga -16 amanh 61 amanh_. 75 amei -31 amei_o -19 an -22 anive_. -31
        ano -19 anos -15 antes_que 21 apaga 70 apaga_minha 59 apagu 23 apare_. -23 aplic 43 aplic_o 50 app -19
        app_. -17 aqui -23 aqui_em 16 aro -45 aro_# -45 arrep -35 arrep_da -31 arrum 72 arrum_? 42 as 24 as_forma -26
        asdfg -19 assin 26 assin_. 53 ate_dia 25 ate_eu 16 ate_quand -27 ate_que -23 ate_sabad 34 ate_segun 16
        ate_sexta 20 atend -120 atend_. -16 atend_por -29 ativa 27 ativa_meu 24 atras -87 atual_. -20 atual_ai 18
        atual_meu 19 avisa_quand 40 azul 22 azul_. -24 b 17 b_. 17 bando -24 bando_de -24 basic -21 basic_para -21
        bater -49 belez -41 belez_entao -28 bicic -45 bicic_aro -44 bloco 17 bloco_b 17 bloqu 22 blusa 31 boa -23
        boa_tarde -29 bola -23 bolet 66 bolet_. -27 bolet_? 31 bolet_de 24 bom_dia -19 bota 22 botei 25 brasi -16
        brasi_? -16 briga -15 brinq -27 busca 30 busca_o 26 cacho -42 cadas 108 cadas_. 36 cadas_para 49 cade -37
        cade_meu -28 cafe -18 cai -17 caiaq -47 caiu_. 27 cambi 27 camis 28 can 38 can_i -26 can_you 64 cance 171
        cance_a 35 cance_essa 22 cance_isso 21 cance_meu -40 cance_o 52 cance_tudo 19 canse 76 canse_desse -22
        caro -28 carre -26 carta 53 carta_. 27 carta_? 33 casa 36 casa_. 36 celul -22 celul_? -23 cep 32 certi -30
        certi_. -28 certo 77 chama 25 chama_a 23 chama_o -16 chama_um -37 chang 17 chate 23 chate_. 23 chega -58
        chego_quebr 17 cheir -19 cnpj 31 cnpj_. 41 cobra_duas -26 code 31 code_do 31 codig 46 codig_de 37 colch -32
        colet 44 colet_do 24 colet_para 17 coloq 18 coloq_um 17 com -40 com_# 15 com_algue -28 com_minha -31 com_o 22
        com_que -34 com_uma -18 comeu -18 comeu_a -18 como -48 como_acomp -28 como_faco -23 como_funci -31
        como_rastr -26 como_voces 72 compa 24 compr_? 32 compr_ai -18 compr_e -19 compr_errad 39 compr_no 34
        compr_para 15 compr_que 15 compr_sem 28 compr_um -37 condi 37 confe 18 confi 24 confi_meu 18 conse 70
        conse_adian 21 conse_alter 18 consi -68 consi_final -35 consu 17 conta 51 conta_com 30 conta_do 22 conti 63
        conve -52 conve_com -51 cor_do 18 cor_errad -26 corre 17 corre_. 27 corri 42 costu -18 could 21 cpf 37
        crian -16 cupom 28 cupom_que 26 custa -39 da_casa 34 da_empre 21 da_escol 22 da_lista 22 da_loja -31
        da_nota 24 da_para -60 da_tarde 48 da_tempo 17 dados 56 dados_. 30 dados_do 27 dar -15 das 25 de_# -31
        de_amanh 61 de_bola -23 de_casa 15 de_conve -16 de_despa 31 de_ender 30 de_incom -33 de_infor -20
        de_manda -27 de_manha 46 de_me 42 de_novo 20 de_ontem 19 de_que -20 de_rastr 32 de_respe -33 de_seman -15
        de_solic 23 de_troca 28 de_usar 21 de_verda -35 de_voces 32 de_volta 25 decep -39 defei 19 defei_. 24
        deixa 27 deixa_que -30 deixa_so 15 deixe 22 deliv 18 deliv_addre 30 demai -22 demor -101 demor_. -26
        demor_? -23 demor_quant -15 dentr -21 depoi -62 depoi_da -22 depoi_de -24 depoi_que -21 desbo -20
        desbo_na -20 desco 18 descu -23 descu_. -23 desfa 62 desis 37 desis_. 16 desma 17 despa 32 despa_. 25
        dessa 73 dessa_lista 19 desse_robo -22 desti 52 devol 129 devol_? -39 devol_meu 54 devol_o 86 dia_# 34
        dias -30 dias_. -28 dias_que 26 difer_. 23 difer_do -22 dinhe 63 dinhe_. 34 dinhe_seus 50 diret -33
        diret_com -20 disso 16 dizer -20 dizer_o -16 do 57 do_desti 49 do_frete -16 do_meu 65 do_produ 27 do_site 25
        do_valor 23 dois 53 dois_dias -17 dois_pedid 40 dos 18 duas 18 duas_seman -35 duas_vezes 18 dupli 25
        duvid -61 e -51 e_conti 33 e_deixa 15 e_esta 28 e_manda -23 e_me -16 e_nao 44 e_ningu -22 e_um -20 efetu 52
        efetu_a 52 ele 35 em -60 em_casa -15 em_dupli 25 em_quant -44 em_que -17 em_vez 21 email 59 email_. 50
        email_compr -28 email_do 20 email_para -15 embal -34 embru 32 embru_de 17 emite 51 emite_a 37 emiti -20
        emiti_a -20 empre -22 empre_. 15 empre_? -40 encan -17 encer 48 encom 16 encom_? -26 ender 70 ender_. 38
        ender_da -15 ender_de 17 ender_depoi -17 engan -32 engan_. -32 enrol -20 entao 47 entao_. 35 enten -83
        enten_. -26 entra 16 entra_. 29 entre 42 entre_. 30 entre_? 15 entre_ate 16 entre_atras -33 entre_de 20
        entre_em 22 entre_foi -17 entre_no -25 entre_para 23 entre_sai 27 entre_super -17 envia 32 envia_? 20
        envie 60 envio 18 era_so -22 errad 27 errei 40 errei_o 40 escol 19 escri 38 escri_feliz 28 esper_o -20
        espos -23 espos_. -23 esque_de 45 essa 25 essa_cobra 20 essa_compr 16 esse 33 esse_mes 34 esta_atras -46
        esta_na -15 esta_parad 51 estar 18 estav -16 estoq 19 estoq_? 23 estor 176 estor_? 64 estor_apare -27
        estor_da 24 estor_o 25 estou_a -25 estou_muito 21 estou_pensa -27 estou_quere 23 eu_receb 23 eu_volta 16
        examp 25 examp_. 25 excel -21 excel_. -21 exclu 45 exclu_minha 21 exemp 19 exist -21 exper -17 expir 25
        expir_. 17 expli -44 expli_como -28 expre 17 facam 18 facam_o 17 faco -34 falar -75 falar_com -42 falta_. 26
        falta_de -34 falta_um 17 falto -41 falto_um -51 favor 55 favor_. 41 favor_de 17 faz_# 23 faz_duas -35
        fazem -56 fazer_a 18 fecha_. -39 feita -28 feliz 45 feliz_anive 45 ferra -15 festa 32 festa_. 33 fica -28
        fico -25 ficou 77 filha -16 filho_de -16 filme -15 fim 18 fim_de -15 final -30 final_a -35 fisca_. 21
        fisca_para -17 fiz 42 fiz_agora 19 foi -35 fone 16 for 17 for_incom 18 fora -16 fosse 17 fosse_entre 17
        foto -33 fotos -20 frete 32 frete_. 62 frete_da -17 frete_para -22 funci_. 17 funci_a -23 funci_com 25
        furin 30 g 29 g_. 30 ganha -15 garan -31 garan_. 22 garan_? -21 gente_. -19 gente_de -32 genti 16 gera 27
        gera_outro 27 gerar 34 geren -43 geren_. -30 goste -31 grava -29 gross -20 guard 24 guard_o 30 ha 15
        ha_pouco 19 hoje_. 19 hora -24 horar -65 horar_? -25 horar_de -17 horas -32 human -105 human_. -66
        human_por -35 i_want 51 ia 25 if 33 impri -17 inclu 18 inclu_mais 31 inclu_no -17 incom 34 incom_. 34
        infor 22 infor_. 52 inter -21 isso 19 isso_. 48 isso_e -27 isso_logo 23 item_do 29 item_no -40 ja -20
        ja_conse -18 ja_e -20 ja_faz -32 ja_pague 29 ja_pedi 40 jeito 15 junta 44 junta_os 25 junto 17 junto_na 18
        k -25 k_. -18 la 26 lado -53 lavag -27 lavag_. -26 lavar -20 lembr -48 levar_para -18 liber 50 liber_meu 26
        ligar_? -24 link 20 link_de 26 lista 42 lista_de 36 livro -25 logo 44 logo_. 46 loja -35 loja_. 15 loja_? -20
        lugar -19 lugar_? -27 m 21 mae 15 mae_. 29 maior -15 maior_? -16 mais 38 mais_. -29 mais_caro -15
        mais_compr -23 mais_o 15 mais_para -16 mais_um 29 mais_uma 35 mal -34 mal_. -16 manda 75 manda_a -15
        manda_de 20 manda_outra 28 manda_outro 41 manda_preto -16 mande 28 mande_outro 16 manha 21 manha_. 24
        maqui -28 maqui_? -26 marca_a 26 marid 19 marin_. 28 marin_? -40 mas 16 mas_nao -21 mas_veio 48 me 50
        me_arrep -35 me_atend -19 me_cobra -19 me_desca 26 me_devol 56 me_dizer -17 me_expli -32 me_falar -25
        me_ligar -24 me_manda 56 me_passa -35 me_respo -28 me_tira 15 me_trans -44 me_ve 27 medid -27 melho -19
        menos 21 mensa_. 34 mensa_autom -28 mensa_errad -24 mes -24 meses -17 mesmo 21 meu 95 meu_? 43 meu_acess 21
        meu_anive -53 meu_bolet 31 meu_cacho -25 meu_cadas 30 meu_carta 24 meu_celul -25 meu_cpf 23 meu_cupom 40
        meu_dinhe 78 meu_email 28 meu_lugar -27 meu_marid 21 meu_nome 18 meu_pagam 18 meu_para 15 meu_pedid -25
        meu_plano 30 meus 54 meus_dados 56 mi 45 mi_pedid 45 mil -17 mim 104 mim_. 56 mim_onde 21 minha 82
        minha_assin 45 minha_compr 66 minha_empre -24 minha_entre 54 minha_espos -23 minha_filha -16 minha_senha 18
        model -37 molha -15 monta -42 monta_a -33 motob 41 movel -19 movel_sob -18 muda 80 muda_a 22 mudar 24
        mudei 32 mudei_de 30 muito -16 muito_satis -16 multa -23 my 117 my_order 25 na_caixa 17 na_loja 43
        na_maqui -19 na_nota 76 na_prime -28 nada -23 nada_. 15 nada_do -25 nao_atual -19 nao_chego -18 nao_consi -30
        nao_estou 30 nao_for 18 nao_funci 19 nao_goste -24 nao_me 25 nao_pago 17 nao_receb 18 nao_sei -25 nao_tem 20
        nao_tiver -31 nem -15 nf 24 nf_. 24 ningu -32 ningu_em -15 ningu_me -28 no_# 25 no_bolet -18 no_cadas 26
        no_carta 35 no_cnpj 23 no_ender 24 no_lugar 16 no_mesmo 20 no_meu 38 no_pedid 61 no_pix -16 no_recla -40
        nome 53 nome_? -25 nome_do 49 nome_esta 16 nota_# -60 nota_. 23 nota_? 29 nota_no 18 novo 54 numer 59
        numer_da 33 nunca -48 nunca_mais -24 nuvem -56 o 28 o_# 40 o_bolet 27 o_brinq -25 o_cance 39 o_cep 34
        o_certo 35 o_cnpj 17 o_compr 25 o_cupom 22 o_dia 22 o_email 31 o_ender 17 o_entre 47 o_envio 21 o_estoq 25
        o_estor -23 o_favor 17 o_fone 27 o_geren -42 o_horar -40 o_mesmo 23 o_meu 59 o_motob 25 o_nome 32 o_numer 44
        o_nuvem -53 o_pacot -21 o_pagam 30 o_patin 21 o_pedid -17 o_plano 20 o_porte 31 o_prazo -19 o_preco -52
        o_premi -21 o_prese -28 o_preto 22 o_qr 31 o_que -26 o_queij -18 o_rastr 16 o_reemb 40 o_respo -29
        o_taman -27 o_tecid -17 o_telef 17 o_urso 23 o_verde 32 obrig -54 obrig_. -23 obrig_viu -19 oculo -34
        ofici -17 oi -21 oi_. -23 ok -25 ok_. -20 olhar 15 onde -49 onde_esta 26 onde_vejo -24 order 25 order_. 25
        os -33 os_dois 24 otimo 15 ou -23 outra 16 outra_? 27 outra_pesso -15 outro 95 outro_. 57 outro_? 21
        outro_para 25 pacot -18 paga -35 paga_o -16 pagam 50 pagam_caiu 31 pagar -24 pago 20 pago_? -24 pago_a 32
        pague 30 pague_. 43 palha 25 para -27 para_algue -29 para_azul 41 para_emiti -21 para_eu 19 para_grava -25
        para_mim 101 para_pausa -18 para_pix 23 para_prese 15 para_quint 32 para_receb 16 para_sexta 21 para_tarde 22
        para_troca -17 para_um -25 para_uma -34 parab -19 parad 50 parad_ha 20 parem 19 parou 31 parti_de -16
        passa_. 50 passa_para -54 passo 23 patin 21 pausa_a -16 pausa_minha 25 peca -43 peca_para -28 pede 27
        pede_para 27 pedi 56 pedi_o 44 pedid 83 pedid_# 22 pedid_. 28 pedid_? 62 pedid_ate 28 pedid_nao -68
        pedid_num 17 pedid_para 31 pedid_por 30 pedid_que 25 pedir 63 pedir_para 41 pedir_reemb 23 pegar -38
        pegar_o -29 pela_metad 16 pelo_taman 23 peluc -16 pensa -51 pensa_em -27 perdi -25 perdi_o -26 perfe -15
        perfe_. -15 perso -56 perso_. -31 pesca -23 pesso -70 pesso_. -27 pesso_por -24 pix_para 18 plano 47
        plant -36 pode 40 pode_adian 27 pode_cance 44 pode_estor 79 pode_lavar -18 pode_me -46 pode_passa -38
        pode_reenv 47 podem 108 poder 17 poe 43 poe_o 27 polit -16 polit_de -16 ponto -19 por -15 por_favor 39
        por_sedex 23 por_uma 18 porca_. -25 porte 31 posso -66 posso_devol -17 posso_troca -18 posso_usar -17
        posta -18 posta_. -16 pouco 25 prazo -57 prazo_para -35 preci 26 preci_cance 28 preci_de -32 preci_devol 25
        preci_levar -18 preci_mudar 15 preci_para -15 preci_que 85 preco -67 preco_. -50 preco_da -30 premi -21
        prese_e 47 preto 20 prime -45 prime_lavag -26 probl 41 produ 20 produ_de 16 produ_excel -15 produ_para 17
        prome 38 prome_o 18 propa_engan -20 prova -24 provi 28 qr 31 qr_code 31 quais -22 qual -89 qual_a -40
        qual_o -66 quand -59 quand_. -24 quand_receb -21 quand_volta 27 quant -93 quant_custa -36 quant_dias -25
        quant_tempo -43 quant_vezes -17 que 42 que_? -31 que_a 25 que_compr 56 que_decep -24 que_dia -44 que_e 18
        que_envie 24 que_fiz 21 que_foi 21 que_horas -29 que_mande 16 que_preci -25 que_prome 37 que_voces 26
        quebr -22 queij -44 queij_. -15 quem -79 quem_paga -20 quere 109 quere_. 30 quere_cance 26 queri 33
        queri_pedir 35 queri_que 18 queri_saber -31 quero 82 quero_a 25 quero_cance -35 quero_compr -21
        quero_devol 16 quero_falar -29 quero_fazer 19 quero_gente -45 quero_mais 63 quero_o 15 quero_outro 48
        quero_que 22 quero_saber -35 quero_troca 18 quero_uma -32 quier 26 quint 30 quint_. 26 rapid -25 rapid_. -25
        rastr_meu -25 rastr_nao -19 receb 15 receb_. 19 receb_a -35 receb_meu -15 receb_o -22 recei -23 recei_. -20
        recla_aqui -40 recom -20 recom_. -16 reemb 42 reemb_do 27 reemb_e 15 reenv 107 reenv_a 30 reenv_o 73
        regis_uma 51 remar 76 remar_a 54 remov 25 reser 37 reset 59 reset_minha 59 resol -42 resol_. -26
        resol_isso 21 respe -33 respe_. -32 respo -54 respo_. -19 respo_ha -26 respo_por -27 retir 30 retir_. -25
        retir_na 47 retir_para 22 robo -31 robo_. -25 rola 15 rosa 18 rs -16 sabad 53 sabad_? 21 saber -57
        saber_como -18 saber_o -37 sabon 16 sai_hoje 28 saiu 20 sao -26 sao_uns 16 satis -16 satis_com -16 se -19
        se_eu -55 se_voces 22 sedex 32 sedex_? 24 segue 28 segun 61 segun_? 42 segun_via 24 segur_meu 28 sei -27
        sem_quere 30 seman 18 seman_passa 41 seman_que 16 senha -30 senha_? 26 separ 27 separ_um 18 ser_human -18
        sera 28 sera_que 28 serum -19 serve -34 serve_no -21 seus_ladro -22 sexta 28 sexta_. 20 sexta_? 22 show -23
        show_de -23 site -36 so_. 19 so_isso -22 so_o 15 so_receb 27 sob -19 sob_medid -18 sobre 23 solic 93
        solic_a 22 solic_o 54 sozin -19 speak -29 speak_estou -29 super -49 super_rapid -21 supor -20 supor_human -20
        suspe 84 suspe_a 41 suspe_o 31 taman_# 18 taman_errad -29 taman_m 20 tambe -30 tarde 29 tarde_. 18 tchau -19
        tchau_. -19 tecid -19 telef 20 telef_do 17 tem -64 tem_? -19 tem_como 112 tem_desco -20 tem_entre -19
        tem_garan -16 tem_jeito 21 tempo_. 25 tempo_de 16 tenho -47 tenis_. 24 teria 31 teria_como 26 the -25
        tinha 15 tira 48 tira_a 27 tirar -51 tirar_uma -54 tirem 21 tiver -21 traba 23 traba_o 19 trans 30 trans_. 30
        trans_para -47 tres 31 troca 79 troca_. -24 troca_? -53 troca_do 38 troca_o 48 troca_para 51 troca_pelo 31
        troca_pode -19 troco -30 troco_o -30 tudo_. 33 tudo_quebr -22 um 22 um_atend -29 um_dos 22 um_human -17
        um_novo 26 um_prese -15 um_ser -18 um_taman 24 um_tenis -17 um_vende -36 uma 19 uma_bicic -44 uma_duvid -46
        uma_g 21 uma_pesso -48 uma_recla 62 uma_seman -22 unida 49 uns_ladro 18 urgen 65 urgen_. 23 urso 23 vai -31
        vale -43 valeu -32 valeu_. -32 valid -15 valor_do -16 vara -22 vaso -33 ve 55 ve_o 16 veio 32 veio_com 19
        veio_errad -17 veio_falta 18 veio_tudo -19 vejo -27 vem -36 vem_. 19 vem_na -19 vence_. 41 vence_? -23
        venci 29 vende -85 vende_. -18 venha 33 verda -35 verda_. -33 verde 34 vez_de 17 vezes_. -47 vezes_e 20
        vezes_no 18 vezes_para 18 via 24 viaja 36 viaja_. 34 virar -53 viu -19 viu_. -19 voce 49 voce_nao -20
        voces -30 voces_. -27 voces_abrem -18 voces_cance 26 voces_e -19 voces_fazem -18 voces_manda 40
        voces_podem 36 voces_tem -20 volta 90 volta_. 38 volta_? -28 volta_hoje 16 volta_para 25 vou_estar 21
        vou_pensa -24 vou_quere 60 vou_viaja 29 want 51 want_estou -24 you 52 ~#_. 28 ~#_bloco 17 ~#_meses -16
        ~#_no 24 ~a_assinatura -24 ~a_bateria -37 ~a_blusa 31 ~a_caixa -29 ~a_coleta 46 ~a_costura -17
        ~a_devolucao 41 ~a_encomenda -16 ~a_entrega 44 ~a_forma 28 ~a_gente 49 ~a_loja -18 ~a_mais -20 ~a_minha -39
        ~a_nf 24 ~a_peca -37 ~a_politica -16 ~a_quantidade 21 ~a_retirada 22 ~a_senha -48 ~a_transportadora 62
        ~a_troca 22 ~ae_. 29 ~ai_. 23 ~ai_hoje 28 ~ai_no -29 ~ai_para -21 ~ak -29 ~ak_estou -29 ~al -95 ~al_? -31
        ~al_a -40 ~al_o -66 ~al_para -21 ~am -65 ~am_. 18 ~am_? -19 ~am_a -24 ~am_antes 16 ~am_mandar 24
        ~am_minha -40 ~am_no 16 ~am_outra 37 ~am_preto -16 ~am_uma 15 ~an_? 29 ~an_i -26 ~an_you 64 ~ao_. 73
        ~ao_? -17 ~ao_atualiza -19 ~ao_automatica 37 ~ao_chegou -18 ~ao_consigo -30 ~ao_e -22 ~ao_estou 30 ~ao_for 18
        ~ao_funciona 19 ~ao_gostei -24 ~ao_me 35 ~ao_pago 17 ~ao_recebi 18 ~ao_sei -25 ~ao_tem 20 ~ao_tiver -31
        ~ao_uns 16 ~ar 76 ~ar_. 40 ~ar_a 51 ~ar_ainda 15 ~ar_com -69 ~ar_direto -24 ~ar_em -42 ~ar_essa 30 ~ar_meu 50
        ~ar_minha 44 ~ar_nada -23 ~ar_no -26 ~ar_o 61 ~ar_para -22 ~ar_pelo 23 ~ar_por -22 ~ar_se 16 ~ar_um -23
        ~ar_uma -61 ~as -24 ~as_. -18 ~as_? -30 ~as_da 21 ~as_e -35 ~as_formas -26 ~as_fotos -18 ~as_ja 17
        ~as_nao -21 ~as_o -17 ~as_que 17 ~as_semanas -35 ~as_veio 48 ~au -32 ~au_. -22 ~az 57 ~az_# 23 ~az_duas -35
        ~b_. 17 ~be -29 ~bi -19 ~bi_a -15 ~bo -18 ~bo_meu -17 ~ca_? -32 ~ca_como -28 ~ca_de -18 ~ca_do 24
        ~ca_mais -27 ~ca_minha 24 ~ca_nao -18 ~ca_o 39 ~ca_para 23 ~ca_pela 17 ~ca_pode -22 ~ce_nao -20 ~ce_o -16
        ~ce_quando -16 ~ci_. 30 ~ci_de 45 ~ck 60 ~co -56 ~co_a -23 ~co_b 17 ~co_da -45 ~co_de 20 ~co_depois -17
        ~co_e 17 ~co_no 21 ~co_o -44 ~co_para -38 ~da_? -35 ~da_a 49 ~da_casa 34 ~da_da -20 ~da_empresa 21
        ~da_enganosa -20 ~da_escola 22 ~da_lista 22 ~da_loja -31 ~da_na 56 ~da_nem 18 ~da_no 18 ~da_nota 24 ~da_o 30
        ~da_pode -27 ~da_tarde 48 ~da_tempo 17 ~da_um 37 ~da_via 24 ~da_viu -19 ~de 17 ~de_# -31 ~de_. -28
        ~de_adiantar 30 ~de_amanha 61 ~de_bola -23 ~de_cancelar 52 ~de_casa 15 ~de_comprar -22 ~de_conversar -16
        ~de_de 26 ~de_despachar 31 ~de_do 16 ~de_e 34 ~de_endereco 30 ~de_esta 26 ~de_estornar 79 ~de_guardar 35
        ~de_ha -26 ~de_incompetente -19 ~de_lavar -19 ~de_mandar -32 ~de_manha 46 ~de_meu -28 ~de_novo 20 ~de_o 25
        ~de_ontem 17 ~de_para 26 ~de_passar -38 ~de_rastreio 34 ~de_reembolso -16 ~de_reenviar 47 ~de_respeito -33
        ~de_semana -15 ~de_solicitar 23 ~de_trocar 20 ~de_vejo -24 ~de_verdade -35 ~de_voces 32 ~de_volta 25 ~di -49
        ~di_. -16 ~di_da -31 ~di_o 18 ~do_# 22 ~do_a -25 ~do_ai -17 ~do_ainda 15 ~do_as 15 ~do_ate 27 ~do_chega -24
        ~do_da 22 ~do_de -19 ~do_destinatario 49 ~do_dia 17 ~do_duas -16 ~do_em 25 ~do_eu 25 ~do_frete -16 ~do_meu 56
        ~do_nao -54 ~do_no 28 ~do_para 31 ~do_por 18 ~do_produto 27 ~do_que 34 ~do_quebrado -22 ~do_recebo -21
        ~do_sem -47 ~do_site 25 ~do_valor 23 ~do_volta -18 ~do_voltar 42 ~dy 45 ~e_continua 33 ~e_deixa 15 ~e_esta 28
        ~e_me -16 ~e_nao 44 ~e_ninguem -22 ~e_um -20 ~ei_a 27 ~ei_de 44 ~ei_desse -22 ~ei_duas 22 ~ei_errado 63
        ~ei_no -19 ~ei_o -50 ~ei_tudo 26 ~ei_um -16 ~el -34 ~el_por -27 ~el_sob -18 ~em 126 ~em_. 54 ~em_? -68
        ~em_a 84 ~em_buscar 24 ~em_casa -15 ~em_como 112 ~em_contato 18 ~em_da -19 ~em_desconto -20 ~em_do -39
        ~em_duplicidade 25 ~em_e -16 ~em_em 16 ~em_entrega -22 ~em_errada -22 ~em_eu 27 ~em_garantia -16 ~em_isso 32
        ~em_jeito 21 ~em_logo 23 ~em_me -84 ~em_meu 45 ~em_nem -54 ~em_ninguem 23 ~em_no -54 ~em_o 38 ~em_outro 53
        ~em_paga -20 ~em_para 18 ~em_pode 37 ~em_por 48 ~em_quantas -20 ~em_quanto -24 ~em_que -25 ~em_querer 30
        ~em_um 27 ~em_uma 16 ~em_vez 21 ~er -20 ~er_. 38 ~er_? -31 ~er_a 27 ~er_as 19 ~er_cancelar 26 ~er_com 52
        ~er_como -18 ~er_humano -18 ~er_no -27 ~er_onde 35 ~er_os -26 ~er_para 18 ~er_rapida -21 ~er_se -21
        ~er_trocar 22 ~es_# 19 ~es_. 20 ~es_abrem -18 ~es_do -49 ~es_fazem -18 ~es_mandarem 32 ~es_no 18 ~es_para 20
        ~es_podem 36 ~es_que 33 ~es_tem -21 ~eu -49 ~eu_? 38 ~eu_a -18 ~eu_acesso 21 ~eu_aniversario -53
        ~eu_boleto 31 ~eu_cachorro -25 ~eu_cadastro 30 ~eu_cartao 24 ~eu_celular -25 ~eu_cpf 23 ~eu_cupom 40
        ~eu_dinheiro 78 ~eu_email 28 ~eu_lugar -27 ~eu_marido 21 ~eu_nome 18 ~eu_pagamento 18 ~eu_para 15
        ~eu_pedido -25 ~eu_plano 30 ~eu_recebo 23 ~eu_voltar 16 ~ex 30 ~ex_? 22 ~ez_de 17 ~fe -21 ~g_. 30 ~ga 33
        ~ga_. 24 ~ga_atrasou -33 ~ga_de 17 ~ga_no -26 ~ga_o -17 ~ga_para 45 ~ga_super -17 ~ge 43 ~gh -19 ~go_. 32
        ~go_? -32 ~go_a 32 ~go_de 21 ~go_finalizar -35 ~ha 24 ~ha_. 56 ~ha_assinatura 45 ~ha_compra 66 ~ha_da -51
        ~ha_empresa -24 ~ha_entrega 54 ~ha_esposa -23 ~ha_filha -16 ~ha_nao 44 ~ha_o 15 ~ha_para 43 ~ha_pouco 19
        ~ha_senha 18 ~ho 17 ~ho_. 40 ~ho_? -24 ~ho_m 20 ~ho_o 19 ~ho_para -16 ~ho_que 24 ~i_want 51 ~ia 78 ~ia_# 34
        ~ia_? -67 ~ia_a 50 ~ia_como 22 ~ia_de -20 ~ia_o 38 ~ia_para -26 ~ia_pedir 35 ~ia_que 31 ~ia_saber -31
        ~ia_tem -21 ~il 28 ~il_. 26 ~il_? -23 ~il_do 20 ~il_para -15 ~im -24 ~im_. 47 ~im_? -23 ~im_de -15
        ~im_onde 21 ~io 41 ~io_. -19 ~io_? -34 ~io_com 19 ~io_da 38 ~io_de -23 ~io_errado -17 ~io_faltando 18
        ~io_meu -25 ~io_tudo -19 ~ir 46 ~ir_a -33 ~ir_de -25 ~ir_do 15 ~ir_no -20 ~ir_para 25 ~ir_reembolso 23
        ~is_? -25 ~is_caro -15 ~is_compro -23 ~is_da -22 ~is_de -36 ~is_dias -17 ~is_o 15 ~is_para -24 ~is_pedidos 40
        ~is_que -21 ~is_um 29 ~is_uma 35 ~iu 41 ~iu_. 35 ~ix_para 18 ~iz 38 ~iz_agora 19 ~iz_aniversario 45 ~ja -35
        ~ja_? -20 ~ja_consegui -18 ~ja_e -20 ~ja_faz -32 ~ja_paguei 29 ~ja_pedi 40 ~je_. 19 ~jo -22 ~jo_. -15
        ~k_. -18 ~la 50 ~la_. -38 ~la_? -23 ~la_a 18 ~la_de 44 ~la_isso 21 ~la_metade 16 ~la_tudo 19 ~ld 21 ~le_. 29
        ~lo -26 ~lo_. 20 ~lo_tamanho 23 ~ma 16 ~ma_a 23 ~ma_ai 21 ~ma_bicicleta -44 ~ma_de 19 ~ma_duvida -46 ~ma_g 21
        ~ma_pessoa -48 ~ma_reclamacao 62 ~ma_semana -22 ~ma_um -37 ~me 32 ~me_aqui -40 ~me_arrependi -34 ~me_avisa 47
        ~me_descadastra 21 ~me_devolvam 40 ~me_dizer -17 ~me_do 48 ~me_envia 34 ~me_esta 16 ~me_explica -28
        ~me_falar -25 ~me_ligar -24 ~me_manda 20 ~me_mandar 46 ~me_passa -35 ~me_responde -28 ~me_tira 15
        ~me_transfere -27 ~me_transferir -16 ~me_ve 27 ~mi_pedido 45 ~mo -25 ~mo_acompanho -28 ~mo_faco -23
        ~mo_funciona -31 ~mo_rastreio -24 ~mo_voces 72 ~my_order 25 ~na -33 ~na_. -33 ~na_? -35 ~na_a -23
        ~na_caixa 17 ~na_loja 43 ~na_mais 28 ~na_maquina -19 ~na_minha 15 ~na_nota 76 ~na_para -20 ~na_passada 41
        ~na_primeira -28 ~na_que 23 ~nd 99 ~ne 29 ~ne_. 29 ~ne_? -16 ~ne_do 18 ~nf_. 24 ~nk_de 26 ~no -52 ~no_# 25
        ~no_. -16 ~no_? -25 ~no_boleto -18 ~no_cadastro 26 ~no_cartao 35 ~no_cnpj 23 ~no_da 23 ~no_do -24
        ~no_endereco 24 ~no_lugar 16 ~no_mesmo 20 ~no_meu 38 ~no_pedido 61 ~no_pix -16 ~no_por 17 ~no_reclame -40
        ~ns -24 ~ns_ladroes 18 ~nt 33 ~nt_estou -24 ~o_# 40 ~o_boleto 27 ~o_brinquedo -25 ~o_cancelamento 39
        ~o_cep 34 ~o_certo 35 ~o_cnpj 17 ~o_comprovante 25 ~o_cupom 22 ~o_dia 22 ~o_email 31 ~o_endereco 17
        ~o_entregador 47 ~o_envio 21 ~o_estoque 25 ~o_estorno -23 ~o_favor 17 ~o_fone 27 ~o_gerente -42
        ~o_horario -40 ~o_mesmo 23 ~o_meu 59 ~o_motoboy 25 ~o_nome 32 ~o_numero 44 ~o_nuvem -53 ~o_pacote -21
        ~o_pagamento 30 ~o_patinete 21 ~o_pedido -17 ~o_plano 20 ~o_porteiro 31 ~o_prazo -19 ~o_preco -52
        ~o_premium -21 ~o_presente -28 ~o_preto 22 ~o_qr 31 ~o_que -26 ~o_queijo -18 ~o_rastreio 17 ~o_reembolso 40
        ~o_responsavel -29 ~o_tamanho -27 ~o_tecido -17 ~o_telefone 17 ~o_urso 23 ~o_verde 32 ~oa -73 ~oa_. -23
        ~oa_por -24 ~oa_tarde -29 ~ob_medida -18 ~oe_o 27 ~oi_. -21 ~ok -18 ~ok_. -20 ~om 52 ~om_# 15 ~om_alguem -28
        ~om_dia -19 ~om_minha -31 ~om_o 20 ~om_uma -18 ~on -33 ~or_. 35 ~or_? -41 ~or_errada -26 ~or_favor 39
        ~or_foi -17 ~or_incomodo 18 ~or_por -18 ~or_que 40 ~or_sedex 23 ~or_uma 18 ~os -21 ~os_. 16 ~os_ai -15
        ~os_da 31 ~os_de -42 ~os_dias -25 ~os_do 26 ~os_dois 24 ~os_num 17 ~ou_. 42 ~ou_a -27 ~ou_change 30
        ~ou_de -17 ~ou_e -25 ~ou_estar 21 ~ou_muito 21 ~ou_na -37 ~ou_no 39 ~ou_para 28 ~ou_pensando -27
        ~ou_pensar -24 ~ou_quebrado 17 ~ou_querendo 23 ~ou_querer 60 ~ou_so -26 ~ou_tudo -17 ~ou_um -53 ~ou_viajar 29
        ~ow -24 ~ow_de -23 ~oy 41 ~pa -33 ~pa_. -28 ~pe -21 ~pj 31 ~pj_. 41 ~po_. 39 ~pp_. -17 ~qr_code 31 ~ra 76
        ~ra_# 16 ~ra_. 35 ~ra_? -37 ~ra_a 19 ~ra_ai 57 ~ra_alguem -29 ~ra_azul 41 ~ra_da 16 ~ra_devolver -19
        ~ra_emitir -21 ~ra_eu 18 ~ra_gravar -25 ~ra_ha 19 ~ra_lavagem -26 ~ra_mas -24 ~ra_meu 56 ~ra_mim 101
        ~ra_no 33 ~ra_o 21 ~ra_outro 31 ~ra_para 41 ~ra_pausar -18 ~ra_pessoa -18 ~ra_pix 23 ~ra_por -27
        ~ra_presente 41 ~ra_quinta 32 ~ra_receber 16 ~ra_retirada 48 ~ra_retirar -34 ~ra_sexta 21 ~ra_so -22
        ~ra_tarde 22 ~ra_uma 17 ~ra_voces -17 ~re -34 ~re_o 30 ~re_para -33 ~ro_# -32 ~ro_. 61 ~ro_a -28 ~ro_ai -18
        ~ro_cancelar -18 ~ro_comprar -22 ~ro_da 30 ~ro_de -22 ~ro_devolver 16 ~ro_falar -30 ~ro_fazer 19
        ~ro_gente -45 ~ro_mais 63 ~ro_o 15 ~ro_outro 48 ~ro_que 21 ~ro_saber -35 ~ro_seus 50 ~ro_trocar 18
        ~ro_uma -32 ~ry 30 ~ry_address 30 ~sa 36 ~sa_. 18 ~sa_? -32 ~sa_a 28 ~sa_cobranca 20 ~sa_compra 16 ~sa_de -18
        ~sa_lista 19 ~sa_minha 24 ~sa_para -70 ~sa_quando 47 ~se 57 ~se_entregue 17 ~se_eu -55 ~se_mes 43 ~se_para 21
        ~se_robo -22 ~se_site -25 ~se_voces 22 ~so -39 ~so_. 73 ~so_a -43 ~so_cancelar 20 ~so_de -35 ~so_disso 16
        ~so_do 25 ~so_e 15 ~so_guardar -32 ~so_isso -22 ~so_levar -24 ~so_logo 23 ~so_que 59 ~so_recebo 27
        ~so_usar -17 ~ta 44 ~ta_# -60 ~ta_. 71 ~ta_? -43 ~ta_a -43 ~ta_aro -44 ~ta_atrasado -46 ~ta_com -47 ~ta_de 44
        ~ta_do 44 ~ta_meu 24 ~ta_minha 53 ~ta_no 33 ~ta_o 18 ~ta_os 25 ~ta_para -15 ~ta_parado 51 ~ta_por 21 ~te -89
        ~te_? -76 ~te_a 37 ~te_agora -22 ~te_antes 23 ~te_da -20 ~te_de -35 ~te_dia 25 ~te_e 43 ~te_humano -20
        ~te_no -44 ~te_o 31 ~te_para -34 ~te_por -18 ~te_quando -27 ~te_sabado 34 ~te_segunda 16 ~te_sexta 20 ~th 24
        ~ti 26 ~ti_da 16 ~to -35 ~to_. -23 ~to_? -32 ~to_caiu 31 ~to_com 42 ~to_custa -36 ~to_da -16 ~to_de 42
        ~to_errado 17 ~to_excelente -15 ~to_feliz 28 ~to_na 52 ~to_o 21 ~to_por 23 ~to_que 22 ~to_satisfeita -16
        ~to_tempo -43 ~to_venceu 19 ~ua 42 ~ua_. 44 ~ue 36 ~ue_. -15 ~ue_a 22 ~ue_alterar 18 ~ue_comprei 32
        ~ue_decepcao -24 ~ue_dia -44 ~ue_e 18 ~ue_enviem 16 ~ue_fiz 21 ~ue_foi 21 ~ue_horas -29 ~ue_mandem 16
        ~ue_na -38 ~ue_o 27 ~ue_preciso -25 ~ue_prometeram 37 ~ui 47 ~ui_cobrado -16 ~ui_em 16 ~ui_mais 29 ~ui_meu 16
        ~ul 22 ~ul_. -24 ~um -51 ~um_. -32 ~um_atendente -29 ~um_dia -15 ~um_dos 22 ~um_humano -17 ~um_novo 26
        ~um_presente -15 ~um_ser -18 ~um_so 16 ~um_tamanho 24 ~um_tenis -17 ~um_vendedor -36 ~us 19 ~us_dados 56
        ~us_ladroes -22 ~va 43 ~va_. -40 ~va_mais -30 ~va_meu 24 ~va_minha 53 ~ve 40 ~ve_. 40 ~ve_no -20 ~ve_o 25
        ~vo 17 ~xa_. 32 ~xa_no -22 ~xa_que -30 ~xa_so 23 ~xo -17 ~za_. -23 ~za_ai 18 ~za_entao -28 ~za_meu 19 ~zo -57
        ~zo_para -35
        """
}
