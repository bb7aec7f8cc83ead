import Web

/// `accounts/sign-in.mustache`
package struct SignInPage: PageModel {
    let email: String?
    let next: String
    /// Why the last attempt failed, for people.
    let problem: String?

    package static let template = "accounts/sign-in"
    package static let sample = SignInPage(
        email: "ana@example.com", next: "/support", problem: "E-mail ou senha incorretos.")
}
