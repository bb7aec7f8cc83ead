import Web

/// `/settings/channels/new?kind=…`: only the fields this provider needs, each with where to find its value.
struct ChannelFormPage: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isSelected: Bool
    }
    struct Field: Encodable {
        let id: String
        let name: String
        let label: String
        let help: String?
        let error: String?
        let type: String
        let inputMode: String
        let value: String
        let isRequired: Bool
        let isOptional: Bool
        let isChoice: Bool
        let choices: [Choice]
        /// What a secret field says instead of its value.
        let placeholder: String
        /// Keeps password managers from filling in, and saving, the wrong thing.
        let autocomplete: String
    }

    let kind: String
    let title: String
    let intro: String
    let warning: String?
    let name: String
    let nameError: String?
    let fields: [Field]
    let result: TestResultModel?
    /// A test failed: whoever knows better may go on.
    let canForce: Bool

    static let template = "channels/form"
    static let sample = ChannelFormPage(
        kind: "whatsapp-z-api", title: "Z-API", intro: "Antes…", warning: "Não oficial", name: "Loja",
        nameError: "Falta",
        fields: [
            .init(
                id: "f-port", name: "port", label: "Porta", help: "Ajuda", error: "Falta", type: "text",
                inputMode: "text", value: "587",
                isRequired: true, isOptional: true, isChoice: true,
                choices: [.init(value: "587", label: "587", isSelected: true)],
                placeholder: "…", autocomplete: "off")
        ], result: .sample, canForce: true)
}

extension ChannelFormPage {
    init(
        _ kind: ChannelKind, draft: ChannelDraft? = nil, faults: [ChannelDraft.Fault] = [],
        result: TestResultModel? = nil,
        canForce: Bool = false, _ localizer: Localizer
    ) {
        self.kind = kind.rawValue
        title = localizer("channels.kind.\(kind.rawValue)")
        intro = localizer("channels.intro.\(kind.rawValue)")
        warning = kind.isOfficial ? nil : localizer("channels.unofficial.warning")
        name = draft?.name ?? localizer("channels.name.\(kind.channelType.rawValue)")
        nameError = Self.error("name", faults, localizer)
        let shown = draft?.visible ?? [:]
        fields = kind.fields.map { field in
            Field(
                field, kind, value: shown[field.name], error: Self.error(field.name, faults, localizer), isKept: false,
                localizer)
        }
        self.result = result
        self.canForce = canForce
    }

    static func error(_ field: String, _ faults: [ChannelDraft.Fault], _ localizer: Localizer) -> String? {
        faults.first { $0.field == field }.map { localizer("channels.fault.\($0.fault.rawValue)") }
    }

    static func label(_ field: String, _ kind: ChannelKind, _ localizer: Localizer) -> String {
        localizer.strings["channels.field.\(kind.rawValue).\(field)"] ?? localizer("channels.field.\(field)")
    }
}

extension ChannelFormPage.Field {
    /// - Parameter isKept: the account has a value already, and an empty field leaves it alone.
    init(
        _ field: ChannelField, _ kind: ChannelKind, value: String?, error: String?, isKept: Bool, _ localizer: Localizer
    ) {
        id = "f-\(field.name)"
        name = field.name
        label = ChannelFormPage.label(field.name, kind, localizer)
        help =
            localizer.strings["channels.help.\(kind.rawValue).\(field.name)"]
            ?? localizer.strings["channels.help.\(field.name)"]
        self.error = error
        type = field.isSecret ? "password" : field.rule == .email ? "email" : "text"
        inputMode =
            field.rule == .digits ? "numeric" : field.rule == .phone ? "tel" : field.rule == .email ? "email" : "text"
        isRequired = field.isRequired && !isKept
        isOptional = !field.isRequired && !isKept
        autocomplete = field.isSecret ? "new-password" : "off"
        placeholder = isKept ? localizer("channels.secret.kept") : field.isMadeUp ? localizer("channels.made_up") : ""
        self.value = value ?? ""
        if case .choice(let all) = field.rule {
            isChoice = true
            choices = all.map {
                .init(value: $0, label: localizer.strings["channels.choice.\($0)"] ?? $0, isSelected: $0 == value)
            }
        } else {
            isChoice = false
            choices = []
        }
    }
}
