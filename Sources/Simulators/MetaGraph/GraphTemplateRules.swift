import Domain

/// What Meta demands of a template that is created, and of a message made from one.
enum GraphTemplateRules {
    // MARK: Creating

    static func check(new body: JSON, handles: Set<String>) throws {
        let name = body["name"]?.string ?? ""
        guard !name.isEmpty, name.utf8.count <= 512,
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
        else { throw invalid("Message template name can only have lowercase letters and underscores", 2_388_040) }
        guard let language = body["language"]?.string,
            language.count == 2 || language.count == 5 && language.contains("_")
        else { throw GraphError.missing("language") }
        try check(category: body["category"]?.string)
        try check(components: body["components"] ?? [], handles)
    }

    static func check(category: String?) throws {
        guard ["MARKETING", "UTILITY", "AUTHENTICATION"].contains(category ?? "") else {
            throw GraphError.missing("category")
        }
    }

    static func check(components: JSON, _ handles: Set<String>) throws {
        let list = Array(components.elements)
        let types = list.map { $0["type"]?.string ?? "" }
        guard types.count(where: { $0 == "BODY" }) == 1 else { throw GraphError.missing("components[BODY]") }
        guard Set(types).count == types.count, types.allSatisfy(["HEADER", "BODY", "FOOTER", "BUTTONS"].contains) else {
            throw invalid("Component types are not valid", 2_388_043)
        }
        for component in list {
            switch component["type"]?.string {
            case "HEADER": try check(header: component, handles)
            case "BODY": try check(body: component)
            case "FOOTER":
                let text = component["text"]?.string ?? ""
                guard (1...60).contains(text.unicodeScalars.count), !text.contains("{{") else {
                    throw invalid("The footer is not valid", 2_388_073)
                }
            default: try check(buttons: component)
            }
        }
    }

    private static func check(header: JSON, _ handles: Set<String>) throws {
        switch header["format"]?.string {
        case "TEXT":
            let (text, names) = try variables(of: header["text"], 60)
            guard names.count <= 1, !text.contains("\n") else { throw invalid("The header is not valid", 2_388_047) }
            try check(examples: header["example"]?["header_text"], names.count)
        case "IMAGE", "VIDEO", "DOCUMENT":
            guard let handle = header["example"]?["header_handle"]?[0]?.string, handles.contains(handle) else {
                throw invalid("The header's example is not a handle of an upload", 2_388_273)
            }
        case "LOCATION": break
        default: throw invalid("The header's format is not valid", 2_388_047)
        }
    }

    private static func check(body: JSON) throws {
        let (text, names) = try variables(of: body["text"], 1_024)
        guard !text.hasPrefix("{{"), !text.hasSuffix("}}") else {
            throw invalid("Variables can't be at the start or end of the template", 2_388_299)
        }
        guard !text.contains("}}{{") else { throw invalid("Variables can't stand side by side", 2_388_299) }
        guard text.split(separator: " ").count >= names.count * 3 else {
            throw invalid("This template has too many variables for its length", 2_388_293)
        }
        try check(examples: body["example"]?["body_text"]?[0], names.count)
    }

    private static func check(buttons: JSON) throws {
        let list = Array(buttons.elements(of: "buttons"))
        guard (1...10).contains(list.count) else { throw invalid("One to ten buttons are possible", 2_388_056) }
        for button in list {
            let type = button["type"]?.string ?? ""
            if type != "COPY_CODE" {
                let text = button["text"]?.string ?? ""
                guard (1...25).contains(text.unicodeScalars.count) else {
                    throw invalid("A button's text is not valid", 2_388_057)
                }
            }
            switch type {
            case "QUICK_REPLY": break
            case "PHONE_NUMBER":
                guard button["phone_number"]?.string?.hasPrefix("+") ?? false else {
                    throw invalid("A button's number is not valid", 2_388_058)
                }
            case "URL":
                let (url, names) = try variables(of: button["url"], 2_000)
                guard url.hasPrefix("https://") || url.hasPrefix("http://"), names.isEmpty || url.hasSuffix("{{1}}")
                else {
                    throw invalid("A button's address is not valid", 2_388_059)
                }
                try check(examples: button["example"], names.count)
            case "COPY_CODE":
                guard button["example"]?[0]?.string != nil || button["example"]?.string != nil else {
                    throw GraphError.missing("buttons[example]")
                }
            default: throw invalid("A button's type is not valid", 2_388_055)
            }
        }
    }

