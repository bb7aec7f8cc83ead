import App
import ArgumentParser

@main
struct Secretaria: AsyncParsableCommand {
    func run() async throws { print("secretaria") }
}
