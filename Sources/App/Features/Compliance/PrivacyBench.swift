import Domain
import Foundation
import Privacy

/// How fast one core finds and masks personal data in chat messages.
package struct PrivacyBench: Sendable {
    private let messages: [String]
    private let bytes: Int

    package struct Figure: Sendable {
        package let work: String
        /// Of message text, best of all rounds.
        package let megabytesPerSecond: Double
        package let microsecondsPerMessage: Double
    }

    /// - Parameter lines: JSON lines with a `text`, or plain lines; nil for a built-in sample of shop chat.
    package init(lines: [UInt8]?) {
        let given = lines.map { bytes in
            bytes.split(separator: 0x0A).map { line in
                (try? JSON.parse(Array(line), limits: .init(invalidText: .replace)))?["text"]?.string
                    ?? String(decoding: line, as: UTF8.self)
            }
        }
        messages = given ?? Array(repeating: Self.sample, count: 500).flatMap { $0 }
        bytes = messages.reduce(0) { $0 + $1.utf8.count }
    }

    package var size: (messages: Int, bytes: Int) { (messages.count, bytes) }

    /// Takes at least `duration` for each kind of work.
    package func run(_ duration: Duration) -> [Figure] {
        guard bytes > 0 else { return [] }
        return [
            figure("scan", duration) { PersonalData.find(in: $0).count },
            figure("mask", duration) { Mask.text($0).utf8.count },
        ]
    }

    private func figure(_ work: String, _ duration: Duration, _ body: (String) -> Int) -> Figure {
        let clock = ContinuousClock()
        let start = clock.now
        var best = Duration.seconds(1_000_000)
        var sum = 0
        repeat {
            best = min(best, clock.measure { for message in messages { sum &+= body(message) } })
        } while clock.now - start < duration
        // The sum is used, so that no compiler leaves the work out.
        let seconds = max(best / .seconds(1), sum == .min ? 1 : 1e-9)
        return Figure(
            work: work, megabytesPerSecond: Double(bytes) / 1e6 / seconds,
            microsecondsPerMessage: seconds * 1e6 / Double(messages.count))
    }

    private static let sample = [
        "Oi, tudo bem? Fiz o pedido 20250126001 semana passada e até agora nada",
        "meu cpf é 529.982.247-25 e o telefone (11) 98765-4321",
        "Bom dia! Vocês têm o vestido azul no tamanho M? Vi no site por R$ 189,90",
        "O código de rastreio é AA123456785BR mas não atualiza desde sexta",
        "me chamo Ana Paula Souza, moro na Rua das Flores, 123, apto 45, CEP 01310-100",
        "Quanto tempo demora a troca? Comprei dia 10/11 e ficou grande",
        "pode mandar a nota pro email ana.souza@exemplo.com.br por favor",
        "Obrigada pela ajuda, chegou tudo certinho hoje de manhã 😊",
        "paguei no cartão 4111 1111 1111 1111 e cobraram duas vezes, total 2x de R$ 94,95",
        "não consigo finalizar a compra pelo aplicativo, fica carregando e volta para o carrinho",
    ]
}
