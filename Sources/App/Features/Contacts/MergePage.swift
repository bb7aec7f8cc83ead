import Web

/// `/contacts/:id/merge`: choose the other one.
struct MergePickPage: PageModel {
    struct Candidate: Encodable {
        let href: String
        let name: String
        let detail: String
        let reason: String?
    }

    let id: String
    let name: String
    let search: String
    let candidates: [Candidate]
    let nobody: Bool

    static let template = "contacts/merge-pick"
    static let sample = MergePickPage(
        id: "0193", name: "Mariana", search: "ma",
        candidates: [.init(href: "/contacts/0193/merge/0194", name: "Mari", detail: "+55", reason: "Mesmo telefone")],
        nobody: true)
}

/// `/contacts/:id/merge/:other`: what it would do.
struct MergePreviewPage: PageModel {
    struct Side: Encodable {
        let id: String
        let tone: String
        let initials: String
        let name: String
        let detail: String
        let since: String
    }

    let id: String
    let other: String
    let survivor: Side
    let merged: Side
    let moves: [String]
    let warnings: [String]

    static let template = "contacts/merge"
    static let sample = MergePreviewPage(
        id: "0193", other: "0194", survivor: side, merged: side, moves: ["2 conversas"],
        warnings: ["Uma conversa encerra"])
    private static let side = Side(
        id: "0193", tone: "tone-1", initials: "MA", name: "Mari", detail: "+55", since: "20/11/2026")
}
