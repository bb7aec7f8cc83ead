extension IdentityClaim {
    /// An e-mail address. Letter case does not tell two mailboxes apart anywhere in practice. Nil for what is no address.
    package init?(email address: String?) {
        guard let address, let parsed = EmailAddress(address) else { return nil }
        self.init(kind: .email, value: parsed.address, matchKey: parsed.key)
    }
}
