/// What a column of an imported table can be.
package enum ContactColumn: String, Sendable, Codable, CaseIterable {
    case name, surname, phone, email, tags, locale, note

    /// The words shops use for it, folded: Portuguese, English, Spanish, and what common exports write.
    private var headers: Set<String> {
        switch self {
        case .name:
            [
                "nome", "nomecompleto", "cliente", "contato", "name", "fullname", "customer", "contact", "firstname",
                "givenname",
                "primeironome", "nombre", "nombrecompleto", "displayname", "razaosocial",
            ]
        case .surname: ["sobrenome", "lastname", "surname", "familyname", "apellido", "apellidos", "ultimonome"]
        case .phone:
            [
                "telefone", "celular", "whatsapp", "fone", "numero", "telefonecelular", "phone", "phonenumber",
                "mobile", "mobilephone",
                "cellphone", "phone1value", "telefono", "movil", "telefonomovil", "numerodetelefone",
                "numerodetelefono",
            ]
        case .email: ["email", "mail", "enderecodeemail", "emailaddress", "correo", "correoelectronico", "email1value"]
        case .tags:
            ["etiquetas", "etiqueta", "tags", "tag", "marcadores", "grupos", "grupo", "labels", "groups", "segmento"]
        case .locale: ["idioma", "language", "locale", "lingua"]
        case .note: ["observacao", "observacoes", "obs", "nota", "notas", "note", "notes", "comentario", "comentarios"]
        }
    }

    /// A column for each header; a meaning is given once, to the first that has it.
    package static func mapping(_ headers: [String]) -> [ContactColumn?] {
        var taken: Set<ContactColumn> = []
        return headers.map { header in
            let folded = fold(header)
            guard let column = allCases.first(where: { $0.headers.contains(folded) }), taken.insert(column).inserted
            else { return nil }
            return column
        }
    }

    /// Letters and digits in lower case, without accents.
    static func fold(_ header: String) -> String {
        let plain: [Character: Character] = [
            "á": "a", "à": "a", "â": "a", "ã": "a", "ä": "a", "é": "e", "è": "e", "ê": "e", "ë": "e", "í": "i",
            "ì": "i", "î": "i",
            "ï": "i", "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ö": "o", "ú": "u", "ù": "u", "û": "u", "ü": "u",
            "ç": "c", "ñ": "n",
        ]
        return String(header.lowercased().map { plain[$0] ?? $0 }.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
}
