/// Brazilian regions and states with their best-known cities, so that a question about Curitiba finds the line about the South.
///
/// A place means different things on the two sides. Asked, Curitiba is answered by a line about Paraná or about the South, but not
/// by one about Porto Alegre; asked, the South is answered by lines about its states. So each region has two concepts: itself,
/// and "something within it".
enum Places {
    struct Name: Sendable {
        let words: [String]
        let asked: [Concepts.ID]
        let told: [Concepts.ID]
    }

    /// All names, with concepts numbered from `base` on.
    static func names(from base: Concepts.ID) -> [Name] {
        var names: [Name] = []
        for (index, region) in regions.enumerated() {
            let itself = base + 2 * index
            names.append(Name(words: [region], asked: [itself, itself + 1], told: [itself]))
        }
        let lines = states.split(separator: "\n")
        let elsewhere = base + 2 * regions.count + lines.count
        names += rest.map { Name(words: $0, asked: [], told: [elsewhere]) }
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
            guard let region = words.first?.first.flatMap(regions.firstIndex) else { continue }
            let itself = base + 2 * region
            let state = base + 2 * regions.count + index
            names.append(
                contentsOf: words.dropFirst().map {
                    Name(words: $0, asked: [state, itself, elsewhere], told: [state, itself + 1])
                })
        }
        return names
    }

    /// The places that a question names, the longest name first: `rio grande do sul` is not the South.
    static func named(in words: [String]) -> [(word: String, concepts: [Concepts.ID], range: Range<Int>)] {
        var found: [(word: String, concepts: [Concepts.ID], range: Range<Int>)] = []
        var index = 0
        while index < words.count {
            let name = (asked[words[index]] ?? []).filter { words[index...].starts(with: $0.words) }
                .max { $0.words.count < $1.words.count }
            if let name {
                found.append(
                    (name.words.joined(separator: " "), name.asked, index..<index + name.words.count))
            }
            index += name?.words.count ?? 1
        }
        return found
    }

    private static let asked = Dictionary(
        grouping: names(from: Concepts.placeBase).filter { !$0.asked.isEmpty }
    ) { $0.words.first ?? "" }

    /// What a table says of everybody else.
    private static let rest = [
        "demais estados", "outros estados", "demais regioes", "outras regioes", "resto do brasil", "restante do brasil",
        "todo o brasil", "brasil todo", "brasil inteiro", "demais localidades", "demais cidades", "todo brasil",
    ].map { $0.split(separator: " ").map(String.init) }

    /// Concepts of a place, as opposed to those of a thing.
    static func isPlace(_ concepts: [Concepts.ID]) -> Bool { concepts.contains { $0 >= Concepts.placeBase } }

    /// The words that name no place.
    static func removed(from words: [String]) -> [String] {
        var rest: [String] = []
        var index = 0
        while index < words.count {
            let named = spelled.filter { words[index...].starts(with: $0) }.map(\.count).max()
            if named == nil { rest.append(words[index]) }
            index += named ?? 1
        }
        return rest
    }

    private static let spelled = names(from: 0).map(\.words)

    /// The longer words of their names.
    static let words = Set(spelled.joined().filter { $0.utf8.count >= 5 })

    private static let regions = ["norte", "nordeste", "sudeste", "sul", "centro"]

    private static let states = """
        norte,acre,rio branco
        norte,amazonas,manaus
        norte,amapa,macapa
        norte,belem,ananindeua,santarem,maraba
        norte,rondonia,porto velho
        norte,roraima,boa vista
        norte,tocantins,palmas
        nordeste,alagoas,maceio
        nordeste,bahia,salvador,feira de santana,vitoria da conquista,ilheus,camacari
        nordeste,ceara,fortaleza,juazeiro do norte
        nordeste,maranhao,sao luis,imperatriz
        nordeste,paraiba,joao pessoa,campina grande
        nordeste,pernambuco,recife,olinda,caruaru,petrolina,jaboatao
        nordeste,piaui,teresina
        nordeste,rio grande do norte,natal,mossoro
        nordeste,sergipe,aracaju
        sudeste,espirito santo,vitoria,vila velha
        sudeste,minas gerais,minas,mg,belo horizonte,bh,uberlandia,uberaba,juiz de fora,betim,montes claros
        sudeste,rio de janeiro,rio,rj,niteroi,sao goncalo,duque de caxias,nova iguacu,petropolis
        sudeste,sao paulo,sp,sampa,paulista,campinas,santos,guarulhos,osasco,santo andre,sao bernardo,sorocaba,ribeirao preto,jundiai,piracicaba,bauru
        sul,parana,pr,curitiba,londrina,maringa,cascavel,ponta grossa,foz do iguacu
        sul,rio grande do sul,rs,porto alegre,poa,caxias,caxias do sul,pelotas,canoas
        sul,santa catarina,sc,florianopolis,floripa,joinville,blumenau,itajai,balneario camboriu,criciuma,chapeco
        centro,distrito federal,df,brasilia
        centro,goias,goiania,anapolis
        centro,mato grosso,cuiaba
        centro,mato grosso do sul,ms,campo grande
        """
}
