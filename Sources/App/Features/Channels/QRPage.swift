import Web

/// `/settings/channels/{id}/qr`: the code a telephone reads, fresh until it has been read.
struct QRPage: PageModel {
    let href: String
    let name: String
    let code: QRModel

    static let template = "channels/qr"
    static let sample = QRPage(href: "/settings/channels/1", name: "Loja", code: .sample)
}

/// The part of the page that changes.
struct QRModel: PageModel {
    let image: String?
    let isConnected: Bool
    let isPending: Bool
    let problem: TestResultModel?

    static let template = "channels/qr-code"
    static let sample = QRModel(
        image: "data:image/png;base64,AA==", isConnected: true, isPending: true, problem: .sample)
}

extension QRModel {
    init(_ code: QRCode) {
        switch code {
        case .image(let data): self.init(image: data, isConnected: false, isPending: false, problem: nil)
        case .connected: self.init(image: nil, isConnected: true, isPending: false, problem: nil)
        case .pending: self.init(image: nil, isConnected: false, isPending: true, problem: nil)
        }
    }
}
