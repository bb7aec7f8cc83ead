import Web

/// `/notices/{token}`: a customer turns a shop's notices on in the browser at hand. No sign-in: the address is the invitation.
struct InvitationPage: PageModel {
    /// Where the browser's subscription is posted, and below it `/off`.
    let action: String
    /// A worker of its own for each account: a browser may take notices of several shops.
    let scope: String
    let publicKey: String
    let title: String
    let text: String

    static let template = "push/invitation"
    static let sample = InvitationPage(
        action: "/notices/a", scope: "/notices/0193/", publicKey: "BNc", title: "Avisos da Loja",
        text: "A loja avisa neste navegador.")

    init(action: String, scope: String, publicKey: String, title: String, text: String) {
        self.action = action
        self.scope = scope
        self.publicKey = publicKey
        self.title = title
        self.text = text
    }

    init(_ host: CustomerPush.Host, at action: String, publicKey: String, _ localizer: Localizer) {
        self.init(
            action: action, scope: "/notices/\(host.account.lowercase)/", publicKey: publicKey,
            title: localizer("notices.title", ["shop": host.shop]),
            text: localizer("notices.text", ["shop": host.shop]))
    }
}
