import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

/// Whoever asks for a person's data proves to be that person, by a code that only they get.
@Suite(.timeLimit(.minutes(10))) struct SubjectProofTests {
    private func standing(_ world: ErasureWorld, at now: Date = Date()) async throws -> (
        Subject, [SubjectProof.Way], SubjectProof.Standing
    ) {
        try await world.database.tenant(world.owner) { tx in
            let reference = try #require(SubjectReference(ErasureWorld.typed))
            let subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
            let ways = try await Compliance.ways(of: subject, at: now, tx: tx)
            return (subject, ways, try await Compliance.proof(of: subject, at: now, in: tx.tenant, tx))
        }
    }

    /// What the person reads on their telephone.
    private func codes(_ world: ErasureWorld) -> [String] {
        world.bench.sent.compactMap { sent in
            guard let text = sent.text, let start = text.range(of: "Seu código é ") else { return nil }
            return String(text[start.upperBound...].prefix(6))
        }
    }

    @Test func `the code reaches the person, stands nowhere in the database, and proves who they are`() async throws {
        try await ErasureWorld.run { world in
            let (subject, ways, before) = try await standing(world)
            #expect(!before.isProved && before.openUntil == nil)
            let way = try #require(ways.first { $0.channel == "whatsapp" })
            #expect(way.address == "(**) *****-4321")
            let isSent = try await world.eraser.sendCode(by: way, actor: "Olga", as: world.owner)
            try await world.bench.deliver()
            let code = try #require(codes(world).first)
            #expect(isSent && code.utf8.allSatisfy { (0x30...0x39).contains($0) })
            let kept = try await world.dump().filter { place, text in
                [
                    "messages.content", "messages.payload", "jobs.arguments", "outbox.last_error",
                    "subject_codes.address",
                ]
                .contains(place) && text.contains(code)
            }
            #expect(kept.isEmpty)
            let wrong = code == "000000" ? "111111" : "000000"
            #expect(try await world.eraser.checkCode(wrong, of: subject, as: world.owner) == .wrong(left: 4))
            #expect(try await world.eraser.checkCode(" \(code) ", of: subject, as: world.owner) == .proved)
            #expect(try await world.eraser.checkCode(code, of: subject, as: world.owner) == .over, "it serves once")
            let after = try await standing(world).2
            #expect(after.isProved && after.how == "whatsapp (**) *****-4321" && after.openUntil == nil)
            #expect(try await standing(world, at: Date(timeIntervalSinceNow: 8 * 86_400)).2.isProved == false)
            let request: String = try await world.database.system("test") {
                try await $0.one("SELECT state FROM subject_requests")("state")
            }
            #expect(request == "verified", "her open request counts as verified")
            let receipt = try await world.erase()
            #expect(receipt.proof == "whatsapp (**) *****-4321")
        }
    }

    @Test func `five attempts, a quarter of an hour, three codes an hour, and only the newest counts`() async throws {
        try await ErasureWorld.run { world in
            let (subject, ways, _) = try await standing(world)
            let way = try #require(ways.first { $0.channel == "whatsapp" })
            let (eraser, owner) = (world.eraser, world.owner)
            #expect(try await eraser.sendCode(by: way, actor: "Olga", as: owner))
            #expect(try await eraser.sendCode(by: way, actor: "Olga", as: owner))
            try await world.bench.deliver()
            // The first was replaced before it left: its message fails, its code is never told.
            #expect(codes(world).count == 1)
            let refused: Int = try await world.database.system("test") {
                try await $0.one("SELECT count(*) FROM messages WHERE failure_code = 'code_expired'")(0)
            }
            #expect(refused == 1)
            let code = try #require(codes(world).first)
            let wrong = code == "000000" ? "111111" : "000000"
            let late = Date(timeIntervalSinceNow: 16 * 60)
            #expect(try await eraser.checkCode(code, of: subject, as: owner, now: late) == .over)
            for left in [4, 3, 2, 1] {
                #expect(try await eraser.checkCode(wrong, of: subject, as: owner) == .wrong(left: left))
            }
            #expect(try await eraser.checkCode(wrong, of: subject, as: owner) == .over)
            #expect(try await eraser.checkCode(code, of: subject, as: owner) == .over, "attempts are used up")
            #expect(try await eraser.sendCode(by: way, actor: "Olga", as: owner))
            #expect(try await eraser.sendCode(by: way, actor: "Olga", as: owner) == false)
            #expect(try await standing(world).2.isProved == false)
            let nobody = try await eraser.checkCode(code, of: Subject(), as: owner)
            #expect(nobody == .over)
        }
    }

    @Test func `a closed service window is no way; a code of another shop is nobody's`() async throws {
        try await ErasureWorld.run { world in
            let later = try await standing(world, at: Date(timeIntervalSinceNow: 25 * 3600)).1
            #expect(!later.contains { $0.channel == "whatsapp" } && later.contains { $0.channel == "email" })
            let (_, ways, _) = try await standing(world)
            _ = try await world.eraser.sendCode(by: try #require(ways.first), actor: "Olga", as: world.owner)
            let id: UUID = try await world.database.system("test") {
                try await $0.one("SELECT id FROM subject_codes ORDER BY created_at DESC LIMIT 1")("id")
            }
            let vault = try ShopFixture.vault()
            let mine = try await Compliance.code(id.lowercase, of: world.tenant, vault: vault, in: world.database)
            let foreign = try await Compliance.code(
                id.lowercase, of: TenantID(UUID.v7()), vault: vault, in: world.database)
            #expect(mine?.utf8.count == 6 && foreign == nil)
        }
    }
}
