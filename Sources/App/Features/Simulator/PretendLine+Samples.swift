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

    /// One page with one line.
    private static let receipt: [UInt8] = {
        let content = "BT /F1 18 Tf 40 120 Td (Comprovante de pagamento - R$ 329,00) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var text = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places { text += String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n" }
        text += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }()
}
