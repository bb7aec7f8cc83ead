extension Lexicon {
    static let addresses: [(String, Facts)] = [
        (
            """
            rua r av avn avenida travessa tv trav alameda al praca pca rodovia rod estrada estr beco viela servidao ladeira largo
            passagem calle
            """, .street
        ),
        (
            "sqn sqs shin shis shcgn shcn shcs scrn scrs cln cls scln scls qnm qnn qng qnl qne qno qnp qna qnb qnd qi qe ql qs qr quadra qd q smpw",
            .block
        ),
        (
            """
            apto ap apt apartamento apartment bloco bl casa cs fundos fds cj conj conjunto sala sl lote lt quadra qd torre andar galpao
            sobrado frente km box piso terreo lj cobertura cob altos unidade chacara sitio
            """, .unit
        ),
        (
            """
            edificio ed edif condominio cond bairro jardim jd vila parque pq pque residencial res setor st centro conjunto chacaras
            nucleo loteamento distrito
            """, .quarter
        ),
    ]
}
