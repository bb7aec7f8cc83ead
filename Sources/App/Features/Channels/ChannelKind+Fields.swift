/// One thing that has to be known to connect an account.
package struct ChannelField: Sendable {
    package enum Place: Sendable, Equatable {
        /// What the provider routes on.
        case address
        /// The same for people.
        case displayAddress
        /// Kept in `settings` under the field's name.
        case setting
        case secret(ChannelSecret)
    }

    /// What it is called in forms, in the API and in the locales.
    package let name: String
    package let place: Place
    package let rule: FieldRule
    package let isRequired: Bool
    /// Left empty, we make one up: the provider only has to be told.
    package let isMadeUp: Bool

    init(_ name: String, _ place: Place, _ rule: FieldRule = .text, isRequired: Bool = true, isMadeUp: Bool = false) {
        self.name = name
        self.place = place
        self.rule = rule
        self.isRequired = isRequired && !isMadeUp
        self.isMadeUp = isMadeUp
    }

    package var secret: ChannelSecret? {
        guard case .secret(let name) = place else { return nil }
        return name
    }

    package var isSecret: Bool { secret != nil }
}

extension ChannelKind {
    /// Only what this provider needs, in the order in which its own pages show it.
    package var fields: [ChannelField] {
        switch self {
        case .metaWhatsApp:
            [
                ChannelField("phone_number_id", .address, .digits),
                ChannelField("business_account_id", .setting, .digits, isRequired: false),
                ChannelField("display_number", .displayAddress, isRequired: false),
            ] + Self.metaSecrets
        case .instagram:
            [
                ChannelField("instagram_id", .address, .digits),
                ChannelField("username", .displayAddress, isRequired: false),
            ] + Self.metaSecrets
        case .messenger:
            [ChannelField("page_id", .address, .digits), ChannelField("page_name", .displayAddress, isRequired: false)]
                + Self.metaSecrets
        case .zapi:
            [
                ChannelField("instance_id", .address, .identifier),
                ChannelField("instance_token", .secret(.apiToken), .identifier),
                ChannelField("client_token", .secret(.clientToken), isRequired: false),
            ]
        case .whaticket:
            [
                ChannelField("domain", .address, .domain),
                ChannelField("api_url", .setting, .webAddress),
                ChannelField("api_token", .secret(.apiToken), isRequired: false),
                ChannelField("login_email", .setting, .email, isRequired: false),
                ChannelField("login_password", .secret(.password), isRequired: false),
                ChannelField("webhook_secret", .secret(.webhookSecret), isMadeUp: true),
                ChannelField("webhook_token", .secret(.verifyToken), isRequired: false),
            ]
        case .resend:
            [
                ChannelField("email", .address, .email),
                ChannelField("from_name", .setting, isRequired: false),
                ChannelField("api_key", .secret(.apiToken)),
                ChannelField("webhook_secret", .secret(.webhookSecret), .svixSecret, isRequired: false),
                Self.replyAddress,
            ]
        case .smtp:
            [
                ChannelField("email", .address, .email),
                ChannelField("from_name", .setting, isRequired: false),
                ChannelField("host", .setting, .domain),
                ChannelField("security", .setting, .choice(["starttls", "implicit"])),
                ChannelField("port", .setting, .choice(["587", "465", "2525"])),
                ChannelField("username", .setting),
                ChannelField("password", .secret(.password)),
                Self.replyAddress,
            ]
        case .twilio:
            [
                ChannelField("account_sid", .setting, .prefixed("AC")),
                ChannelField("auth_token", .secret(.apiToken)),
                ChannelField("phone", .address, .phone),
                ChannelField("messaging_service_sid", .setting, .prefixed("MG"), isRequired: false),
            ]
        case .zenvia:
            [
                ChannelField("sender", .address),
                ChannelField("api_token", .secret(.apiToken)),
            ]
        case .webPush:
            [
                ChannelField("shop_domain", .address, .domain),
                ChannelField("from_name", .setting, isRequired: false),
            ]
        }
    }

    /// Whether answers come back to `sac+…@`, which names the conversation, or to the mailbox itself: not every mail server knows `+`.
    private static let replyAddress = ChannelField(
        "reply_address", .setting, .choice(["tagged", "plain"]), isRequired: false)

    /// What every product of one Meta app is connected with.
    private static let metaSecrets = [
        ChannelField("access_token", .secret(.accessToken)),
        ChannelField("app_secret", .secret(.appSecret)),
        ChannelField("verify_token", .secret(.verifyToken), isMadeUp: true),
    ]
}
