import Providers

extension Connections {
    /// Every provider there is a client for.
    package static func all(http: ProviderHTTP) -> Connections {
        Connections(testers: [.metaWhatsApp: metaWhatsApp(http)])
    }

    private static func metaWhatsApp(_ http: ProviderHTTP) -> ConnectionTester {
        { credentials throws(ProviderError) in
            let client = MetaWhatsApp.Client(
                http: http, baseURL: credentials.baseURL, token: credentials[.accessToken] ?? "", phoneNumberID: credentials.address)
            let info = try await client.numberInfo()
            return ConnectionReport(
                facts: [
                    info.verifiedName.map { .init("name", $0) }, info.displayPhoneNumber.map { .init("number", $0) },
                    info.qualityRating.map { .init("quality", $0) }, info.status.map { .init("status", $0) },
                ], displayAddress: info.displayPhoneNumber)
        }
    }
}
