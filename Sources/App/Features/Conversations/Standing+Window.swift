import Domain
import Foundation
import Web

extension ConversationDesk.Standing {
    /// Refuses a free message that may not leave now, with the way on in the refusal's words.
    func requireWindow(for actor: ConversationDesk.Actor, at now: Date) throws {
        switch window.permit(for: actor.author, at: now) {
        case .free, .asPerson: return
        case .templateOnly: throw Problem.windowClosed
        case .refused:
            throw window.permit(for: .person, at: now) == .asPerson ? Problem.peopleOnly : Problem.responseTimeOver
        }
    }
}
