/// Written by `WishFitTests`.
extension WishModel {
    static let bias = -223
    static let table = """
        # 64 #_. 16 #_bloco 17 #_e 20 #_para -17 =# 64 =? -132 =a 24 =abre 18 =abrem -22 =ai 63 =ainda 18 =amei -28
        =an -20 =apaga 65 =app -22 =aqui -27 =aro -45 =as 17 =ativa 33 =aula -17 =azul 22 =b 17 =bando -26 =bloco 17
        =boa -20 =bora 18 =bota 26 =botei 20 =cade -37 =cafe -18 =can 39 =caro -21 =casa 39 =cep 20 =certo 72
        =chama -21 =chega -37 =cinza 17 =cnpj 30 =code 31 =com -48 =comeu -30 =como -66 =conta 20 =could 28 =cpf 21
        =creme -19 =cupom 19 =custa -42 =da 18 =dados 44 =das 35 =de -19 =dessa 29 =dia -28 =dias -35 =disso 20
        =dizer -21 =do 84 =dois 51 =dou -16 =duas 19 =e -40 =ele 23 =em -72 =email 43 =emite 54 =entao 53 =envia 57
        =envio 20 =essa 16 =esse 27 =faco -20 =falar -78 =favor 48 =fazem -49 =feita -32 =festa 27 =fica -20
        =fico -29 =ficou 62 =filho -20 =fim 35 =fiz 22 =foi -41 =fone 29 =forma 32 =foto -20 =frete 34 =fui -17 =g 28
        =gente -15 =gerar 30 =horas -35 =how -19 =ia 28 =if 35 =item -16 =ja -21 =junta 32 =k -16 =la 28 =lavar -19
        =levar -16 =ligar -20 =lista 40 =livro -40 =loja -32 =mae 24 =mais 51 =mal -37 =manda 65 =manha 20 =mas -35
        =me 27 =mesmo 32 =meu 107 =meus 50 =mi 42 =mil -16 =mim 99 =minha 63 =movel -23 =muda 71 =mudem 18 =muito -32
        =multa -28 =my 119 =nada -25 =nf 16 =no -15 =nome 32 =novo 54 =nunca -44 =o 35 =oi -23 =ok -23 =olhar 16
        =onde -58 =order 29 =os -22 =otimo 15 =ou -43 =outro 86 =paga -30 =pagar -20 =para -19 =parou 20 =peca -21
        =pedi 35 =pedir 70 =pela 16 =perdi -19 =plano 47 =pode 78 =podem 63 =poe 66 =por -25 =posso -57 =prazo -52
        =preco -66 =qr 31 =quais -23 =qual -96 =que 49 =quem -73 =quero 65 =robo -30 =rola 28 =rosa 26 =saber -73
        =sai -23 =sao -38 =senha 24 =sera 21 =serum -23 =serve -28 =site -32 =so -31 =sob -21 =sobre -21 =speak -24
        =super -34 =tarde 44 =taxa -15 =tchau -21 =tem -63 =tempo -39 =tenho -24 =teria 27 =the -21 =tinha 15
        =tira 44 =tirar -40 =tirem 18 =tres 25 =troca 70 =troco -27 =um 29 =uma 41 =vai -27 =vale -32 =valeu -27
        =vaso -33 =ve 35 =vejo -25 =vem -33 =vence -15 =ver -15 =verde 27 =via 21 =volta 22 =want 43 =you 63 ? -132
        ^_# 18 ^_a -116 ^_aceit -40 ^_aceita -29 ^_adici 24 ^_adiciona 24 ^_adore -18 ^_adorei -18 ^_agend 48
        ^_agenda 48 ^_ainda -27 ^_algue 15 ^_alguem 15 ^_amei -28 ^_apaga 65 ^_apagu 25 ^_apare -19 ^_apareceu -19
        ^_aplic 35 ^_aplica 35 ^_arrum 27 ^_arruma 27 ^_ate -69 ^_atend -30 ^_atendente -21 ^_atual 38 ^_atualiza 29
        ^_belez -31 ^_beleza -31 ^_boa -37 ^_bom -17 ^_bora 18 ^_cade -37 ^_can 39 ^_cance 86 ^_cancela 84
        ^_cancelar 26 ^_chama -21 ^_coloc 18 ^_coloca 18 ^_com 21 ^_como -109 ^_compr 17 ^_comprei 25 ^_confi 21
        ^_confirma 21 ^_conse 48 ^_consegue 48 ^_corri 36 ^_corrige 36 ^_could 28 ^_da -43 ^_de 22 ^_demor -17
        ^_depoi -20 ^_depois -20 ^_desfa 65 ^_desfaz 65 ^_devol 36 ^_devolvam 37 ^_em -18 ^_emite 54 ^_encer 31
        ^_encerra 31 ^_enten -20 ^_entendi -20 ^_entre -35 ^_entrega -21 ^_esque 30 ^_esqueci 30 ^_esse -40
        ^_estor 59 ^_estorno 40 ^_exclu 30 ^_exclui 30 ^_falto -40 ^_faltou -40 ^_faz 50 ^_fazem -32 ^_fecha 41
        ^_frete -27 ^_fui -17 ^_how -19 ^_human -33 ^_humano -33 ^_i 60 ^_inclu 35 ^_inclui 35 ^_isso -33 ^_ja -29
        ^_junta 42 ^_k -19 ^_liber 30 ^_libera 30 ^_manda 24 ^_mandaram -25 ^_mas -18 ^_me 35 ^_meu -78 ^_minha -33
        ^_muda 76 ^_muito -20 ^_ningu -32 ^_ninguem -32 ^_nota -32 ^_nunca -44 ^_o -117 ^_obrig -49 ^_obrigada -33
        ^_obrigado -15 ^_oi -23 ^_ok -23 ^_onde -62 ^_pago 17 ^_perdi -19 ^_pessi -16 ^_pode 126 ^_podem 43 ^_poe 60
        ^_por -15 ^_posso -43 ^_preci 44 ^_precisa -23 ^_preciso 65 ^_quais -23 ^_qual -90 ^_quand -62 ^_quando -62
        ^_quant -91 ^_quanto -66 ^_quantos -28 ^_que -144 ^_quem -69 ^_quero 65 ^_quier 18 ^_quiero 18 ^_receb -31
        ^_recebi -30 ^_reemb 19 ^_reembolso 19 ^_reenv 52 ^_reenvia 52 ^_refac 16 ^_refacam 16 ^_regis 41
        ^_registra 41 ^_remar 26 ^_reser 35 ^_reserva 35 ^_separ 19 ^_separa 19 ^_sera 21 ^_so -45 ^_solic 53
        ^_solicito 52 ^_suspe 42 ^_suspende 42 ^_tchau -21 ^_tem -39 ^_teria 27 ^_tira 26 ^_tirem 18 ^_troca 68
        ^_urgen 30 ^_urgente 30 ^_vai -17 ^_valeu -27 ^_veio -18 ^_vende -18 ^_voces -64 ^_vou 23 a 24 a_assin -21
        a_canet -17 a_colet 32 a_devol 37 a_entre 37 a_forma 32 a_loja -17 a_minha 31 a_nf 16 a_polit -20 a_retir 17
        abre 18 abrem -22 absur_. 34 acabo -17 aceit -51 acess 18 acess_. 18 acion 23 acion_a 23 acomp -32
        acomp_minha -20 acont -19 addre 15 adian 33 adici 24 adici_mais 24 adore -18 agend 36 agend_a 22 ai 63
        ai_. 26 ai_? -21 ainda 18 alcoo -15 algue -28 algue_da -15 algue_pode 24 amanh 71 amanh_. 53 amei -28
        amei_o -22 an -20 antes_que 25 antig 19 antig_. 22 apaga 65 apaga_minha 64 apagu 25 apare -30 apare_. -19
        apart 15 aplic 43 aplic_o 47 app -22 app_. -17 aqui -27 aqui_. -17 aro -45 aro_# -45 arrep -30 arrep_da -31
        arrum 67 as 17 as_forma -24 assin 31 assin_. 54 ate_eu 19 ate_quand -22 ate_que -21 ate_sabad 31 atend -115
        atend_. -27 atend_por -36 ativa 33 ativa_meu 33 atras -69 atual 24 aula -17 avisa -49 azul 22 azul_. -35 b 17
        b_. 17 bando -26 bando_de -26 belez -31 belez_. -21 bicic -46 bicic_aro -45 bloco 17 bloco_b 17 boa -20
        boa_. 22 boa_tarde -30 bolet 59 bolet_. -15 bolet_? 25 bolet_de 28 bolet_vence -16 bom_dia -17 bora 18
        bota 26 botei 20 brinq -26 busca 29 busca_o 18 cacho -52 cadas 74 cadas_. 42 cade -37 cade_meu -29 cafe -18
        caiu_. 25 cambi 26 camis 26 can 39 can_i -23 can_you 62 cance 167 cance_a 33 cance_meu -32 cance_o 43
        cance_tudo 33 canse 69 caro -21 carre -25 carta 53 carta_. 21 casa 39 casa_. 38 celul_? -21 cep 20 certi -31
        certi_. -29 certo 72 certo_. 23 chama 20 chama_a 20 chama_um -30 chang 15 chega -46 chega_. -18 chego -36
        cinza 17 cnpj 30 cnpj_. 38 code 31 code_do 31 codig 43 codig_de 38 colet 32 colet_do 23 com -48 com_a -18
        com_algue -22 com_minha -30 com_o 19 com_uma -22 comeu -30 comeu_a -30 como -66 como_acomp -19 como_faco -16
        como_funci -16 como_rastr -17 como_voces 70 compa 32 compl -33 compr_errad 39 compr_por 16 compr_que 17
        compr_um -25 condi 27 confe 18 conse 46 conse_alter 18 consi -50 conta 15 conta_. 25 conti 54 conve -38
        conve_com -38 cor_errad -22 corri 34 costu -20 could 28 cpf 21 creme -19 creme_pode -16 crian -23 cupom 19
        custa -42 da 18 da_casa 42 da_escol 29 da_lista 22 da_loja -28 da_nota 18 da_para -31 da_tarde 50 dados 44
        dados_. 34 das 35 de -19 de_# -23 de_amanh 56 de_despa 30 de_incom -20 de_infor -22 de_manda -25 de_manha 40
        de_me 34 de_novo 19 de_ontem 20 de_que -16 de_rastr 37 de_segun -18 de_troca 21 de_verda -32 de_voces 18
        decep -43 defei 22 defei_. 24 deixa_que -27 deixa_so 15 deliv 22 deliv_addre 33 demor -97 demor_. -25
        demor_? -21 dentr -21 depoi -43 depoi_de -24 depoi_que -18 desca 15 desco 33 desfa 70 despa 29 dessa 61
        dessa_lista 18 desti 51 devol 95 devol_. -22 devol_? -20 devol_meu 51 devol_o 80 dia -28 dia_# 30 dia_. -20
        dias -35 difer_do -32 dinhe 40 dinhe_. 24 diret -19 diret_com -19 disso 20 dizer -21 dizer_o -15 do 84
        do_desti 49 do_meu 29 do_produ 35 do_serum -16 dois 51 dois_dias -18 dois_pedid 40 dou -16 duas 19 duvid -51
        e -40 e_conti 25 e_deixa 15 e_eu 23 e_nada -19 e_ningu -15 e_um -22 efetu 45 efetu_a 45 ele 23 em -72
        em_casa -21 em_quant -31 em_que -16 email 55 email_. 39 embal -16 emite 46 emite_a 31 empre -17 encer 37
        encom 36 encom_? -17 ender 37 ender_. 16 ender_de 25 entao 53 entao_. 39 enten -73 enten_. -16 entre_. 37
        entre_atras -31 entre_no -26 entre_para 18 envia 33 envio 19 errad 15 errad_. 15 escol 30 esque 43
        esque_de 26 essa 16 esse 27 esse_creme -18 esse_mes 29 esta_atras -35 esta_parad 49 estor 120 estor_? 55
        estor_apare -19 estor_da 24 estou_a -20 estou_pensa -25 etiqu -18 etiqu_. -20 eu_cance -18 eu_receb 27
        eu_volta 19 exclu 39 exclu_meus 19 expir 23 expli -37 expli_como -20 expre 40 faco -20 falar -78
        falar_com -42 falta -23 falta_de -37 falto -40 falto_um -36 favor 48 favor_. 43 fazem -49 fecha_. -36
        feita -32 ferra -18 festa 27 festa_. 19 fica -20 fico -29 ficou 62 filho -24 fim 35 final -37 fisca 24
        fisca_. 16 fiz 22 foi -41 fone 29 foto -20 frete 40 frete_. 54 frete_da -19 fui -17 funci -24 g 28 g_. 32
        garan -21 gente -15 gente_. -25 gente_de -26 genti 23 gerar 30 geren -33 geren_. -31 goste -27 grati -21
        grava -41 guard 51 guard_o 19 horar -48 horas -35 horas_. -17 how -19 human -101 human_. -65 i_want 43 ia 28
        if 35 inclu 16 inclu_mais 33 inclu_no -18 incom 31 incom_. 31 infor 25 isso_. 53 isso_e -38 item -16
        item_do 17 item_no -24 ja -21 ja_faz -30 jardi -22 junta 43 junta_os 28 k -16 la 28 lavag -28 lavag_. -26
        lavar -19 levar -16 levar_para -22 liber 30 liber_meu 30 ligar -20 ligar_? -20 link_de 16 liqui 25 lista 40
        lista_de 38 livro -41 livro_e -21 loja -32 loja_. 17 mae 24 mae_. 40 mais 51 mais_. -24 mais_caro -16
        mais_compr -24 mais_um 33 mais_uma 28 mal -37 mal_. -17 manda 53 manda_outro 60 mande 29 manha 20 manha_. 17
        maqui -28 maqui_? -27 marav -16 marca_a 15 mas -35 me 27 me_arrep -30 me_desca 37 me_devol 18 me_dizer -17
        me_expli -24 me_falar -37 me_ligar -20 me_manda 34 me_passa -32 me_respo -18 me_tira 19 me_trans -38 me_ve 35
        medid -33 mensa_. 38 mensa_autom -26 mesmo 32 meu 107 meu_. 16 meu_? 31 meu_acess 18 meu_anive -47
        meu_bolet 19 meu_cacho -39 meu_cadas 31 meu_carta 16 meu_celul -23 meu_cpf 21 meu_dinhe 54 meu_email 19
        meu_filho -20 meu_nome 20 meu_pedid -67 meu_plano 28 meus 50 meus_dados 44 mi 42 mi_pedid 42 mil -16
        mil_. -16 mim 99 mim_. 43 mim_onde 17 minha 111 minha_assin 37 minha_compr 17 minha_conta 24 minha_entre 33
        minha_senha 26 model -31 motob 50 movel -23 movel_sob -21 muda 71 muda_a 25 mudem 18 mudem_o 17 muito -32
        multa -28 my 119 my_order 29 na_loja 37 na_maqui -18 na_nota 63 na_prime -31 nada -25 nada_do -28 nao_# 17
        nao_chego -23 nao_consi -42 nao_goste -15 nf 16 nf_. 16 ningu -26 ningu_me -18 no -15 no_cadas 31 no_cnpj 27
        no_ender 22 no_mesmo 31 no_meu 25 no_pedid 50 no_pix -19 no_proco -22 no_recla -35 nome 32 nome_do 50
        nota_# -37 nota_. 23 nota_? 25 nota_fisca 24 nota_mil -16 nota_no 27 novo 54 novo_? 18 novo_que 16 numer 64
        nunca -44 nunca_mais -24 o 35 o_# 34 o_bolet 15 o_brinq -23 o_cafe -15 o_cance 42 o_cep 22 o_certo 31
        o_clube -17 o_codig -23 o_ender 16 o_entre -16 o_envio 22 o_fone 41 o_frete -23 o_geren -33 o_horar -18
        o_livro -23 o_meu 47 o_motob 27 o_nome 17 o_numer 55 o_pagam 31 o_patin 17 o_plano 21 o_prazo -21 o_preco -66
        o_prese -21 o_produ -20 o_qr 31 o_que -24 o_reemb 28 o_respo -33 o_taman -21 o_tenis 16 obrig -51 obrig_. -19
        oi -23 oi_. -22 ok -23 ok_. -20 olhar 16 onde -58 onde_vejo -23 ontem_. -24 order 29 order_. 29 os -22
        os_dois 28 os_horar -18 otimo 15 ou -43 outra_pesso -16 outro 86 outro_? 28 paga -30 paga_o -19 pagam 40
        pagar -20 pagar_. -21 pague_. 24 para -19 para_algue -26 para_amanh 16 para_devol -19 para_eu 24 para_mim 98
        para_por -17 para_receb -16 para_troca -58 para_um -26 para_voces -21 parab -15 parad 49 parou 20
        parti_de -18 passa -17 passa_o -16 passa_para -23 passo 25 patin 17 pausa_minha 23 peca -21 peca_. -16
        pedi 35 pedi_o 42 pedid 76 pedid_# 23 pedid_. 59 pedid_? 19 pedid_esta -35 pedid_nao -38 pedid_para 36
        pedid_que 23 pedir 70 pedir_reemb 19 pela 16 peluc -20 pensa -25 pensa_em -25 perfu 17 perso -54 perso_. -33
        pessi -18 pesso -50 pesso_. -36 pix_para 18 plano 47 plant -46 pode 78 pode_adian 22 pode_cance 34
        pode_estor 74 pode_me -46 pode_passa -31 pode_usar -15 podem 63 podem_cance 18 poe 66 poe_o 19 polit -20
        polit_de -20 por -25 por_favor 43 posso -57 posso_troca -18 prazo -52 prazo_para -31 preci 33 preci_cance 27
        preci_de -29 preci_levar -22 preci_mudar 20 preci_pagar -17 preci_que 67 preco -66 preco_. -41 preco_da -19
        prese -40 prime -41 prime_lavag -26 proco -22 proco_. -22 prome 24 prova -32 provi 22 qr 31 qr_code 31
        quais -23 qual -96 qual_a -44 qual_o -56 quand -71 quand_. -19 quand_chega -26 quand_receb -17
        quand_voces -19 quant -105 quant_custa -37 quant_dias -21 quant_tempo -29 que 49 que_absur 23 que_compr 32
        que_da 17 que_devol 17 que_dia -42 que_esse 24 que_horas -33 que_preci -22 que_veio 17 que_voces 17 quebr -27
        quebr_. -20 queij -18 quem -73 quem_paga -24 quere 90 quere_cance 22 queri_pedir 33 queri_saber -28 quero 65
        quero_cance -30 quero_compr -23 quero_devol 17 quero_falar -26 quero_gente -49 quero_mais 52 quero_que 24
        quero_saber -25 quero_troca 24 quero_uma -33 quier 18 quint_. 20 rapid -21 rapid_. -21 rasga 16 rasga_. 16
        rastr_? 25 receb_. 21 receb_a -25 recla -26 recla_aqui -35 reemb 32 reemb_do 22 reenv 102 reenv_a 26
        reenv_o 76 refac 16 regis 41 regis_uma 41 remar 81 remar_a 55 remov 30 reser 22 resol -45 resol_. -22
        respo -70 respo_. -16 respo_ha -18 respo_por -32 retir 22 retir_. -29 retir_na 38 retir_para 17 revis -17
        robo -30 robo_. -29 rola 28 rola_de 28 rosa 26 rua_das 15 sabad 59 sabad_? 24 saber -73 saber_o -36
        sabor_do 24 sai -23 sai_para -17 sao -38 se_a 22 se_eu -44 se_ferra -17 se_voces 25 segun 34 segun_? 29
        segun_a -20 segun_via 21 segur -18 seman -26 senha 24 senha_. 27 separ 20 separ_um 19 ser_human -18 sera 21
        sera_que 21 serum -23 serve -28 serve_no -19 sexta_. 23 site -32 so -31 so_. 20 so_o 15 sob -21 sobre 19
        solic 85 solic_a 24 solic_o 46 speak -24 speak_estou -24 super -34 super_rapid -21 supor -20 supor_human -20
        suspe 78 suspe_a 36 suspe_o 34 taman_errad -22 tambe -21 tarde 44 tarde_. 20 taxa -15 tchau -21 tchau_. -21
        tem -63 tem_? -19 tem_como 63 tem_garan -18 tempo -39 tenho -24 tenis_. 21 teria 27 teria_como 19 the -21
        tinha 15 tira 44 tira_a 22 tirar -40 tirar_uma -41 tirem 18 traba 18 trans -17 trans_para -42 tres 25
        troca 44 troca_. -28 troca_? -43 troca_do 34 troca_o 26 troca_para 61 troca_pelo 37 troca_pode -17 troco -27
        troco_o -27 troqu -25 um 29 um_atend -18 um_carta 25 um_novo 23 um_ser -18 um_tenis -17 um_vende -46 uma 41
        uma_bicic -45 uma_duvid -41 uma_g 17 uma_pesso -27 uma_recla 41 unida 40 urgen 45 urgen_. 30 vai -27
        vai_se -17 vale -32 valeu -27 valeu_. -27 valid -16 valor -16 valor_do -17 vaso -33 ve 35 ve_o 23
        veio_falta 24 veio_rasga 16 veio_tudo -28 vejo -25 vem -33 vem_. 19 vem_na -25 vence -20 vence_? -17 venci 29
        vende -82 vende_. -17 venha 42 ver -15 verda -32 verda_. -32 verde 27 vesti_. -17 vezes_. -33 vezes_e 25
        vezes_no 16 via 21 viaja 43 viaja_. 42 voces_. -55 voces_abrem -19 voces_cance 21 voces_conse 23 voces_e -25
        voces_fazem -15 voces_manda 39 voces_podem 21 voces_sao -31 volta 60 volta_. 47 volta_? -19 vou_quere 46
        vou_viaja 43 want 43 want_estou -20 you 63 ~#_. 16 ~#_bloco 17 ~#_e 20 ~#_para -17 ~a_assinatura -21
        ~a_caneta -17 ~a_coleta 32 ~a_devolucao 37 ~a_entrega 37 ~a_forma 32 ~a_loja -17 ~a_minha 31 ~a_nf 16
        ~a_politica -20 ~a_retirada 17 ~ae_. 40 ~ai_. 26 ~ai_? -23 ~ai_para -17 ~ai_se -17 ~ak -24 ~ak_estou -24
        ~al -92 ~al_? -15 ~al_a -44 ~al_o -56 ~am -95 ~am_meu -19 ~am_no 35 ~am_o -27 ~an_? 32 ~an_i -23 ~an_you 62
        ~ao 23 ~ao_# 17 ~ao_. 64 ~ao_? -22 ~ao_chegou -23 ~ao_consigo -42 ~ao_de 18 ~ao_foi -17 ~ao_gostei -15
        ~ao_me 31 ~ar 89 ~ar_. 20 ~ar_? 23 ~ar_com -90 ~ar_direto -19 ~ar_em -25 ~ar_essa 24 ~ar_meu 63 ~ar_minha 19
        ~ar_no -53 ~ar_o 71 ~ar_para -34 ~ar_pelo 31 ~ar_por -22 ~ar_um -29 ~ar_uma -41 ~as_. -34 ~as_da 35 ~as_e -34
        ~as_formas -24 ~au -22 ~au_. -22 ~az 65 ~b_. 17 ~be -18 ~bi -30 ~bi_a -18 ~bo -32 ~ca_. -31 ~ca_? -21
        ~ca_como -20 ~ca_mais -25 ~ca_minha 22 ~ca_nao -18 ~ca_o 42 ~ca_para 56 ~ca_pode -19 ~ce -18 ~ci 53 ~ci_. 19
        ~ci_de 26 ~ck 61 ~co -72 ~co_a -21 ~co_b 17 ~co_da -29 ~co_de 33 ~co_no 16 ~co_o -45 ~co_para -44 ~da_. -58
        ~da_a 42 ~da_casa 42 ~da_da -24 ~da_escola 29 ~da_lista 22 ~da_loja -28 ~da_na 55 ~da_nota 18 ~da_o 28
        ~da_para 27 ~da_pode -35 ~da_tarde 50 ~da_um 46 ~da_via 21 ~de_# -23 ~de_. -20 ~de_adiantar 25 ~de_amanha 56
        ~de_boa 24 ~de_cancelar 40 ~de_despachar 30 ~de_e 23 ~de_estornar 74 ~de_ha -18 ~de_lavar -19 ~de_mandar -32
        ~de_manha 40 ~de_meu -29 ~de_novo 19 ~de_o 27 ~de_ontem 20 ~de_pagar -16 ~de_passar -31 ~de_que -16
        ~de_rastreio 38 ~de_reembolso -20 ~de_segunda -18 ~de_vejo -23 ~de_verdade -32 ~de_voces 18 ~di -41 ~di_. -18
        ~di_da -31 ~di_o 42 ~do_# 23 ~do_. -20 ~do_? 20 ~do_as 15 ~do_chega -19 ~do_da 29 ~do_de -23
        ~do_destinatario 49 ~do_e 16 ~do_em 23 ~do_esta -35 ~do_eu 27 ~do_meu 19 ~do_nao -27 ~do_no 18 ~do_para 36
        ~do_produto 35 ~do_que 33 ~do_recebo -17 ~do_serum -16 ~do_voces -19 ~e_continua 25 ~e_deixa 15 ~e_eu 23
        ~e_nada -19 ~e_ninguem -15 ~e_um -22 ~ei 61 ~ei_. 30 ~ei_de 22 ~ei_demais 16 ~ei_e -22 ~ei_errado 58
        ~ei_o -55 ~el_por -32 ~el_sob -21 ~em 138 ~em_. 66 ~em_? -48 ~em_a 80 ~em_casa -21 ~em_como 63 ~em_da -19
        ~em_de -23 ~em_do 17 ~em_e -18 ~em_em -15 ~em_entrega -17 ~em_garantia -18 ~em_me -73 ~em_meu 26 ~em_na -30
        ~em_ninguem 35 ~em_no -39 ~em_o 27 ~em_outro 50 ~em_paga -24 ~em_para 17 ~em_pode 24 ~em_por 44 ~em_quando 20
        ~em_quantas -15 ~em_que -38 ~em_uma 29 ~er -21 ~er_. -17 ~er_? -37 ~er_a 24 ~er_as -25 ~er_cancelar 22
        ~er_com 43 ~er_humano -18 ~er_os -24 ~er_rapida -21 ~er_se -18 ~es 27 ~es_. -37 ~es_? 25 ~es_abrem -19
        ~es_conseguem 26 ~es_do -36 ~es_fazem -15 ~es_mandarem 42 ~es_no 16 ~es_podem 21 ~es_que 33 ~es_sao -32
        ~eu -76 ~eu_. -18 ~eu_? 22 ~eu_a -30 ~eu_acesso 18 ~eu_aniversario -47 ~eu_boleto 19 ~eu_cachorro -39
        ~eu_cadastro 31 ~eu_cancelar -18 ~eu_cartao 16 ~eu_celular -23 ~eu_cpf 21 ~eu_dinheiro 54 ~eu_email 19
        ~eu_filho -20 ~eu_nome 20 ~eu_pedido -67 ~eu_plano 28 ~eu_recebo 27 ~eu_voltar 19 ~ex 23 ~ex_? 23 ~fe -24
        ~g_. 32 ~ga 48 ~ga_. 37 ~ga_atrasou -31 ~ga_no -19 ~ga_o -20 ~ga_para 36 ~ge 46 ~go_. 17 ~go_? -23 ~go_a 23
        ~go_de 30 ~ha 64 ~ha_. 58 ~ha_assinatura 37 ~ha_compra 17 ~ha_conta 24 ~ha_entrega 33 ~ha_para 28
        ~ha_senha 26 ~ho_. 35 ~ho_errado -22 ~i_want 43 ~ia 88 ~ia_# 34 ~ia_. -29 ~ia_? -31 ~ia_a 49 ~ia_como 18
        ~ia_o 25 ~ia_pedir 33 ~ia_que 15 ~ia_saber -28 ~ia_so -17 ~ia_tem -16 ~il 38 ~im -20 ~im_. 34 ~im_onde 17
        ~io 28 ~io_faltando 24 ~io_tudo -28 ~ir 53 ~ir_de -18 ~ir_para 24 ~ir_reembolso 19 ~is 17 ~is_? -17
        ~is_caro -16 ~is_compro -24 ~is_de -36 ~is_dias -18 ~is_pedidos 40 ~is_que -18 ~is_um 33 ~is_uma 28 ~iu_. 28
        ~ix_para 18 ~iz 37 ~ja -31 ~ja_. 17 ~ja_faz -30 ~la 49 ~la_. -37 ~la_? -25 ~la_de 60 ~la_tudo 33 ~ld 28
        ~le -22 ~lo -17 ~ma 34 ~ma_a 20 ~ma_ai 20 ~ma_bicicleta -45 ~ma_de 26 ~ma_duvida -41 ~ma_g 17 ~ma_pessoa -27
        ~ma_reclamacao 41 ~ma_um -30 ~me 44 ~me_aqui -35 ~me_arrependi -29 ~me_descadastra 26 ~me_dizer -17 ~me_do 48
        ~me_envia 25 ~me_explica -20 ~me_falar -37 ~me_ligar -20 ~me_mandar 34 ~me_no 19 ~me_passa -32 ~me_pode -16
        ~me_responde -18 ~me_tira 19 ~me_transfere -23 ~me_transferir -16 ~me_ve 35 ~mi_pedido 42 ~mo -44
        ~mo_acompanho -19 ~mo_faco -16 ~mo_funciona -16 ~mo_rastreio -16 ~mo_voces 70 ~my_order 29 ~na -67 ~na_. -39
        ~na_? -26 ~na_loja 37 ~na_mais 24 ~na_maquina -18 ~na_nota 63 ~na_primeira -31 ~nd 94 ~ne 45 ~ne_. 38
        ~nf_. 16 ~nk_de 16 ~no -38 ~no_. -37 ~no_cadastro 31 ~no_cnpj 27 ~no_da 22 ~no_endereco 22 ~no_mesmo 31
        ~no_meu 25 ~no_pedido 50 ~no_pix -19 ~no_por 27 ~no_procon -22 ~no_reclame -35 ~nt 28 ~nt_estou -20 ~o_# 34
        ~o_boleto 15 ~o_brinquedo -23 ~o_cafe -15 ~o_cancelamento 42 ~o_cep 22 ~o_certo 31 ~o_clube -17 ~o_codigo -23
        ~o_endereco 16 ~o_entregador -16 ~o_envio 22 ~o_fone 41 ~o_frete -23 ~o_gerente -33 ~o_horario -18
        ~o_livro -23 ~o_meu 47 ~o_motoboy 27 ~o_nome 17 ~o_numero 55 ~o_pagamento 31 ~o_patinete 17 ~o_plano 21
        ~o_prazo -21 ~o_preco -66 ~o_presente -21 ~o_produto -20 ~o_qr 31 ~o_que -24 ~o_reembolso 28
        ~o_responsavel -33 ~o_tamanho -21 ~o_tenis 16 ~oa -56 ~oa_. -21 ~oa_tarde -30 ~oe_o 19 ~oi_. -20 ~ok -21
        ~ok_. -20 ~ol -16 ~om 42 ~om_a -18 ~om_alguem -22 ~om_dia -17 ~om_minha -30 ~om_uma -22 ~on -35 ~on_. -31
        ~or_. 46 ~or_? -21 ~or_errada -22 ~or_favor 43 ~or_por -28 ~os -25 ~os_. 37 ~os_da 19 ~os_de -33 ~os_dias -21
        ~os_dois 28 ~os_horarios -18 ~ou -58 ~ou_. 26 ~ou_a -28 ~ou_change 33 ~ou_de -29 ~ou_do 19 ~ou_na -27
        ~ou_pensando -25 ~ou_querer 46 ~ou_so -24 ~ou_um -36 ~ou_viajar 43 ~oy 50 ~pe -18 ~pe_. -18 ~pj 30 ~pj_. 38
        ~po -19 ~po_. 23 ~pp_. -17 ~qr_code 31 ~ra 66 ~ra_. 20 ~ra_? -43 ~ra_a 18 ~ra_ai 42 ~ra_alguem -26
        ~ra_amanha 16 ~ra_da 17 ~ra_dessa 18 ~ra_devolver -19 ~ra_eu 24 ~ra_lavagem -26 ~ra_meu 58 ~ra_mim 98
        ~ra_pessoa -18 ~ra_por -17 ~ra_que 61 ~ra_receber -16 ~ra_retirada 42 ~ra_retirar -32 ~ra_trocar -52
        ~ra_uma 35 ~ra_voces -21 ~re -29 ~re_o 38 ~re_para -31 ~ro 53 ~ro_# -31 ~ro_? 21 ~ro_cancelar -20
        ~ro_comprar -23 ~ro_da 39 ~ro_devolver 17 ~ro_e -27 ~ro_falar -27 ~ro_gente -49 ~ro_mais 52 ~ro_saber -25
        ~ro_trocar 24 ~ro_uma -33 ~ry 33 ~ry_address 33 ~sa_. -22 ~sa_? -20 ~sa_lista 18 ~sa_o -34 ~sa_para -45
        ~se 53 ~se_a 22 ~se_creme -18 ~se_eu -44 ~se_ferrar -17 ~se_mes 39 ~se_para 24 ~se_site -23 ~se_voces 25
        ~so -37 ~so_. 80 ~so_cancelar 19 ~so_de -39 ~so_do 26 ~so_levar -30 ~so_mudar 19 ~so_por 20 ~so_que 27 ~ta 54
        ~ta_# -37 ~ta_. 101 ~ta_? -61 ~ta_aro -45 ~ta_atrasado -35 ~ta_com -34 ~ta_de 23 ~ta_do 28 ~ta_fiscal 24
        ~ta_meu 17 ~ta_mil -16 ~ta_minha 24 ~ta_no 40 ~ta_o 27 ~ta_os 28 ~ta_para -16 ~ta_parado 49 ~ta_que -19
        ~te -106 ~te_. -34 ~te_? -40 ~te_a 30 ~te_da -22 ~te_de -44 ~te_eu 17 ~te_humano -20 ~te_mais -30 ~te_no -40
        ~te_para -18 ~te_quando -22 ~te_sabado 31 ~to -44 ~to_. -43 ~to_? -21 ~to_a 24 ~to_com 26 ~to_custa -37
        ~to_na 32 ~to_o 23 ~to_que 24 ~to_tempo -29 ~ua 46 ~ua_. 30 ~ua_das 15 ~ue_absurdo 23 ~ue_alterar 18
        ~ue_comprei 33 ~ue_da 17 ~ue_dia -42 ~ue_esse 24 ~ue_horas -33 ~ue_preciso -22 ~ue_veio 18 ~ue_voces 17
        ~ui 23 ~ui_. -17 ~ui_mais 33 ~ul 22 ~ul_. -35 ~um -62 ~um_. -39 ~um_atendente -18 ~um_cartaozinho 25
        ~um_novo 23 ~um_ser -18 ~um_tenis -17 ~um_vendedor -46 ~us_dados 44 ~va 40 ~va_. -33 ~va_meu 33 ~va_minha 18
        ~ve 46 ~ve_. 52 ~ve_no -19 ~ve_o 41 ~vo 43 ~vo_que 16 ~xa -18 ~xa_. 23 ~xa_que -27 ~xa_so 19 ~za_. -25
        ~zo -52 ~zo_para -31
        """
}
