import Foundation
import Simulators

extension CustomerSample {
    /// The file, of those that are files.
    var file: SimulatedFile? {
        switch self {
        case .image: SimulatedFile(name: "foto.png", mimeType: "image/png", bytes: PretendPicture.photo)
        case .sticker: SimulatedFile(name: "figurinha.webp", mimeType: "image/webp", bytes: PretendPicture.photo)
        // An Ogg page of silence: enough to be taken for what it is.
        case .audio:
            SimulatedFile(
                name: "voz.ogg", mimeType: "audio/ogg", bytes: Array("OggS".utf8) + [UInt8](repeating: 0, count: 24))
        case .document: SimulatedFile(name: "comprovante.pdf", mimeType: "application/pdf", bytes: Self.receipt)
        case .location: nil
        }
    }

    struct Place: Sendable {
        let latitude, longitude: Double
        let name: String
    }

    static let place = Place(latitude: -23.5505, longitude: -46.6333, name: "Praça da Sé")
    /// What stands under a picture.
    var caption: String? { self == .image ? "É este aqui" : nil }

    private static let receipt = PretendPDF.page("Comprovante de pagamento - R$ 329,00")
}
