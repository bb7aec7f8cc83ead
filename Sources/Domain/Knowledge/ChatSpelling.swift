/// How people type on a phone: abbreviations written out, stretched letters shortened.
enum ChatSpelling {
    /// A text with its abbreviations written out, its marks and figures as they stand: `paguei hj?` is `paguei hoje?`
    static func written(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { token in
            let word = token.prefix { $0.isLetter }
            return expansions[word.lowercased()].map { $0.joined(separator: " ") + token[word.endIndex...] }
                ?? String(token)
        }.joined(separator: " ")
    }

    /// `oiiii` → `oi`, `muuuito` → `muito`; two equal letters stay, for Portuguese has `rr` and `ss`. Numbers are left alone.
    static func withoutStretch(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard bytes.count > 2 else { return word }
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            var end = index + 1
            while end < bytes.count, bytes[end] == bytes[index] { end += 1 }
            let isLetter = bytes[index] >= UInt8(ascii: "a") && bytes[index] <= UInt8(ascii: "z")
            let kept = isLetter && end - index > 2 ? 1 : end - index
            output.append(contentsOf: repeatElement(bytes[index], count: kept))
            index = end
        }
        return String(decoding: output, as: UTF8.self)
    }

    static let expansions: [String: [String]] = {
        var table: [String: [String]] = [:]
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if let first = words.first { table[first] = Array(words.dropFirst()) }
        }
        return table
    }()

    private static let lines = """
        vc voce
        vcs voces
        ce voce
        ces voces
        oce voce
        pq porque
        pqe porque
        q que
        oq o que
        oque o que
        n nao
        nn nao
        naum nao
        tb tambem
        tbm tambem
        tmb tambem
        qto quanto
        qt quanto
        qnt quanto
        qnto quanto
        qntos quantos
        qnta quanta
        qntas quantas
        qtos quantos
        qts quantos
        qnts quantos
        qntas quantas
        qtas quantas
        qtd quantidade
        qqr qualquer
        amnh amanha
        amn amanha
        dnv de novo
        tbem tambem
        msma mesma
        cmo como
        onti ontem
        vlr valor
        pgto pagamento
        pgt pagamento
        pag pagamento
        info informacao
        infos informacoes
        atendimto atendimento
        gnt gente
        ctz certeza
        smp sempre
        nd nada
        ngm ninguem
        algm alguem
        pfvor por favor
        qdo quando
        qnd quando
        qndo quando
        qq qualquer
        ql qual
        qro quero
        kero quero
        kro quero
        queru quero
        kd onde
        cad onde
        kade onde
        hj hoje
        dps depois
        dpois depois
        td tudo
        tds todos
        mt muito
        mto muito
        mta muita
        mtos muitos
        msm mesmo
        cmg comigo
        ctg contigo
        pra para
        pro para o
        pras para as
        pros para os
        p para
        ta esta
        to estou
        tou estou
        tava estava
        eh e
        ne nao e
        obg obrigado
        obgd obrigado
        obgda obrigada
        obgdo obrigado
        brigado obrigado
        brigada obrigada
        vlw valeu
        vleu valeu
        blz beleza
        flw falou
        pfv por favor
        pfvr por favor
        pf por favor
        pls por favor
        plz por favor
        msg mensagem
        msgs mensagens
        end endereco
        tel telefone
        cel celular
        ped pedido
        prod produto
        bjs beijos
        bj beijo
        abs abraco
        att atendimento
        atend atendente
        min minutos
        hrs horas
        hs horas
        seg segunda
        sab sabado
        dom domingo
        d de
        c com
        s sem
        fds fim de semana
        aki aqui
        axo acho
        soh so
        jah ja
        flar falar
        fala falar
        praso prazo
        tamanhu tamanho
        entregua entrega
        """
}
