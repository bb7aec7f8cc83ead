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
        for (index, line) in states.split(separator: "\n").enumerated() {
            let words = line.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
            guard let region = words.first?.first.flatMap(regions.firstIndex) else { continue }
            let itself = base + 2 * region
            let state = base + 2 * regions.count + index
            names.append(
                contentsOf: words.dropFirst().map {
                    Name(words: $0, asked: [state, itself], told: [state, itself + 1])
                })
        }
        return names
    }

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

    private static let regions = ["norte", "nordeste", "sudeste", "sul", "centro"]

    private static let states = """
        norte,acre,rio branco
        norte,amazonas,manaus
        norte,amapa,macapa
        norte,belem
        norte,rondonia,porto velho
        norte,roraima,boa vista
        norte,tocantins,palmas
        nordeste,alagoas,maceio
        nordeste,bahia,salvador,feira de santana
        nordeste,ceara,fortaleza
        nordeste,maranhao,sao luis
        nordeste,paraiba,joao pessoa
        nordeste,pernambuco,recife
        nordeste,piaui,teresina
        nordeste,rio grande do norte,natal
        nordeste,sergipe,aracaju
        sudeste,espirito santo,vitoria
        sudeste,minas gerais,minas,mg,belo horizonte,bh,uberlandia
        sudeste,rio de janeiro,rj,niteroi
        sudeste,sao paulo,sp,sampa,campinas,santos,guarulhos
        sul,parana,pr,curitiba,londrina,maringa
        sul,rio grande do sul,rs,porto alegre,poa,caxias
        sul,santa catarina,sc,florianopolis,floripa,joinville,blumenau
        centro,distrito federal,df,brasilia
        centro,goias,goiania
        centro,mato grosso,cuiaba
        centro,mato grosso do sul,ms,campo grande
        """
}
