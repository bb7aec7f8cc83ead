import Testing

@testable import Domain

struct TemplateDraftTests {
    static let order = TemplateDraft(
        name: "pedido_enviado", header: .text("Pedido {{pedido}}"),
        body: "Olá {{nome}}, o seu pedido {{pedido}} saiu hoje e chega até {{dia}} na sua casa. Obrigado pela compra!",
        footer: "Loja da Ana",
        buttons: [
            .quickReply("Falar com alguém"), .url("Rastrear", url: "https://loja.example/r/{{codigo}}"),
            .phone("Ligar", number: "+55 11 4002-8922"), .copyCode(example: "FRETE10"),
        ], examples: ["nome": "Ana", "pedido": "123", "dia": "sexta", "codigo": "abc"])

    @Test("a draft with everything in it becomes what the provider wants, with numbers and examples")
    func components() throws {
        let expected = #"""
            [{"type":"HEADER","format":"TEXT","text":"Pedido {{1}}","example":{"header_text":["123"]}},\#
            {"type":"BODY","text":"Olá {{1}}, o seu pedido {{2}} saiu hoje e chega até {{3}} na sua casa. Obrigado pela compra!",\#
            "example":{"body_text":[["Ana","123","sexta"]]}},{"type":"FOOTER","text":"Loja da Ana"},\#
            {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Falar com alguém"},\#
            {"type":"URL","text":"Rastrear","url":"https://loja.example/r/{{1}}","example":["https://loja.example/r/abc"]},\#
            {"type":"PHONE_NUMBER","text":"Ligar","phone_number":"+551140028922"},{"type":"COPY_CODE","example":["FRETE10"]}]}]
            """#
        #expect(try Self.order.components().text() == expected)
        #expect(
            Self.order.names
                == TemplateNames(
                    header: ["pedido"], body: ["nome", "pedido", "dia"], buttons: [[], ["codigo"], [], []]))
    }

    @Test("a header that is a file carries the handle of its sample")
    func media() throws {
        var draft = TemplateDraft(
            name: "nota", header: .media(kind: "document", example: "4::abc"), body: "A nota da sua compra.")
        #expect(
            try draft.components()[0]?.text()
                == #"{"type":"HEADER","format":"DOCUMENT","example":{"header_handle":["4::abc"]}}"#)
        draft.header = .media(kind: "document", example: "")
        #expect(draft.problems == [.init(.header, .missingExample)])
        draft.header = .media(kind: "audio", example: "4::abc")
        #expect(draft.problems == [.init(.header, .invalid, "audio")])
        draft.header = .location
        #expect(try draft.components()[0]?["format"]?.string == "LOCATION")
    }

    struct Wrong: Sendable {
        let problem: TemplateProblem
        let change: @Sendable (inout TemplateDraft) -> Void

        init(_ problem: TemplateProblem, _ change: @escaping @Sendable (inout TemplateDraft) -> Void) {
            self.problem = problem
            self.change = change
        }
    }

    static let wrong: [Wrong] = [
        Wrong(.init(.name, .empty)) { $0.name = "" },
        Wrong(.init(.name, .invalid)) { $0.name = "Pedido Enviado" },
        Wrong(.init(.language, .invalid)) { $0.language = "pt-BR" },
        Wrong(.init(.language, .invalid)) { $0.language = "" },
        Wrong(.init(.category, .unsupported)) { $0.category = .authentication },
        Wrong(.init(.header, .tooLong, "60")) { $0.header = .text(String(repeating: "a", count: 61)) },
        Wrong(.init(.header, .tooMany, "1")) { $0.header = .text("{{nome}} {{dia}}") },
        Wrong(.init(.body, .empty)) { $0.body = " " },
        Wrong(.init(.body, .badVariable)) { $0.body = "Olá {{nome" },
        Wrong(.init(.body, .variableAtEdge, "nome")) { $0.body = "Olá, muito obrigado, {{nome}}" },
        Wrong(.init(.body, .adjacentVariables, "dia")) {
            $0.body = "Olá, meu bom amigo {{nome}}{{dia}}, muito obrigado."
        },
        Wrong(.init(.body, .tooFewWords)) { $0.body = "Oi {{nome}} e {{dia}}." },
        Wrong(.init(.body, .missingExample, "outro")) { $0.body = "Olá {{outro}}, muito obrigado." },
        Wrong(.init(.body, .invalid, "\\n\\n\\n")) { $0.body = "a\n\n\nb" },
        Wrong(.init(.body, .tooLong, "1024")) { $0.body = String(repeating: "a", count: 1_025) },
        Wrong(.init(.footer, .variableNotAllowed)) { $0.footer = "{{nome}}" },
        Wrong(.init(.button(0), .tooLong, "25")) { $0.buttons = [.quickReply(String(repeating: "a", count: 26))] },
        Wrong(.init(.button(1), .duplicate)) { $0.buttons = [.quickReply("Sim"), .quickReply("Sim")] },
        Wrong(.init(.button(0), .invalid, "url")) { $0.buttons = [.url("Ver", url: "loja.example")] },
        Wrong(.init(.button(0), .variableNotAllowed, "nome")) {
            $0.buttons = [.url("Ver", url: "https://l.example/{{nome}}/x")]
        },
        Wrong(.init(.button(0), .invalid, "phone")) { $0.buttons = [.phone("Ligar", number: "ramal")] },
        Wrong(.init(.button(1), .tooMany, "1")) {
            $0.buttons = [.phone("A", number: "+551140028922"), .phone("B", number: "+551140028922")]
        },
        Wrong(.init(.button(0), .mixedButtons)) {
            $0.buttons = [.quickReply("A"), .copyCode(example: "X"), .quickReply("B")]
        },
        Wrong(.init(.button(10), .tooMany, "10")) { $0.buttons = (1...11).map { .quickReply("b\($0)") } },
    ]

    @Test("each thing the review would refuse is named, with its place", arguments: wrong)
    func problems(wrong: Wrong) {
        var draft = Self.order
        draft.header = nil
        draft.footer = nil
        draft.buttons = []
        wrong.change(&draft)
        #expect(draft.problems.contains(wrong.problem), "\(draft.problems)")
        #expect(throws: TemplateProblems.self) { try draft.components() }
    }

    @Test("everything that is wrong is told at once")
    func all() {
        var draft = Self.order
        draft.name = "A"
        draft.examples = [:]
        #expect(draft.problems.count == 1 + 1 + 3 + 1)
        #expect("\(TemplateProblems(draft.problems))".hasPrefix("name: invalid; header: missing_example (pedido)"))
    }
}

struct TemplateFormTests {
    private func form(names: TemplateNames? = nil) throws -> TemplateForm {
        TemplateForm(
            components: try TemplateDraftTests.order.components(), names: names ?? TemplateDraftTests.order.names)
    }
    private let values = [
        "nome": "Ana\nMaria", "pedido": "123", "dia": "sexta", "codigo": "abc", "button_3": "FRETE10",
    ]

    @Test("friendly values go to the numbers they stand for, and the text reads as the customer will see it")
    func fill() throws {
        let content = try form().fill("pedido_enviado", language: "pt_BR", values: values, payloads: [0: "human"])
        let template = try #require(content.payload?["template"])
        #expect(template["name"]?.string == "pedido_enviado" && template["language"]?["code"]?.string == "pt_BR")
        #expect(
            template["components"]?.text() == #"""
                [{"type":"header","parameters":[{"type":"text","text":"123"}]},\#
                {"type":"body","parameters":[{"type":"text","text":"Ana Maria"},{"type":"text","text":"123"},{"type":"text","text":"sexta"}]},\#
                {"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"human"}]},\#
                {"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"abc"}]},\#
                {"type":"button","sub_type":"copy_code","index":"3","parameters":[{"type":"coupon_code","coupon_code":"FRETE10"}]}]
                """#)
        #expect(
            content.text
                == "Pedido 123\n\nOlá Ana Maria, o seu pedido 123 saiu hoje e chega até sexta na sua casa. Obrigado pela compra!\n\nLoja da Ana"
        )
    }

    @Test("a template whose names nobody kept is asked for by number, and one with names of its own by these")
    func names() throws {
        #expect(
            try form(names: TemplateNames()).slots.map(\.name) == ["header_1", "1", "2", "3", "button_1", "button_3"])
        let named = TemplateForm(components: [["type": "BODY", "text": "Olá {{cliente}}, tudo bem?"]])
        #expect(named.slots == [.init(place: .body, name: "cliente", parameterName: "cliente")])
        let content = try named.fill("x", language: "pt_BR", values: ["cliente": "Bia"])
        #expect(
            content.payload?["template"]?["components"]?.text()
                == #"[{"type":"body","parameters":[{"type":"text","parameter_name":"cliente","text":"Bia"}]}]"#)
    }

    @Test("what is missing or grows too long is told, place by place, and nothing is sent")
    func missing() throws {
        let form = try form()
        var error = #expect(throws: TemplateProblems.self) {
            try form.fill("x", language: "pt_BR", values: ["nome": "Ana", "pedido": " \n "])
        }
        #expect(
            error?.list == [
                .init(.header, .missingValue, "pedido"), .init(.body, .missingValue, "pedido"),
                .init(.body, .missingValue, "dia"), .init(.button(1), .missingValue, "codigo"),
                .init(.button(3), .missingValue, "button_3"),
            ])
        error = #expect(throws: TemplateProblems.self) {
            try form.fill(
                "x", language: "pt_BR", values: values.merging(["nome": String(repeating: "a", count: 1_000)]) { $1 })
        }
        #expect(error?.list == [.init(.body, .tooLong, "1024")])
    }

    @Test("a header that is a file needs one")
    func media() throws {
        let form = TemplateForm(components: [
            ["type": "HEADER", "format": "IMAGE"], ["type": "BODY", "text": "Novidades!"],
        ])
        #expect(form.headerMedia == "image")
        let error = #expect(throws: TemplateProblems.self) { try form.fill("x", language: "pt_BR", values: [:]) }
        #expect(error?.list == [.init(.header, .missingMedia, "image")])
        let content = try form.fill("x", language: "pt_BR", values: [:], media: .id("77"))
        #expect(
            content.payload?["template"]?["components"]?.text()
                == #"[{"type":"header","parameters":[{"type":"image","image":{"id":"77"}}]}]"#)
    }

    @Test("components of any shape are read without harm")
    func strange() {
        for components: JSON in [
            [], nil, 7, [nil, 3, ["type": 5]], [["type": "BODY"]], [["type": "BUTTONS", "buttons": [1, nil]]],
        ] {
            let form = TemplateForm(components: components)
            #expect(form.slots.isEmpty && form.text([:]).isEmpty)
        }
    }
}
