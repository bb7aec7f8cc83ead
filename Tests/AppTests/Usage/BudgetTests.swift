import Domain
import Foundation
import Logging
import Postgres
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// What the assistant may cost: gate 3.
@Suite(.timeLimit(.minutes(10)))
struct BudgetTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    // MARK: Many at once

    @Test(
        "of 200 turns at once against a cap of 50 answers, 50 are let through and not a millionth of a dollar more is spent"
    )
    func stampede() async throws {
        try await withModel { fixture, _, model in
            let price = try await fixture.reserved(for: question, model: model)
            let before = Int64(try await fixture.usage().microUSD)
            let cap = before + 50 * price
            try await fixture.cap(cap)
            let contexts = try await fixture.waitingTurns(200, asking: question)
            let gathering = Gathering(of: contexts.count)
            let held = HighWater()
            let worker = fixture.worker(model: model, deadline: .seconds(120)) {
                await gathering.wait()
                held.note(try await fixture.held())
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (job, context) in contexts {
                    group.addTask {
                        try await worker.run(job, context)
                        gathering.pass()
                    }
                }
                try await group.waitForAll()
            }
            let (answered, refused) = try await fixture.outcomes()
            #expect(answered == 50 && refused == 150)
            #expect(held.height <= 50 * price)
            let spent = Int64(try await fixture.usage().microUSD)
            #expect(spent > before && spent <= cap)
            #expect(try await fixture.held() == 0)
        }
    }

    @Test(
        "whatever is asked for at once and whatever it then costs, spent and set aside never pass the cap",
        arguments: [1, 2, 3])
    func neverBeyond(seed: UInt64) async throws {
        try await withAssistant(knowledge: false) { fixture in
            let cap: Int64 = 500_000
            try await fixture.cap(cap)
            let budget = AIBudget(database: fixture.database)
            var random = SeededRandom(seed: seed)
            let plans = (0..<200).map { _ in
                (
                    ask: Int64.random(in: 1_000...60_000, using: &random),
                    more: Int64.random(in: 0...40_000, using: &random),
                    crashes: Int.random(in: 0..<10, using: &random) == 0
                )
            }
            let highest = HighWater()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for plan in plans {
                    group.addTask {
                        guard let purse = try await budget.open(fixture.shop, for: "answer", plan.ask) else { return }
                        var cost = plan.ask
                        if await purse.covers(plan.ask + plan.more) { cost += plan.more }
                        highest.note(try await fixture.heldAndSpent())
                        if plan.crashes { return await budget.close(purse) }
                        var call = UsageTally.Call(model: "m", channel: "whatsapp", purpose: "answer")
                        (call.calls, call.microUSD) = (1, cost)
                        await budget.close(purse, UsageTally(calls: [call]))
                    }
                }
                try await group.waitForAll()
            }
            let spent = Int64(try await fixture.usage().microUSD)
            #expect(spent > cap / 2 && spent <= cap)
            #expect(try await fixture.held() == 0)
            #expect(highest.height <= cap)
        }
    }

    // MARK: What the shop wants then

    @Test("with nothing left a person gets the conversation, and the reason has a name")
    func handsOver() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.cap(0)
            let notice = try #require(try await fixture.exchange(question, model: model))
            #expect(try notice("content") == AssistantSentences.handoff(.budgetExhausted, .portuguese))
            #expect(try await fixture.standing()("handoff_reason") == "budget_exhausted")
            #expect(try await fixture.events("handoff").first?["step"]?.string == "budget")
            #expect(simulator.requests.isEmpty)
        }
    }

    @Test("or the attendant goes on by quoting, which costs nothing")
    func goesOnOffline() async throws {
        try await withModel { fixture, simulator, model in
            try await fixture.cap(0, .offline)
            let reply = try #require(try await fixture.exchange(question, model: model))
            #expect((try reply("content") as String).contains("1 a 2 dias úteis"))
            #expect(try await fixture.events("ai_response").first?["model"]?.string == "offline")
            #expect(simulator.requests.isEmpty)
            #expect(try await fixture.usage().microUSD == 0)
        }
    }

    @Test("enough for the gate and not for the request: it is not made", arguments: UsageTerms.WhenSpent.allCases)
    func notEnough(whenSpent: UsageTerms.WhenSpent) async throws {
        try await withModel { fixture, simulator, model in
            let price = try await fixture.reserved(for: question, model: model)
            let (asked, spent) = (simulator.requests.count, Int64(try await fixture.usage().microUSD))
            // What a shop writes into its knowledge is not known at the gate.
            try await fixture.know(String(repeating: "Detalhes da entrega expressa em São Paulo, prazo. ", count: 400))
            try await fixture.cap(spent + price + 100, whenSpent)
            _ = try await fixture.exchange(question, model: model)
            #expect(simulator.requests.count == asked)
            #expect(Int64(try await fixture.usage().microUSD) == spent)
            let isHanded = try await fixture.standing()("handoff_reason") as String? == "budget_exhausted"
            #expect(isHanded == (whenSpent == .handoff))
        }
    }

    @Test("the plan counts where it is the lower of the two, and a shop cannot raise it")
    func plan() async throws {
        try await withModel { fixture, _, model in
            try await fixture.cap(50_000_000)
            let slug: String = try await fixture.database.system("test") { system in
                let slug: String = try await system.one("SELECT slug FROM tenants")("slug")
                #expect(try await Tenants.setAIPlan(0, of: slug, in: system))
                return slug
            }
            _ = try await fixture.exchange(question, model: model)
            #expect(try await fixture.standing()("handoff_reason") == "budget_exhausted")
            await #expect(throws: PostgresError.self) {
                try await fixture.database.tenant(TenantScope(tenant: fixture.shop, role: .owner)) {
                    try await $0.execute("UPDATE tenants SET ai_plan_micro_usd = NULL WHERE slug = \(slug)")
                }
            }
        }
    }

    @Test("an operator sets it in dollars; what is no amount or no shop is said")
    func planByOperator() async throws {
        try await withAssistant(knowledge: false) { fixture in
            let database = fixture.database
            let slug: String = try await database.system("test") {
                try await $0.one("SELECT slug FROM tenants")("slug")
            }
            #expect(try await Tenants.setAIPlan(usd: "12.50", of: slug, in: database) == "US$ 12.50 a month")
            #expect(try await database.tenant(fixture.scope) { try await Usage.report($0) }.cap == 12_500_000)
            #expect(try await Tenants.setAIPlan(usd: "none", of: slug, in: database) == "no limit")
            await #expect(throws: Tenants.PlanFault.noAmount) {
                try await Tenants.setAIPlan(usd: "muito", of: slug, in: database)
            }
            await #expect(throws: Tenants.PlanFault.noShop) {
                try await Tenants.setAIPlan(usd: "1", of: "nenhuma", in: database)
            }
        }
    }

    // MARK: What is set aside

    @Test("what a crash left behind is free again when it expires, and not before")
    func expiry() async throws {
        try await withAssistant(knowledge: false) { fixture in
            try await fixture.cap(1_000)
            let budget = AIBudget(database: fixture.database)
            #expect(try await budget.open(fixture.shop, for: "answer", 800) != nil)
            #expect(try await budget.open(fixture.shop, for: "answer", 300) == nil)
            try await fixture.database.system("test") {
                _ = try await $0.execute("UPDATE ai_reservations SET expires_at = now() - interval '1 second'")
            }
            let purse = try #require(try await budget.open(fixture.shop, for: "answer", 300))
            #expect(try await fixture.held() == 300)
            #expect(await purse.covers(1_000))
            #expect(!(await purse.covers(1_001)))
            await budget.close(purse)
            #expect(try await fixture.held() == 0)
        }
    }

    @Test("a turn that ends without a word gives back what it had set aside, a turn that was overtaken too")
    func given() async throws {
        try await withModel { fixture, _, model in
            try await fixture.cap(50_000_000)
            try await fixture.customerWrites(question)
            try await fixture.runTurns(model: model) {
                try await fixture.desk.takeOver(fixture.conversation, by: fixture.actor)
            }
            #expect(try await fixture.events("ai_superseded").count == 1)
            #expect(try await fixture.usage().microUSD > 0)
            #expect(try await fixture.held() == 0)
        }
    }
}
