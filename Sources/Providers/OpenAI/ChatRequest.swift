import Domain

extension OpenAI {
    /// The form of a structured answer.
    package struct Form: Sendable {
        package let name: String
        package let schema: JSON

        package init(name: String, schema: JSON) {
            self.name = name
            self.schema = schema
        }

        package static let attendant = Form(name: AnswerSchema.name, schema: AnswerSchema.schema)
        package static let image = Form(name: ImageReading.formName, schema: ImageReading.schema)
    }

    /// What is told of an answer while it is written.
    package enum Progress: Sendable, Equatable {
        /// The next words.
        case words(String)
        /// What was told so far is not the answer: it may begin anew.
        case restart
    }

    package struct ChatRequest: Sendable {
        package static let standardMaxTokens = 2_000

        package var messages: [ChatMessage]
        /// In the order in which they are tried. Names of the former gateway are understood.
        package var models: [String]
        package var form: Form?
        /// Cap of the answer including hidden reasoning.
        package var maxTokens: Int
        /// Sent to models that take it.
        package var temperature: Double?
        /// The day whose prices hold, as `2026-01-31`.
        package var day: String
        /// From the first byte of the first request to the answer, over all models.
        package var deadline: Duration
        /// Those of the shop that pays; nil takes the client's.
        package var prices: ModelPrices?
        /// Asked before each request whether the call may have cost so much when it is over, in millionths of a dollar: what it has
        /// cost so far and the most that this request can. A request that may not is not made.
        package var mayCost: (@Sendable (Int64) async -> Bool)?
        /// Told the words as they come; the answer is then asked for as a stream. Not for answers that must be checked before
        /// anybody sees them.
        package var tell: (@Sendable (Progress) -> Void)?
        /// A stream that has begun and then says nothing for so long is given up.
        package var idle: Duration = .seconds(8)

        package init(
            messages: [ChatMessage], models: [String], form: Form?, maxTokens: Int = Self.standardMaxTokens,
            temperature: Double? = nil,
            day: String, deadline: Duration = .seconds(30)
        ) {
            self.messages = messages
            self.models = models
            self.form = form
            self.maxTokens = maxTokens
            self.temperature = temperature
            self.day = day
            self.deadline = deadline
        }
    }

    package struct ChatOutcome<Answer: Sendable>: Sendable {
        package let answer: Answer
        /// The text that `answer` was read from.
        package let content: String
        /// The model as it was asked for.
        package let model: String
        /// The dated name under which it answered.
        package let snapshot: String
        /// All requests, the one that succeeded last.
        package let attempts: [Attempt]

        /// Over all attempts: answers that could not be used were paid for too.
        package var usage: TokenUsage { attempts.reduce(.none) { $0 + $1.usage } }
        package var microUSD: Int64 { attempts.microUSD }
        package var isPriceKnown: Bool { attempts.allSatisfy(\.isPriceKnown) }
        /// Another model than the first one answered.
        package var fellBack: Bool { attempts.first.map { $0.model != model } ?? false }
    }
}
