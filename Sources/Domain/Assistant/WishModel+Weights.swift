/// Written by `WishFitTests`.
extension WishModel {
    static let bias = -223
    static let table = """
        # 65 #_. 17 #_bloco 21 #_e 20 #_para -18 =# 65 =? -132 =abre 19 =abrem -22 =ai 65 =ainda 22 =amei -27 =an -20
        =apaga 68 =app -21 =aqui -29 =aro -46 =as 18 =ativa 31 =aula -19 =azul 20 =b 21 =bando -26 =bloco 21 =boa -21
        =bora 16 =bota 25 =botei 21 =cade -37 =cafe -19 =can 39 =caro -21 =casa 44 =cep 20 =certo 73 =chama -20
        =chega -38 =cinza 17 =cnpj 31 =code 30 =com -56 =comeu -28 =como -62 =could 31 =cpf 21 =creme -19 =cupom 19
        =custa -43 =dados 42 =das 36 =de -18 =dessa 28 =dia -27 =dias -35 =disso 21 =dizer -20 =do 87 =dois 51
        =dou -17 =duas 19 =e -38 =ele 24 =em -70 =email 31 =emite 55 =entao 51 =envia 59 =envio 18 =esse 25
        =estou -16 =faco -21 =falar -76 =favor 48 =fazem -51 =feita -32 =festa 27 =fica -22 =fico -30 =ficou 64
        =filho -20 =fim 35 =fiz 21 =foi -39 =fone 27 =forma 33 =foto -19 =frete 34 =fui -18 =g 28 =gera 15 =gerar 30
        =horas -34 =how -19 =ia 27 =iam 15 =if 35 =item -16 =ja -20 =junta 32 =k -16 =la 28 =lavar -18 =levar -16
        =ligar -20 =lista 38 =livro -37 =loja -30 =mae 26 =mais 56 =mal -38 =manda 67 =manha 24 =mas -28 =me 29
        =mesmo 32 =meu 108 =meus 49 =mi 43 =mil -17 =mim 97 =minha 53 =movel -24 =muda 72 =mudem 18 =muito -31
        =multa -30 =my 120 =nada -28 =nf 18 =nome 34 =novo 56 =nunca -44 =o 32 =oi -22 =ok -22 =olhar 15 =onde -58
        =order 28 =os -23 =otimo 16 =ou -41 =outro 85 =paga -30 =pagar -21 =para -21 =parou 20 =peca -21 =pedi 39
        =pedir 69 =pelo -15 =perdi -48 =plano 44 =pode 75 =podem 63 =poe 70 =por -26 =posso -56 =prazo -52 =preco -66
        =qr 30 =quais -23 =qual -94 =que 46 =quem -73 =quero 71 =robo -29 =rola 28 =rosa 25 =saber -73 =sai -22
        =sao -39 =senha -36 =sera 20 =serum -23 =serve -28 =site -32 =so -29 =sob -22 =sobre -20 =speak -24
        =super -34 =tarde 45 =taxa -16 =tchau -21 =tem -63 =tempo -38 =tenho -23 =teria 27 =the -22 =tira 48
        =tirar -39 =tirem 18 =tres 24 =troca 70 =troco -28 =um 27 =uma 40 =vai -26 =vale -30 =valeu -27 =vaso -32
        =ve 36 =vejo -24 =vem -31 =vence -15 =verde 29 =via 22 =volta 20 =want 47 =you 64 ? -132 ^_# 19 ^_a -104
        ^_aceit -41 ^_aceita -31 ^_adici 23 ^_adiciona 23 ^_adore -16 ^_adorei -16 ^_agend 49 ^_agenda 49 ^_ainda -28
        ^_amei -27 ^_apaga 68 ^_apagu 26 ^_aplic 41 ^_aplica 41 ^_arrum 28 ^_arruma 28 ^_ate -70 ^_atend -30
        ^_atendente -22 ^_atual 37 ^_atualiza 30 ^_belez -32 ^_beleza -32 ^_boa -37 ^_bom -16 ^_bora 16 ^_cade -37
        ^_can 39 ^_cance 84 ^_cancela 83 ^_cancelar 26 ^_chama -20 ^_coloc 18 ^_coloca 18 ^_com 24 ^_como -109
        ^_compr 20 ^_comprei 29 ^_confi 21 ^_confirma 21 ^_conse 47 ^_consegue 47 ^_conta 17 ^_corri 36 ^_corrige 36
        ^_could 31 ^_da -34 ^_de 23 ^_demor -17 ^_depoi -21 ^_depois -21 ^_desfa 65 ^_desfaz 65 ^_desis 16
        ^_desisti 16 ^_devol 39 ^_devolvam 37 ^_emite 55 ^_encer 38 ^_encerra 38 ^_enten -18 ^_entendi -18
        ^_entre -37 ^_entrega -23 ^_esque -32 ^_esqueci -32 ^_esse -40 ^_estor 56 ^_estorno 39 ^_exclu 40 ^_exclui 40
        ^_falto -40 ^_faltou -40 ^_faz 50 ^_fazem -34 ^_fecha 40 ^_frete -25 ^_fui -18 ^_gera 15 ^_how -19
        ^_human -34 ^_humano -34 ^_i 63 ^_inclu 34 ^_inclui 34 ^_isso -33 ^_ja -28 ^_junta 41 ^_k -18 ^_liber 32
        ^_libera 32 ^_manda 27 ^_mandaram -24 ^_me 32 ^_meu -78 ^_minha -34 ^_muda 75 ^_muito -20 ^_nao -25 ^_nem 17
        ^_ningu -31 ^_ninguem -31 ^_nota -34 ^_nunca -44 ^_o -114 ^_obrig -49 ^_obrigada -34 ^_oi -22 ^_ok -22
        ^_onde -62 ^_ontem 15 ^_pago 18 ^_parab -15 ^_parabens -15 ^_perdi -48 ^_pessi -17 ^_pode 127 ^_podem 42
        ^_poe 65 ^_posso -42 ^_preci 44 ^_precisa -27 ^_preciso 70 ^_quais -23 ^_qual -89 ^_quand -60 ^_quando -60
        ^_quant -91 ^_quanto -66 ^_quantos -28 ^_que -144 ^_quem -70 ^_quero 68 ^_quier 19 ^_quiero 19 ^_receb -31
        ^_recebi -30 ^_reemb 19 ^_reembolso 19 ^_reenv 54 ^_reenvia 54 ^_refac 16 ^_refacam 16 ^_regis 40
        ^_registra 40 ^_remar 26 ^_reser 34 ^_reserva 34 ^_separ 20 ^_separa 20 ^_sera 20 ^_so -44 ^_solic 54
        ^_solicito 53 ^_suspe 42 ^_suspende 42 ^_tchau -21 ^_tem -36 ^_teria 27 ^_tira 31 ^_tirem 18 ^_troca 66
        ^_tudo 16 ^_urgen 30 ^_urgente 30 ^_vai -17 ^_valeu -27 ^_veio -17 ^_vende -20 ^_voces -65 ^_vou 23
        a_assin -20 a_canet -15 a_colet 33 a_devol 39 a_entre 41 a_forma 33 a_minha -43 a_nf 18 a_polit -19
        a_retir 18 a_senha -54 abre 19 abrem -22 absur_. 33 acabo -18 aceit -53 acess_. 22 acion 23 acion_a 23
        acomp -35 acomp_minha -22 acont -19 adian 37 adici 23 adici_mais 23 adore -16 agend 36 agend_a 24 ai 65
        ai_. 26 ai_? -23 ainda 22 alcoo -16 algue -29 algue_pode 24 amanh 71 amanh_. 56 amei -27 amei_o -22 an -20
        antes_que 26 antig 18 antig_. 20 apaga 68 apaga_minha 67 apagu 26 apare -26 apart 19 aplic 49 aplic_o 53
        app -21 app_. -17 aqui -29 aqui_. -18 aro -46 aro_# -46 arrep -27 arrep_da -28 arrum 69 as 18 as_forma -25
        assin 28 assin_. 54 assin_? -16 ate_eu 19 ate_quand -23 ate_que -21 ate_sabad 33 atend -116 atend_. -27
        atend_por -36 ativa 31 ativa_meu 31 atras -69 atual 24 atual_ai 16 aula -19 avisa -50 azul 20 azul_. -35 b 21
        b_. 21 bando -26 bando_de -26 belez -32 belez_. -22 bicic -46 bicic_aro -46 bloco 21 bloco_b 21 boa -21
        boa_. 22 boa_tarde -31 bolet 59 bolet_. -16 bolet_? 27 bolet_de 27 bolet_vence -16 bom_dia -16 bora 16
        bota 25 botei 21 brinq -25 busca 28 busca_o 18 cacho -50 cadas 75 cadas_. 41 cade -37 cade_meu -29 cafe -19
        caiu_. 26 cambi 26 camis 25 can 39 can_i -24 can_you 63 cance 170 cance_a 47 cance_meu -34 cance_o 40
        cance_tudo 30 canse 68 caro -21 carre -25 carta 52 carta_. 20 casa 44 casa_. 40 celul_? -21 cep 20 certi -30
        certi_. -28 certo 73 certo_. 24 chama 21 chama_a 22 chama_um -30 chega -47 chega_. -17 chego -33 cinza 17
        cnpj 31 cnpj_. 39 code 30 code_do 30 codig 50 codig_de 35 colet 33 colet_do 24 com -56 com_algue -21
        com_minha -30 com_o 20 com_que -30 com_uma -21 comeu -28 comeu_a -28 como -62 como_acomp -21 como_faco -16
        como_funci -16 como_rastr -17 como_voces 79 compa 34 compl -32 compr_. -25 compr_? 19 compr_errad 38
        compr_por 17 compr_que 17 compr_um -25 condi 26 confe 19 conse 43 conse_alter 19 consi -44 conti 56 conve -38
        conve_com -38 cor_errad -21 corri 35 costu -19 could 31 cpf 21 creme -19 creme_pode -16 crian -24 cupom 19
        cupom_que 23 custa -43 da_casa 42 da_escol 31 da_lista 22 da_loja -25 da_minha -26 da_nota 21 da_para -28
        da_tarde 51 dados 42 dados_. 35 das 36 de -18 de_# -23 de_amanh 55 de_despa 29 de_incom -21 de_infor -24
        de_manda -24 de_manha 39 de_me 33 de_novo 19 de_ontem 19 de_rastr 34 de_segun -18 de_troca 21 de_verda -34
        de_voces 17 decep -41 defei 22 defei_. 24 deixa_que -27 deliv 21 deliv_addre 33 demor -100 demor_. -26
        demor_? -23 dentr -21 depoi -46 depoi_de -25 depoi_que -20 desca 16 desco 39 desfa 70 desis 15 despa 28
        dessa 59 dessa_lista 17 desti 50 devol 99 devol_. -22 devol_? -21 devol_meu 51 devol_o 86 dia -27 dia_# 29
        dia_. -20 dias -35 difer_do -32 dinhe 43 dinhe_. 24 diret -18 diret_com -18 disso 21 dizer -20 dizer_o -15
        do 87 do_desti 47 do_meu 33 do_produ 35 do_serum -16 dois 51 dois_dias -18 dois_pedid 40 dou -17 duas 19
        duvid -50 e -38 e_conti 27 e_eu 24 e_nada -22 e_ningu -15 e_um -24 efetu 46 efetu_a 46 ele 24 em -70
        em_casa -20 em_quant -32 em_que -17 email 44 email_. 47 embal -16 emite 45 emite_a 31 encer 45 encom 35
        encom_? -17 ender 40 ender_. 22 ender_de 25 entao 51 entao_. 39 enten -70 entre_. 35 entre_atras -31
        entre_no -27 entre_para 23 entre_super -16 envia 35 envio 18 errad 17 errad_. 17 escol 31 esque_de 47 esse 25
        esse_creme -18 esse_mes 30 esta_atras -35 esta_parad 49 estor 122 estor_? 55 estor_da 23 estou_a -19
        estou_e 15 estou_pensa -26 eu_cance -19 eu_pagar 16 eu_receb 27 eu_volta 19 exclu 50 exclu_meus 17 expir 22
        expli -39 expli_como -21 expre 40 faco -21 falar -76 falar_com -40 falta -24 falta_de -39 falto -40
        falto_um -35 favor 48 favor_. 43 fazem -51 fazer_a 15 fecha_. -37 feita -32 ferra -18 festa 27 festa_. 19
        fica -22 fico -30 ficou 64 filho -24 fim 35 final -31 fisca 25 fisca_. 16 fiz 21 foi -39 fone 27 foto -19
        frete 41 frete_. 54 frete_da -19 fui -18 funci -23 g 28 g_. 33 garan -18 gente_. -25 gente_de -27 genti 25
        gera 15 gera_outro 15 gerar 30 geren -33 geren_. -31 goste -25 grati -20 grava -42 guard 50 guard_o 20
        horar -48 horas -34 horas_. -16 how -19 human -100 human_. -64 i_want 47 ia 27 iam 15 iam_manda 15 if 35
        inclu_mais 31 inclu_no -18 incom 30 incom_. 30 infor 22 isso_. 52 isso_e -38 item -16 item_do 17 item_no -23
        ja -20 ja_conse -15 ja_faz -31 jardi -22 junta 42 junta_os 28 k -16 la 28 lavag -28 lavag_. -26 lavar -18
        levar -16 levar_para -22 liber 32 liber_meu 32 ligar -20 ligar_? -20 link_de 17 liqui 25 lista 38 lista_de 36
        livro -38 livro_e -18 loja -30 loja_. 18 mae 26 mae_. 42 mais 56 mais_. -25 mais_caro -16 mais_compr -24
        mais_um 31 mais_uma 27 mal -38 mal_. -18 manda 51 manda_outro 59 mande 34 manha 24 manha_. 16 maqui -29
        maqui_? -29 mas -28 me 29 me_arrep -27 me_desca 38 me_devol 17 me_dizer -17 me_expli -25 me_falar -38
        me_ligar -20 me_manda 34 me_passa -32 me_respo -18 me_tira 18 me_trans -39 me_ve 35 medid -33 mensa_. 38
        mensa_autom -27 mesmo 32 meu 108 meu_? 28 meu_acess 22 meu_anive -48 meu_bolet 18 meu_cacho -37 meu_cadas 30
        meu_carta 16 meu_celul -23 meu_cpf 21 meu_dinhe 54 meu_email 22 meu_filho -20 meu_nome 20 meu_para 21
        meu_pedid -68 meu_plano 25 meus 49 meus_dados 42 mi 43 mi_pedid 43 mil -17 mil_. -17 mim 97 mim_. 42
        mim_onde 17 minha 100 minha_assin 38 minha_compr 30 minha_entre 36 minha_senha 18 model -30 motob 51
        movel -24 movel_sob -22 muda 72 muda_a 27 mudem 18 mudem_o 17 muito -31 multa -30 multa_? -16 my 120
        my_order 28 na_loja 35 na_maqui -18 na_nota 61 na_prime -30 nada -28 nada_do -30 nao_# 17 nao_chego -21
        nao_consi -33 nf 18 nf_. 18 ningu -25 ningu_me -18 no_cadas 31 no_cnpj 28 no_ender 27 no_lugar 15 no_mesmo 33
        no_meu 23 no_pedid 48 no_pix -16 no_proco -22 no_recla -36 nome 34 nome_do 49 nota_# -41 nota_. 24 nota_? 22
        nota_fisca 25 nota_mil -17 nota_no 28 novo 56 novo_? 18 novo_que 17 numer 64 nunca -44 nunca_mais -24 o 32
        o_# 37 o_bolet 15 o_brinq -22 o_cafe -15 o_cance 44 o_cep 23 o_certo 32 o_clube -17 o_cnpj 17 o_codig -23
        o_cupom 16 o_email 18 o_envio 21 o_fone 40 o_frete -23 o_geren -33 o_horar -18 o_livro -20 o_meu 51
        o_motob 27 o_numer 55 o_pagam 31 o_patin 19 o_plano 22 o_prazo -22 o_preco -66 o_prese -22 o_produ -19
        o_qr 30 o_que -21 o_reemb 28 o_respo -33 o_taman -20 o_tecid -15 o_tenis 16 obrig -52 obrig_. -19 oi -22
        oi_. -20 ok -22 ok_. -20 olhar 15 onde -58 onde_vejo -23 ontem_. -23 order 28 order_. 28 os -23 os_dois 27
        os_horar -18 otimo 16 ou -41 outra_pesso -16 outro 85 outro_? 29 outro_bolet 15 paga -30 paga_o -19 pagam 40
        pagar -21 pagar_. -24 pague_. 27 para -21 para_algue -27 para_amanh 17 para_devol -19 para_eu 25 para_mim 97
        para_mudar -16 para_por -18 para_receb -17 para_sexta 15 para_troca -58 para_um -27 para_voces -22 parab -15
        parad 49 parou 20 parti_de -17 passa -16 passa_o -15 passa_para -23 passo 26 patin 19 pausa_minha 23 peca -21
        peca_. -16 pedi 39 pedi_o 46 pedid 75 pedid_# 23 pedid_. 54 pedid_? 25 pedid_esta -35 pedid_nao -36
        pedid_para 35 pedid_que 21 pedir 69 pedir_reemb 18 pelo -15 peluc -20 pensa -26 pensa_em -26 perdi -28
        perdi_o -34 perfu 16 perso -54 perso_. -32 pessi -19 pesso -50 pesso_. -36 pix_para 19 plano 44 plant -46
        pleas 15 pode 75 pode_adian 26 pode_cance 32 pode_estor 74 pode_me -46 pode_passa -32 pode_usar -18 podem 63
        podem_cance 18 poe 70 poe_o 25 polit -19 polit_de -19 por -26 por_favor 43 posso -56 posso_troca -16
        prazo -52 prazo_para -30 preci 36 preci_cance 27 preci_de -32 preci_levar -22 preci_mudar 20 preci_pagar -17
        preci_que 69 preco -66 preco_. -42 preco_da -18 prese -37 prime -41 prime_lavag -26 proco -22 proco_. -22
        prome 23 prova -32 provi 24 qr 30 qr_code 30 quais -23 qual -94 qual_a -41 qual_o -56 quand -72 quand_. -19
        quand_chega -26 quand_receb -17 quand_voces -20 quant -105 quant_custa -37 quant_dias -21 quant_tempo -29
        que 46 que_absur 21 que_compr 37 que_da 17 que_devol 18 que_dia -40 que_esse 25 que_horas -32 que_iam 15
        que_preci -22 que_veio 17 que_voces 17 quebr -27 quebr_. -20 queij -19 quem -73 quem_paga -23 quere 87
        quere_cance 21 queri_pedir 32 queri_saber -29 quero 71 quero_cance -30 quero_compr -23 quero_devol 17
        quero_falar -25 quero_fazer 15 quero_gente -51 quero_mais 55 quero_que 26 quero_saber -24 quero_troca 24
        quero_uma -33 quier 19 quint_. 22 rapid -22 rapid_. -22 rasga 19 rasga_. 19 rastr_? 20 receb_. 20 receb_a -24
        recla -27 recla_aqui -36 reemb 35 reemb_do 22 reenv 104 reenv_a 27 reenv_o 76 refac 16 regis 40 regis_uma 40
        remar 79 remar_a 53 remov 31 reser 22 resol -46 resol_. -23 respo -69 respo_. -15 respo_ha -18 respo_por -32
        retir 21 retir_. -30 retir_na 36 retir_para 18 revis -17 robo -29 robo_. -29 rola 28 rola_de 28 rosa 25
        rua_das 15 sabad 59 sabad_? 24 saber -73 saber_o -38 sabon 15 sabor_do 22 sai -22 sai_para -18 sao -39
        se_a 24 se_eu -45 se_ferra -17 se_voces 24 segun 34 segun_? 28 segun_a -20 segun_via 22 segur -19 seman -29
        senha -36 senha_. 18 separ 20 separ_um 19 ser_human -18 sera 20 sera_que 20 serum -23 serve -28 serve_no -19
        sexta_. 21 site -32 so -29 so_. 18 sob -22 sobre 19 solic 86 solic_a 24 solic_o 47 speak -24 speak_estou -24
        super -34 super_rapid -22 supor -20 supor_human -20 suspe 80 suspe_a 38 suspe_o 34 taman_errad -21 tambe -21
        tarde 45 tarde_. 20 taxa -16 tchau -21 tchau_. -21 tecid -16 tem -63 tem_? -19 tem_como 70 tem_garan -19
        tempo -38 tenho -23 tenis_. 21 teria 27 teria_como 17 the -22 tira 48 tira_a 28 tirar -39 tirar_uma -39
        tirem 18 traba 19 trans -17 trans_para -43 tres 24 troca 44 troca_. -29 troca_? -44 troca_do 33 troca_o 27
        troca_para 60 troca_pelo 37 troca_pode -17 troco -28 troco_o -27 troqu -26 um 27 um_atend -19 um_carta 24
        um_novo 24 um_ser -18 um_tenis -17 um_vende -46 uma 40 uma_bicic -46 uma_duvid -39 uma_g 18 uma_pesso -26
        uma_recla 40 unida 40 urgen 43 urgen_. 28 vai -26 vai_se -17 vale -30 valeu -27 valeu_. -27 valid -16
        valor -16 valor_do -19 vaso -32 ve 36 ve_o 24 veio_falta 24 veio_rasga 19 veio_tudo -28 vejo -24 vem -31
        vem_. 20 vem_na -25 vence -20 vence_? -17 venci 30 vende -84 vende_. -17 venha 43 verda -34 verda_. -33
        verde 29 vesti_. -18 vezes_. -34 vezes_e 27 vezes_no 17 via 22 viaja 45 viaja_. 43 voces_. -56
        voces_abrem -19 voces_cance 36 voces_conse 22 voces_e -27 voces_fazem -16 voces_manda 34 voces_podem 20
        voces_sao -32 volta 57 volta_. 46 volta_? -19 vou_quere 45 vou_viaja 45 want 47 want_estou -19 you 64 ~#_. 17
        ~#_bloco 21 ~#_e 20 ~#_para -18 ~a_assinatura -20 ~a_caneta -15 ~a_coleta 33 ~a_devolucao 39 ~a_entrega 41
        ~a_forma 33 ~a_minha -43 ~a_nf 18 ~a_politica -19 ~a_retirada 18 ~a_senha -54 ~ae_. 42 ~ai_. 26 ~ai_? -24
        ~ai_para -18 ~ai_se -17 ~ak -24 ~ak_estou -24 ~al -90 ~al_? -15 ~al_a -41 ~al_o -56 ~am -95 ~am_mandar 15
        ~am_meu -20 ~am_no 36 ~am_o -26 ~an_? 32 ~an_i -24 ~an_you 63 ~ao 23 ~ao_# 17 ~ao_. 66 ~ao_? -23
        ~ao_chegou -21 ~ao_consigo -33 ~ao_de 16 ~ao_foi -17 ~ao_me 37 ~ar 93 ~ar_. 21 ~ar_? 19 ~ar_a 21 ~ar_ainda 23
        ~ar_com -87 ~ar_direto -18 ~ar_em -24 ~ar_essa 22 ~ar_meu 72 ~ar_minha 18 ~ar_no -56 ~ar_o 69 ~ar_para -35
        ~ar_pelo 30 ~ar_por -22 ~ar_um -30 ~ar_uma -39 ~as_. -34 ~as_da 37 ~as_e -35 ~as_formas -25 ~au -21 ~au_. -21
        ~az 65 ~b_. 21 ~be -18 ~bi -29 ~bi_a -17 ~bo -31 ~ca 17 ~ca_. -32 ~ca_? -23 ~ca_como -21 ~ca_mais -26
        ~ca_minha 21 ~ca_nao -17 ~ca_o 46 ~ca_para 55 ~ca_pode -19 ~ce -15 ~ci_. 30 ~ci_de 47 ~ck 60 ~co -72
        ~co_a -19 ~co_b 21 ~co_da -27 ~co_de 34 ~co_no 16 ~co_o -46 ~co_para -44 ~da 18 ~da_. -58 ~da_a 47
        ~da_casa 42 ~da_da -23 ~da_escola 31 ~da_lista 22 ~da_loja -25 ~da_minha -26 ~da_na 52 ~da_nota 21 ~da_o 27
        ~da_para 30 ~da_pode -37 ~da_tarde 51 ~da_um 46 ~da_via 22 ~de_# -23 ~de_. -17 ~de_adiantar 29 ~de_amanha 55
        ~de_boa 25 ~de_cancelar 38 ~de_despachar 29 ~de_e 25 ~de_estornar 74 ~de_ha -18 ~de_lavar -18 ~de_mandar -34
        ~de_manha 39 ~de_meu -29 ~de_novo 19 ~de_o 27 ~de_ontem 19 ~de_pagar -19 ~de_passar -32 ~de_rastreio 35
        ~de_reembolso -19 ~de_segunda -18 ~de_vejo -23 ~de_verdade -34 ~de_voces 17 ~di -60 ~di_. -16 ~di_da -28
        ~do_# 22 ~do_. -23 ~do_? 22 ~do_as 15 ~do_chega -19 ~do_da 30 ~do_de -24 ~do_destinatario 47 ~do_e 16
        ~do_em 21 ~do_esta -35 ~do_eu 27 ~do_meu 23 ~do_nao -26 ~do_no 18 ~do_para 33 ~do_produto 35 ~do_que 30
        ~do_recebo -17 ~do_serum -16 ~do_voces -20 ~e_continua 27 ~e_eu 24 ~e_nada -22 ~e_ninguem -15 ~e_um -24
        ~ei 54 ~ei_de 20 ~ei_demais 16 ~ei_e -21 ~ei_errado 58 ~ei_o -53 ~el_por -33 ~el_sob -22 ~em 140 ~em_. 68
        ~em_? -48 ~em_a 94 ~em_casa -20 ~em_como 70 ~em_da -18 ~em_de -23 ~em_do 17 ~em_e -18 ~em_em -15
        ~em_entrega -17 ~em_garantia -19 ~em_me -74 ~em_meu 27 ~em_na -30 ~em_ninguem 36 ~em_no -39 ~em_o 26
        ~em_outro 47 ~em_paga -23 ~em_para 16 ~em_pode 24 ~em_por 43 ~em_quando 18 ~em_quantas -16 ~em_que -39
        ~em_uma 28 ~er -17 ~er_? -38 ~er_a 26 ~er_as -26 ~er_cancelar 21 ~er_com 44 ~er_humano -18 ~er_os -23
        ~er_rapida -22 ~er_se -19 ~es 28 ~es_. -37 ~es_? 28 ~es_abrem -19 ~es_conseguem 26 ~es_do -39 ~es_fazem -16
        ~es_mandarem 37 ~es_no 17 ~es_podem 20 ~es_que 35 ~es_sao -32 ~eu -70 ~eu_. -16 ~eu_? 20 ~eu_a -28
        ~eu_acesso 22 ~eu_aniversario -48 ~eu_boleto 18 ~eu_cachorro -37 ~eu_cadastro 30 ~eu_cancelar -19
        ~eu_cartao 16 ~eu_celular -23 ~eu_cpf 21 ~eu_dinheiro 54 ~eu_email 22 ~eu_filho -20 ~eu_nome 20 ~eu_pagar 16
        ~eu_para 21 ~eu_pedido -68 ~eu_plano 25 ~eu_recebo 27 ~eu_voltar 19 ~ex 24 ~ex_? 24 ~fe -24 ~g_. 33 ~ga 53
        ~ga_. 39 ~ga_atrasou -31 ~ga_no -18 ~ga_o -19 ~ga_para 40 ~ga_super -16 ~ge 45 ~go_. 23 ~go_? -25 ~go_a 24
        ~go_de 27 ~ha 65 ~ha_. 58 ~ha_assinatura 38 ~ha_compra 30 ~ha_entrega 36 ~ha_para 26 ~ha_senha 18 ~ho_. 34
        ~ho_errado -21 ~i_want 47 ~ia 93 ~ia_# 34 ~ia_. -30 ~ia_? -30 ~ia_a 53 ~ia_como 16 ~ia_o 25 ~ia_pedir 32
        ~ia_que 18 ~ia_saber -29 ~ia_so -18 ~ia_tem -17 ~il 27 ~il_. 17 ~im -16 ~im_. 36 ~im_onde 17 ~io 25
        ~io_faltando 24 ~io_tudo -28 ~ir 54 ~ir_de -17 ~ir_para 24 ~ir_reembolso 18 ~is 16 ~is_? -18 ~is_caro -16
        ~is_compro -24 ~is_de -38 ~is_dias -18 ~is_pedidos 40 ~is_que -20 ~is_um 31 ~is_uma 27 ~iu_. 29 ~ix_para 19
        ~iz 36 ~ja -30 ~ja_. 18 ~ja_consegui -15 ~ja_faz -31 ~la 54 ~la_. -38 ~la_? -26 ~la_de 60 ~la_tudo 30 ~ld 31
        ~le -21 ~lo -17 ~lo_. 17 ~ma 34 ~ma_a 22 ~ma_ai 20 ~ma_bicicleta -46 ~ma_de 26 ~ma_duvida -39 ~ma_g 18
        ~ma_pessoa -26 ~ma_reclamacao 40 ~ma_um -30 ~me 44 ~me_aqui -36 ~me_arrependi -27 ~me_descadastra 26
        ~me_dizer -17 ~me_do 46 ~me_envia 25 ~me_explica -21 ~me_falar -38 ~me_ligar -20 ~me_mandar 33 ~me_no 18
        ~me_passa -32 ~me_pode -16 ~me_responde -18 ~me_tira 18 ~me_transfere -23 ~me_transferir -16 ~me_ve 35
        ~mi_pedido 43 ~mo -40 ~mo_acompanho -21 ~mo_faco -16 ~mo_funciona -16 ~mo_rastreio -16 ~mo_voces 79
        ~my_order 28 ~na -65 ~na_. -37 ~na_? -26 ~na_loja 35 ~na_mais 23 ~na_maquina -18 ~na_nota 61 ~na_primeira -30
        ~nd 99 ~ne 45 ~ne_. 38 ~nf_. 18 ~nk_de 17 ~no -38 ~no_. -40 ~no_? -15 ~no_cadastro 31 ~no_cnpj 28 ~no_da 21
        ~no_endereco 27 ~no_lugar 15 ~no_mesmo 33 ~no_meu 23 ~no_pedido 48 ~no_pix -16 ~no_por 28 ~no_procon -22
        ~no_reclame -36 ~ns_. 16 ~nt 31 ~nt_estou -19 ~o_# 37 ~o_boleto 15 ~o_brinquedo -22 ~o_cafe -15
        ~o_cancelamento 44 ~o_cep 23 ~o_certo 32 ~o_clube -17 ~o_cnpj 17 ~o_codigo -23 ~o_cupom 16 ~o_email 18
        ~o_envio 21 ~o_fone 40 ~o_frete -23 ~o_gerente -33 ~o_horario -18 ~o_livro -20 ~o_meu 51 ~o_motoboy 27
        ~o_numero 55 ~o_pagamento 31 ~o_patinete 19 ~o_plano 22 ~o_prazo -22 ~o_preco -66 ~o_presente -22
        ~o_produto -19 ~o_qr 30 ~o_que -21 ~o_reembolso 28 ~o_responsavel -33 ~o_tamanho -20 ~o_tecido -15
        ~o_tenis 16 ~oa -56 ~oa_. -20 ~oa_tarde -31 ~oe_o 25 ~oi_. -19 ~ok -21 ~ok_. -20 ~ol -17 ~om 43
        ~om_alguem -21 ~om_dia -16 ~om_minha -30 ~om_o 16 ~om_uma -21 ~on -34 ~on_. -31 ~or_. 48 ~or_? -21
        ~or_errada -21 ~or_favor 43 ~or_por -28 ~os -24 ~os_. 39 ~os_da 21 ~os_de -33 ~os_dias -21 ~os_dois 27
        ~os_horarios -18 ~ou -56 ~ou_. 30 ~ou_a -26 ~ou_change 33 ~ou_de -30 ~ou_do 19 ~ou_na -28 ~ou_pensando -26
        ~ou_querer 45 ~ou_so -24 ~ou_um -35 ~ou_viajar 45 ~oy 51 ~pe -18 ~pe_. -18 ~pj 31 ~pj_. 39 ~po -17 ~po_. 24
        ~pp_. -17 ~qr_code 30 ~ra 77 ~ra_. 28 ~ra_? -35 ~ra_a 25 ~ra_ai 43 ~ra_alguem -27 ~ra_amanha 17 ~ra_da 17
        ~ra_dessa 17 ~ra_devolver -19 ~ra_eu 25 ~ra_lavagem -26 ~ra_meu 57 ~ra_mim 97 ~ra_mudar -16 ~ra_nao 16
        ~ra_outro 15 ~ra_pessoa -19 ~ra_por -18 ~ra_que 59 ~ra_receber -17 ~ra_retirada 39 ~ra_retirar -32
        ~ra_sexta 15 ~ra_trocar -53 ~ra_uma 34 ~ra_voces -23 ~re -29 ~re_o 41 ~re_para -33 ~ro 38 ~ro_# -32 ~ro_. 21
        ~ro_? 23 ~ro_a -46 ~ro_boleto 15 ~ro_cancelar -19 ~ro_comprar -23 ~ro_da 40 ~ro_devolver 17 ~ro_e -23
        ~ro_falar -25 ~ro_fazer 15 ~ro_gente -51 ~ro_mais 55 ~ro_que 15 ~ro_saber -24 ~ro_trocar 24 ~ro_uma -33
        ~ry 33 ~ry_address 33 ~sa_. -20 ~sa_? -16 ~sa_lista 17 ~sa_o -35 ~sa_para -46 ~se 56 ~se_a 24 ~se_creme -18
        ~se_eu -45 ~se_ferrar -17 ~se_mes 39 ~se_para 25 ~se_site -26 ~se_voces 24 ~so -48 ~so_. 84 ~so_a -36
        ~so_cancelar 19 ~so_de -41 ~so_do 25 ~so_levar -30 ~so_mudar 19 ~so_por 20 ~so_que 27 ~ta 65 ~ta_# -41
        ~ta_. 86 ~ta_? -60 ~ta_aro -46 ~ta_atrasado -35 ~ta_com -31 ~ta_de 20 ~ta_do 31 ~ta_fiscal 25 ~ta_meu 15
        ~ta_mil -17 ~ta_minha 71 ~ta_no 39 ~ta_o 26 ~ta_os 28 ~ta_para -18 ~ta_parado 49 ~ta_que -19 ~te -104
        ~te_. -29 ~te_? -44 ~te_a 31 ~te_da -21 ~te_de -46 ~te_eu 18 ~te_humano -20 ~te_mais -30 ~te_no -42
        ~te_para -19 ~te_quando -23 ~te_sabado 33 ~ti_da 16 ~to -42 ~to_. -43 ~to_? -20 ~to_a 26 ~to_com 28
        ~to_custa -37 ~to_na 31 ~to_o 23 ~to_que 23 ~to_tempo -29 ~ua 48 ~ua_. 30 ~ua_das 15 ~ue 15 ~ue_absurdo 21
        ~ue_alterar 19 ~ue_comprei 39 ~ue_da 17 ~ue_dia -40 ~ue_esse 25 ~ue_horas -32 ~ue_iam 15 ~ue_preciso -22
        ~ue_veio 18 ~ue_voces 17 ~ui 30 ~ui_. -18 ~ui_mais 31 ~ul 20 ~ul_. -35 ~um -63 ~um_. -39 ~um_atendente -19
        ~um_cartaozinho 24 ~um_novo 24 ~um_ser -18 ~um_tenis -17 ~um_vendedor -46 ~us_dados 42 ~va 58 ~va_. -37
        ~va_meu 31 ~va_minha 44 ~ve 46 ~ve_. 53 ~ve_no -19 ~ve_o 41 ~vo 46 ~vo_que 17 ~xa -18 ~xa_. 25 ~xa_que -27
        ~xa_so 19 ~za_. -23 ~za_ai 16 ~zo -52 ~zo_para -30
        """
}
