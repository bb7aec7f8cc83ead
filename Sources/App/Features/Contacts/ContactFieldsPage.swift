import Web

/// `/contacts/fields`: what the shop wants to know about its people.
struct ContactFieldsPage: PageModel {
    struct Line: Encodable {
        let id: String
        let label: String
        let detail: String
    }

    let notice: String?
    let label: String
    let options: String
    let types: [ContactPage.Language]
    let fields: [Line]

    static let template = "contacts/fields"
    static let sample = ContactFieldsPage(
        notice: "Confira", label: "CPF", options: "P, M, G",
        types: [.init(value: "text", label: "Texto", isSelected: true)],
        fields: [.init(id: "0193", label: "CPF", detail: "Texto")])
}
