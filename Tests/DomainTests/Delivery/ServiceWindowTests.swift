import Foundation
import Testing

@testable import Domain

struct ServiceWindowTests {
    private let wrote = Date(timeIntervalSince1970: 1_760_000_000)
    private func window(_ channel: String, provider: String = "meta") -> ServiceWindow {
        ServiceWindow(.init(channelType: channel, provider: provider), lastCustomerMessage: wrote)
    }
    private func after(hours: Double) -> Date { wrote.addingTimeInterval(hours * 3_600) }

    @Test("WhatsApp is open for a day, a minute less than Meta counts, and then takes templates only")
    func whatsApp() {
        let window = window("whatsapp")
        let end = wrote.addingTimeInterval(86_340)
        #expect(window.state(at: after(hours: 1)) == .open(closesAt: end))
        #expect(window.closesAt(after(hours: 1)) == end)
        #expect(window.isOpen(at: end.addingTimeInterval(-1)) && !window.isOpen(at: end))
        #expect(window.state(at: after(hours: 30)) == .closed(since: end))
        #expect(window.permit(for: .machine, at: after(hours: 1)) == .free)
        for author in [ServiceWindow.Author.person, .machine] {
            #expect(window.permit(for: author, at: after(hours: 24)) == .templateOnly)
        }
        #expect(window.closesAt(after(hours: 30)) == nil)
    }

    @Test(
        "Instagram and Messenger let a person answer for a week, and a machine for a day",
        arguments: ["instagram", "messenger"])
    func people(channel: String) {
        let window = window(channel)
        #expect(window.permit(for: .machine, at: after(hours: 23)) == .free)
        #expect(window.permit(for: .person, at: after(hours: 23)) == .free)
        #expect(window.permit(for: .machine, at: after(hours: 25)) == .refused)
        #expect(window.permit(for: .person, at: after(hours: 25)) == .asPerson)
        #expect(window.state(at: after(hours: 25)) == .peopleOnly(closesAt: wrote.addingTimeInterval(7 * 86_400 - 60)))
        #expect(window.permit(for: .person, at: after(hours: 169)) == .refused)
        #expect(!window.isOpen(at: after(hours: 25)))
    }

    @Test(
        "channels without a window never close, also for those who never wrote",
        arguments: [
            ("whatsapp", "z-api"), ("whatsapp", "whaticket"), ("email", "resend"), ("sms", "twilio"),
            ("chat", "widget"),
        ])
    func unlimited(channel: String, provider: String) {
        let never = ServiceWindow(.init(channelType: channel, provider: provider), lastCustomerMessage: nil)
        #expect(never.state(at: wrote) == .unlimited)
        #expect(never.permit(for: .machine, at: wrote) == .free && never.closesAt(wrote) == nil)
    }

    @Test("whoever never wrote can only be reached by a template, where there are templates")
    func neverWrote() {
        let whatsApp = ServiceWindow(.templatesAfterADay, lastCustomerMessage: nil)
        #expect(whatsApp.state(at: wrote) == .closed(since: nil))
        #expect(whatsApp.permit(for: .person, at: wrote) == .templateOnly)
        #expect(ServiceWindow(.peopleForAWeek, lastCustomerMessage: nil).permit(for: .person, at: wrote) == .refused)
    }

    @Test("a message dated in the future opens no longer window than one of now")
    func future() {
        let window = ServiceWindow(.templatesAfterADay, lastCustomerMessage: wrote.addingTimeInterval(86_000))
        #expect(window.closesAt(wrote) == wrote.addingTimeInterval(86_340))
    }
}
