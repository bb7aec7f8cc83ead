import Domain
import Testing

@testable import App

struct PhoneTextTests {
    @Test(arguments: [
        ("5521996540102", "+55 21 99654-0102"), ("+55 (11) 3456-7890", "+55 11 3456-7890"),
        ("351912345678", "+351912345678"),
        ("BR.1349021145017742", "BR.1349021145017742"), ("Mariana Alves", "Mariana Alves"), ("", ""),
    ])
    func `numbers are grouped for reading, anything else is left alone`(stored: String, shown: String) {
        #expect(PhoneNumber.display(stored) == shown)
    }
}
