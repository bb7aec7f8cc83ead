/// What `serve --demo` and `demo` print: where it is, who may enter, what to try. Portuguese first, then English.
package enum Greeting {
    package static func text(_ report: DemoReport) -> String {
        let base = report.baseURL
        let logins = report.logins.map {
            "    \($0.email.padded(30)) \($0.password.padded(34)) \($0.name) (\($0.role))"
        }.joined(separator: "\n")
        let state = report.isRunning ? "" : "\n  (não está no ar: make run · not running: make run)\n"
        return """

              Secretaria · \(report.tenant.name)
            \(state)
              Caixa de entrada · inbox      \(base)/support
              Simulador · channels          \(base)/simulator

              Quem entra · logins
            \(logins)

              Experimente no simulador, como cliente:
                "Qual o prazo de entrega para São Paulo?"   → responde com a base de conhecimento e cita a fonte
                "Quero cancelar meu pedido"                 → passa para uma pessoa
                "Vocês vendem bicicletas?"                  → não há resposta na base: passa para uma pessoa
              e acompanhe a conversa, ao vivo, na caixa de entrada.

              Try the same in the channel simulator, on any channel: delivery times are answered from the knowledge base with the source,
              a cancellation and an unknown question are handed to a person; watch it live in the inbox.

              Para scripts · for scripts: secretaria demo --json

            """
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
