import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The model of one template: a plain struct with stored properties only, its texts ready for the reader. `Encodable` (its
/// inner structs too) is how its properties are read; nothing is written for it by hand.
package protocol PageModel: Sendable, Encodable {
    /// `conversations/list`: the path below `Resources/templates`.
    static var template: String { get }
    /// An example with every optional present and every list filled: tests hold the template against it.
    static var sample: Self { get }
}

extension PageModel {
    package static var sampleTree: ModelTree { ModelTree(sample) }
}

/// Renders models: whole pages inside the layout, and fragments for live updates.
package struct Pages: Sendable {
    private let templates: Templates
    private let navigation: [NavigationItem]

    package init(templates: Templates, navigation: [NavigationItem] = []) {
        self.templates = templates
        self.navigation = navigation
    }

    /// A page inside the layout. `title` is the reader's text; `section` the ``NavigationItem/id`` it belongs to.
    package func page<Model: PageModel>(
        _ model: Model, title: String, section: String = "", status: HTTPResponse.Status = .ok, request: Request,
        in context: some PageContext
    ) throws -> Response {
        try page(
            template: Model.template, ModelTree(model), title: title, section: section, status: status,
            path: request.uri.path, context: context)
    }

    /// A piece of a page: the same model and template that the page includes, for live updates.
    package func fragment<Model: PageModel>(_ model: Model, in context: some PageContext) throws -> String {
        let layout = Layout(title: "", section: "", navigation: [], path: "", context: context)
        return try templates.render(
            Model.template, Self.withLayout(ModelTree(model), ModelTree(layout)),
            language: context.visitor.localizer.language)
    }

    /// The page of an error. Its texts are `error.<status>.title` and `.text`, else those of `error.other`.
    func error(_ problem: Problem, in context: some PageContext) -> Response {
        let localizer = context.visitor.localizer
        let known = localizer.strings["error.\(problem.status.code).title"] != nil
        let key = known ? "error.\(problem.status.code)" : "error.other"
        let model = ErrorPage(
            status: problem.status.code, title: localizer("\(key).title"), text: localizer("\(key).text"),
            requestID: context.requestID, isOurFault: problem.status.code >= 500)
        do {
            return try page(
                template: ErrorPage.template, ModelTree(model), title: model.title, section: "",
                status: problem.status, path: "", context: context)
        } catch {
            context.logger.error("Error page failed", metadata: ["error": "\(error)"])
            return problem.json(requestID: context.requestID)
        }
    }

    private func page(
        template: String, _ model: ModelTree, title: String, section: String, status: HTTPResponse.Status,
        path: String, context: some PageContext
    ) throws -> Response {
        let language = context.visitor.localizer.language
        let layout = ModelTree(
            Layout(title: title, section: section, navigation: navigation, path: path, context: context))
        let content = try templates.render(template, Self.withLayout(model, layout), language: language)
        let whole = try templates.render(
            "layout", Self.with("content", .text(content), in: layout), language: language)
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentLanguage: language.rawValue, .vary: "Accept-Language, Cookie",
            ],
            body: .init(byteBuffer: ByteBuffer(string: whole)))
    }

    /// The layout with everything present: tests hold `layout.mustache` and `layout.…` in templates against it.
    package static let sampleLayout = with("content", .text("<p>page</p>"), in: ModelTree(Layout.sample))

    /// Templates reach the frame's facts as `layout.csrf`, `layout.language`, …
    private static func withLayout(_ model: ModelTree, _ layout: ModelTree) -> ModelTree {
        with("layout", layout, in: model)
    }

    private static func with(_ name: String, _ value: ModelTree, in tree: ModelTree) -> ModelTree {
        guard case .object(var fields) = tree else { return .object([name: value]) }
        fields[name] = value
        return .object(fields)
    }
}

/// `error.mustache`.
package struct ErrorPage: PageModel {
    let status: Int
    let title: String
    let text: String
    let requestID: String
    let isOurFault: Bool

    package static let template = "error"
    package static let sample = ErrorPage(
        status: 404, title: "Não encontrado", text: "Esta página não existe.", requestID: "a1", isOurFault: true)
}
