/// Invented values for `{slots}` of a sentence. The same seed gives the same lies.
struct Slots {
    var random: SeededGenerator
    let split: Split

    mutating func fill(_ template: String) -> String {
        var text = template
        for (name, make) in Self.makers where text.contains("{\(name)}") {
            text = text.replacing("{\(name)}", with: make(&self))
        }
        return text
    }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0..<list.count)] }
    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func digits(_ count: Int) -> String { (0..<count).map { _ in "\(number(0..<10))" }.joined() }
    private mutating func one(_ tuned: [String], _ heldOut: [String], _ fresh: [String]) -> String {
        switch split {
        case .tuned: pick(tuned)
        case .heldOut: pick(heldOut)
        default: pick(fresh)
        }
    }

    private static let makers: [(String, @Sendable (inout Slots) -> String)] = [
        ("price", { "\($0.number(3..<990)),\($0.pick(["00", "90", "50", "49"]))" }),
        ("pct", { "\($0.number(2..<99))" }),
        ("times", { "\($0.number(2..<48))" }),
        ("days", { slots in slots.number(0..<4) == 0 ? slots.pick(words) : "\(slots.number(2..<90))" }),
        ("weeks", { slots in slots.number(0..<3) == 0 ? slots.pick(words) : "\(slots.number(2..<12))" }),
        ("count", { slots in slots.number(0..<4) == 0 ? slots.pick(words) : "\(slots.number(2..<900))" }),
        (
            "date",
            {
                $0.number(0..<2) == 0
                    ? "\($0.number(1..<29))/\($0.number(1..<13))" : "\($0.number(1..<29)) de \($0.pick(months))"
            }
        ),
        (
            "time",
            {
                $0.pick([
                    "\($0.number(1..<24))h", "\($0.number(1..<24)):30", "\($0.number(1..<12))pm",
                    "\($0.number(1..<24))h45",
                ])
            }
        ),
        ("weekdayEn", { $0.pick(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) }),
        ("weekday", { $0.pick(["segunda", "terça-feira", "quarta", "quinta-feira", "sexta", "sábado"]) }),
        ("monthEn", { $0.pick(["January", "March", "October", "December"]) }),
        ("month", { $0.pick(months) }),
        ("order", { $0.digits($0.number(4..<8)) }),
        ("tracking", { $0.pick(["AA", "QB", "NL"]) + $0.digits(9) + "BR" }),
        (
            "phone",
            {
                $0.pick(["(\($0.number(11..<20))) 9", "+55 11 9", "0800 "]) + $0.digits(3) + "\($0.number(1..<10))-"
                    + $0.digits(4)
            }
        ),
        ("mobile", { "(\($0.number(11..<20))) 9\($0.digits(4))-\($0.digits(4))" }),
        ("cep", { "\($0.digits(5))-\($0.digits(3))" }),
        ("cpf", { $0.cpf() }),
        ("cnpj", { "\($0.digits(2)).\($0.digits(3)).\($0.digits(3))/0001-\($0.digits(2))" }),
        (
            "url",
            {
                $0.one(
                    [
                        "https://bit.ly/\($0.digits(4))", "www.loja-oficial.com", "promo.shop/black",
                        "http://pagamento-seguro.net/p?id=\($0.digits(3))",
                    ],
                    [
                        "https://t.me/ofertas\($0.digits(2))", "lojavirtual.com.br/cadastro", "www.suporte.app",
                        "linktr.ee.site/\($0.digits(3))",
                    ],
                    [
                        "https://forms.gle/x\($0.digits(4))", "pedalnorte.shop/oferta",
                        "adega.store/pix\($0.digits(2))",
                        "https://wa.me/55\($0.digits(9))",
                    ])
            }
        ),
        (
            "email",
            {
                $0.one(
                    ["suporte\($0.digits(2))@gmail.com", "financeiro@loja.com", "sac@atendimento.net"],
                    [
                        "gerencia@\($0.pick(["lojas", "grupo"])).com.br", "contato\($0.digits(3))@hotmail.com",
                        "ajuda@central.org",
                    ],
                    [
                        "trocas@\($0.pick(["pedal", "vinho"])).net.br", "sac\($0.digits(2))@yahoo.com.br",
                        "pos.venda@loja.app",
                    ])
            }
        ),
        (
            "person",
            {
                $0.one(
                    ["maria.silva\($0.digits(2))@gmail.com", "joao_\($0.digits(3))@uol.com.br"],
                    ["ana.p\($0.digits(2))@outlook.com", "carlos\($0.digits(4))@bol.com.br"],
                    ["rafa.m\($0.digits(3))@icloud.com", "lu_\($0.digits(2))@terra.com.br"])
            }
        ),
        (
            "coupon",
            {
                $0.one(
                    [
                        "SUPER\($0.digits(2))", "BLACKFRIDAY", "OFF\($0.digits(2))", "FRETEGRATIS",
                        "bemvindo\($0.digits(2))",
                    ],
                    [
                        "MEGA\($0.digits(2))", "PRIMEIRACOMPRA", "vip\($0.digits(3))", "QUEROMAIS",
                        "NATAL\($0.digits(2))",
                    ],
                    [
                        "PEDAL\($0.digits(2))", "AMIGODAADEGA", "volta\($0.digits(2))", "TACA\($0.digits(3))",
                        "QUEROFRETE",
                    ])
            }
        ),
        (
            "policy",
            {
                $0.one(
                    [
                        "Política de Satisfação Garantida", "Lei do Cliente Feliz", "garantia vitalícia",
                        "Programa Cashback", "Lifetime Warranty", "Política Premium", "Garantia Diamante",
                        "seguro contra roubo",
                    ],
                    [
                        "Política de Devolução Ampliada", "Lei 12.345", "Garantia Total", "Programa Fidelidade Ouro",
                        "Premium Protection Plan", "Seguro Quebra", "Selo de Confiança Nacional", "garantia eterna",
                    ],
                    [
                        "Política de Troca Sem Limites", "Lei do Frete Justo", "Garantia Estendida Plus",
                        "Plano Tranquilidade",
                        "Extended Care Plan", "Programa Cliente Ouro", "Regulamento de Ofertas", "garantia perpétua",
                    ])
            }
        ),
        (
            "name",
            {
                $0.one(
                    ["Maria Silva", "João Pereira", "Ana Souza"], ["Carlos Lima", "Beatriz Rocha", "Paulo Nunes"],
                    ["Renata Moura", "Tiago Alves", "Sônia Prado"])
            }
        ),
        ("secret", { $0.pick(GuardedTexts.sentences) }),
    ]

    private static let words = [
        "vinte e nove", "dezessete", "dezenove", "twenty-six", "trinta e seis", "forty-five", "oitenta e três",
        "vinte e um",
    ]
    private static let months = ["janeiro", "março", "junho", "outubro", "dezembro"]

    private mutating func cpf() -> String {
        var numbers = (0..<9).map { _ in number(0..<10) }
        if Set(numbers).count == 1 { numbers[0] = (numbers[0] + 1) % 10 }
        for weight in [10, 11] {
            let sum = numbers.enumerated().reduce(0) { $0 + $1.element * (weight - $1.offset) }
            numbers.append(sum * 10 % 11 % 10)
        }
        let text = numbers.map(String.init).joined()
        guard number(0..<2) == 0 else { return text }
        return "\(text.prefix(3)).\(text.dropFirst(3).prefix(3)).\(text.dropFirst(6).prefix(3))-\(text.suffix(2))"
    }
}
