#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TemplateForm {
    /// The message with every slot filled. Throws everything that is missing or too long.
    ///
    /// - Parameters:
    ///   - media: the file of a header that is one.
    ///   - payloads: what a tap on a quick reply brings back, by the button's place.
    package func fill(
        _ name: String, language: String, values: [String: String], media: OutboundContent.MediaSource? = nil,
        payloads: [Int: String] = [:]
    ) throws(TemplateProblems) -> OutboundContent {
        let slots = slots
        var problems = slots.filter { TemplateVariables.clean(values[$0.name] ?? "").isEmpty }
            .map { TemplateProblem($0.place, .missingValue, $0.name) }
        if headerMedia != nil, media == nil { problems.append(.init(.header, .missingMedia, headerMedia)) }
        if component("HEADER")?["format"]?.string?.uppercased() == "LOCATION" {
            problems.append(.init(.header, .unsupported, "location"))
        }
        if let body = component("BODY")?["text"]?.string.flatMap({ TemplateVariables($0) }) {
            let given = slots.filter { $0.place == .body }.map { TemplateVariables.clean(values[$0.name] ?? "") }
            if body.filled(given).unicodeScalars.count > 1_024 { problems.append(.init(.body, .tooLong, "1024")) }
        }
        guard problems.isEmpty else { throw TemplateProblems(problems) }
        let list = [header(slots, values, media), body(slots, values)] + buttons(slots, values, payloads)
        return .template(name, language: language, components: JSON(list.compactMap(\.self)), text: text(values))
            .showing(preview(values))
    }

    private func header(_ slots: [Slot], _ values: [String: String], _ media: OutboundContent.MediaSource?) -> JSON? {
        if let kind = headerMedia, let media {
            let file: JSON =
                switch media {
                case .id(let id): ["id": JSON(id)]
                case .link(let link): ["link": JSON(link)]
                case .file(let file): ["file": JSON(file.uuidString.lowercased())]
                }
            return ["type": "header", "parameters": [.object([("type", JSON(kind)), (kind, file)])]]
        }
        let parameters = parameters(slots, .header, values)
        return parameters.isEmpty ? nil : ["type": "header", "parameters": JSON(parameters)]
    }

    private func body(_ slots: [Slot], _ values: [String: String]) -> JSON? {
        let parameters = parameters(slots, .body, values)
        return parameters.isEmpty ? nil : ["type": "body", "parameters": JSON(parameters)]
    }

    private func buttons(_ slots: [Slot], _ values: [String: String], _ payloads: [Int: String]) -> [JSON] {
        buttons.compactMap { index, button -> JSON? in
            let type = button["type"]?.string?.lowercased() ?? ""
            let value = slots.first { $0.place == .button(index) }.map {
                TemplateVariables.clean(values[$0.name] ?? "")
            }
            let parameter: JSON
            switch (type, value, payloads[index]) {
            case ("url", let value?, _): parameter = ["type": "text", "text": JSON(value)]
            case ("copy_code", let value?, _): parameter = ["type": "coupon_code", "coupon_code": JSON(value)]
            case ("quick_reply", _, let payload?): parameter = ["type": "payload", "payload": JSON(payload)]
            default: return nil
            }
            return [
                "type": "button", "sub_type": JSON(type), "index": JSON("\(index)"), "parameters": [parameter],
            ]
        }
    }

    private func parameters(_ slots: [Slot], _ place: TemplateProblem.Place, _ values: [String: String]) -> [JSON] {
        slots.filter { $0.place == place }.map { slot in
            .object([
                ("type", "text"), ("parameter_name", slot.parameterName.map { JSON($0) }),
                ("text", JSON(TemplateVariables.clean(values[slot.name] ?? ""))),
            ])
        }
    }
}