    private static func variables(of text: JSON?, _ most: Int) throws -> (String, [String]) {
        guard let text = text?.string, !text.isEmpty else { throw GraphError.missing("text") }
        guard text.unicodeScalars.count <= most else { throw invalid("The text is too long", 2_388_040) }
        guard let names = GraphPlaceholders.names(in: text), names == (1..<names.count + 1).map(String.init) else {
            throw invalid(
                "Variable parameters must be whole numbers in order with two sets of curly brackets", 2_388_042)
        }
        return (text, names)
    }

    private static func check(examples: JSON?, _ count: Int) throws {
        let given = examples.map { Array($0.elements).filter { !($0.string ?? "").isEmpty }.count } ?? 0
        guard given == count else { throw invalid("Examples do not match the variables", 2_388_043) }
    }

    private static func invalid(_ details: String, _ subcode: Int) -> GraphError {
        GraphError(code: 100, message: "(#100) Invalid parameter", details: details, subcode: subcode)
    }

    // MARK: Sending

    static func check(message object: JSON, among templates: [GraphState.Template], media: Set<String>) throws {
        guard let name = object["name"]?.string else { throw GraphError.missing("template['name']") }
        guard let language = object["language"]?["code"]?.string else {
            throw GraphError.missing("template['language']")
        }
        let template = templates.first { $0.name == name && $0.language == language }
        switch template?.status {
        case "PAUSED": throw GraphError(code: 132_015, message: "(#132015) Template is paused")
        case "DISABLED": throw GraphError(code: 132_016, message: "(#132016) Template is disabled")
        default: break
        }
        guard let template, template.status == "APPROVED" else {
            throw GraphError(
                code: 132_001, status: 404, message: "(#132001) Template name does not exist in the translation",
                details: "template name (\(name)) does not exist in \(language)")
        }
        let given = Array(object.elements(of: "components"))
        try check(header: given.first { $0["type"]?.string == "header" }, template.component("HEADER"), media)
        let body = given.first { $0["type"]?.string == "body" }
        try check(count: body, template.component("BODY")?["text"], "body")
        for (index, button) in (template.component("BUTTONS")?.elements(of: "buttons")).map(Array.init)?.enumerated()
            ?? [].enumerated()
        {
            let own = given.first { $0["type"]?.string == "button" && $0["index"]?.string == "\(index)" }
            try check(button: own, button, index)
        }
        for text in given.flatMap({ Array($0.elements(of: "parameters")) }).compactMap({ $0["text"]?.string })
        where text.contains("\n") || text.contains("\t") || text.contains("     ") {
            throw GraphError(
                code: 132_018, message: "(#132018) There was an issue with the parameters in your template",
                details: "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")
        }
    }

    private static func check(header: JSON?, _ expected: JSON?, _ media: Set<String>) throws {
        let format = expected?["format"]?.string ?? ""
        guard ["IMAGE", "VIDEO", "DOCUMENT"].contains(format) else {
            return try check(count: header, expected?["text"], "header")
        }
        let parameter = header?["parameters"]?[0]
        guard parameter?["type"]?.string == format.lowercased(), let file = parameter?[format.lowercased()] else {
            throw GraphError(
                code: 132_012, message: "(#132012) Parameter format does not match format in the created template",
                details: "header: Format mismatch, expected \(format)")
        }
        if let id = file["id"]?.scalarText, !media.contains(id) {
            throw GraphError.value("Media id \(id) does not exist")
        }
    }

    private static func check(count component: JSON?, _ text: JSON?, _ place: String) throws {
        let expected = GraphPlaceholders.names(in: text?.string ?? "")?.count ?? 0
        let given = component.map { Array($0.elements(of: "parameters")).count } ?? 0
        guard given == expected else {
            throw GraphError(
                code: 132_000, message: "(#132000) Number of parameters does not match the expected number of params",
                details:
                    "\(place): number of localizable_params (\(given)) does not match the expected number of params (\(expected))"
            )
        }
    }

    private static func check(button: JSON?, _ expected: JSON, _ index: Int) throws {
        let needsOne = expected["type"]?.string == "COPY_CODE" || expected["url"]?.string?.contains("{{") ?? false
        let subtype = button?["sub_type"]?.string?.uppercased()
        if needsOne, button?["parameters"]?[0] == nil {
            throw GraphError(
                code: 131_008, message: "(#131008) Required parameter is missing",
                details:
                    "buttons: Button at index \(index) of type \(expected["type"]?.string ?? "") requires a parameter")
        }
        if let subtype, subtype != expected["type"]?.string {
            throw GraphError(
                code: 132_012, message: "(#132012) Parameter format does not match format in the created template",
                details: "buttons: index \(index) is no \(subtype)")
        }
    }
}
