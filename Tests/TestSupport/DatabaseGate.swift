import App

/// Tests start all at once; the server has sessions for some of them. The others wait here for their turn.
enum DatabaseGate {
    /// Ten databases of four sessions, and room for the sessions tests open by themselves.
    static let shared = Turnstile(places: 10)
}
