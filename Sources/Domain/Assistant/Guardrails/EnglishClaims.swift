/// Claims and promises of English answers. What an English answer says of a Portuguese source cannot be held against its words, so
/// whoever says `I` may only speak, search and be sorry; `we` may say in the present what the shop does.
enum EnglishClaims {
    struct Claim: Sendable {
        let range: Range<Int>
        let kind: GuardrailFinding.Kind
        let why: GuardrailFinding.Why
    }

    static func find(in clause: Clause, told: Told, hasProof: Bool) -> Claim? {
        let words = clause.words
        if let range = sure.firstRange(in: words) { return Claim(range: range, kind: .promise, why: .guarantee) }
        if let range = future(words, hasProof) { return Claim(range: range, kind: .promise, why: .future) }
        if let range = mine(words) { return Claim(range: range, kind: .action, why: .firstPerson) }
        if let range = ours(clause) { return Claim(range: range, kind: .action, why: .firstPerson) }
        if let range = passive(clause, told, hasProof) { return Claim(range: range, kind: .action, why: .passive) }
        if let range = bare(clause, told) { return Claim(range: range, kind: .action, why: .report) }
        return nil
    }

    // MARK: Forms

    /// `cancelled`, `sent`
    static func isPast(_ word: String) -> Bool {
        irregular.contains(word) || word.utf8.count >= 5 && word.hasSuffix("ed") && !notPast.contains(word)
    }

    static func isOngoing(_ word: String) -> Bool {
        word.utf8.count >= 6 && word.hasSuffix("ing") && !notOngoing.contains(word)
    }

    private static let irregular: Set<String> = [
        "sent", "resent", "made", "done", "did", "put", "set", "gave", "given", "got", "gotten", "went", "gone", "took",
        "taken", "told",
        "spoke", "spoken", "wrote", "written", "sold", "paid", "kept", "left", "brought", "sorted", "held", "rebuilt",
        "built",
        "chose", "chosen", "begun", "began", "redid", "redone", "undid", "undone", "withdrew", "withdrawn", "swapped",
        "reset",
        "rang", "said", "shipped", "spent", "bought", "caught", "found", "sought", "dealt", "cut", "let", "freed",
        "filed",
        "ran", "run", "drew", "drawn", "threw", "thrown", "overrode", "overridden", "forgave", "forgiven", "dropped",
    ]
    private static let notPast: Set<String> = [
        "need", "speed", "feed", "seed", "indeed", "proceed", "exceed", "succeed", "hundred", "embed", "sacred",
        "naked", "breed",
    ]
    private static let notOngoing: Set<String> = [
        "during", "nothing", "anything", "something", "everything", "string", "morning", "evening", "shipping",
        "spring",
        "according", "including", "clothing", "bedding", "wedding", "ceiling", "training", "packaging", "missing",
        "working",
    ]

    // MARK: I

    private static func mine(_ words: [String]) -> Range<Int>? {
        for index in words.indices where words[index] == "i" {
            var next = index + 1
            while words.indices.contains(next), skipped.contains(words[next]) { next += 1 }
            guard words.indices.contains(next) else { continue }
            let verb = words[next]
            let rest = Array(words[(next + 1)...].prefix(3))
            let isSafe: Bool
            switch verb {
            case "am", "m", "was": isSafe = rest.first.map(being.contains) ?? true
            case "have", "ve", "had": isSafe = rest.first.map { ["no", "not", "only"].contains($0) } ?? true
            case "can", "could", "may", "might", "would", "d", "should":
                isSafe = rest.contains { speaking.contains($0) } || isHandover(words[(next + 1)...])
            default: isSafe = speaking.contains(verb)
            }
            if !isSafe { return index..<min(next + 2, words.count) }
        }
        return nil
    }

    /// `bring in someone from the team`, `pass you on to a person`: what the program does by itself, and nothing more.
    private static func isHandover(_ words: ArraySlice<String>) -> Bool {
        words.contains(where: handing.contains) && words.contains(where: people.contains)
            && words.allSatisfy { handing.contains($0) || people.contains($0) || besides.contains($0) }
    }

    private static let handing: Set<String> = [
        "bring", "get", "call", "pass", "hand", "transfer", "connect", "put", "ask",
    ]
    private static let people: Set<String> = [
        "someone", "somebody", "person", "people", "human", "team", "agent", "attendant", "colleague", "member",
    ]
    private static let besides: Set<String> = [
        "in", "on", "over", "you", "to", "from", "the", "our", "a", "an", "of", "for", "with", "this", "it", "here",
        "help", "through", "touch", "also", "staff", "store", "shop",
    ]

    private static let skipped: Set<String> = [
        "just", "also", "really", "truly", "only", "already", "ve", "personally", "now", "completely", "totally",
    ]
    private static let being: Set<String> = [
        "sorry", "afraid", "not", "unable", "happy", "glad", "here", "only", "just", "an", "a", "the", "so", "very",
        "really", "your",
    ]
    /// Speaking, searching, understanding; and denying.
    private static let speaking: Set<String> = [
        "not", "t", "cannot", "don", "didn", "couldn", "wouldn", "can", "understand", "hope", "found", "find",
        "recommend", "suggest", "apologize",
        "apologise", "regret", "know", "think", "believe", "wish", "help", "tell", "say", "explain", "inform", "share",
        "show", "answer",
        "advise", "love", "like", "need", "guess", "mean", "appreciate", "realize", "do", "did", "was", "be", "read",
        "thank", "agree", "point",
    ]

    // MARK: We

    private static func ours(_ clause: Clause) -> Range<Int>? {
        let words = clause.words
        return words.indices.first { index in
            guard words[index] == "we" || others.contains(words[index]), !clause.isSubordinate(index) else {
                return false
            }
            let rest = words[(index + 1)...].prefix(words[index] == "we" ? 4 : 2)
            if rest.contains(where: { ["t", "not", "never"].contains($0) }) { return false }
            if let verb = rest.first, ["are", "re"].contains(verb) || verb == "is" && words[index] != "we" {
                return rest.dropFirst().first.map { isOngoing($0) || $0 == "on" } ?? false
            }
            let isPerfect = ["ve", "have", "has"].contains(rest.first ?? "")
            return rest.prefix(3).contains {
                isPast($0) && isPerfect
                    || isPast($0) && $0 != "set" && $0 != "found" && $0 != "put" && $0 != "let" && $0 != "cut"
                        && $0 != "run"
            }
        }.map { $0..<min($0 + 4, words.count) }
    }

    private static let others: Set<String> = [
        "team", "courier", "manager", "warehouse", "carrier", "driver", "seller", "system", "they", "he", "she",
        "somebody", "someone", "bank",
        "supplier", "colleague", "department", "supervisor", "staff", "technician",
    ]

    // MARK: It was done

    private static func passive(_ clause: Clause, _ told: Told, _ hasProof: Bool) -> Range<Int>? {
        let words = clause.words
        return words.indices.first { index in
            let word = words[index]
            guard ["been", "was", "were", "being", "is", "are", "s", "gets", "got"].contains(word),
                !clause.isSubordinate(index)
            else { return false }
            let rest = words[(index + 1)...].prefix(3)
            if let deed = rest.first(where: isPast), told.saysOfOwn(deed) { return false }
            if word == "been" || word == "being" { return true }
            if rest.contains(where: { ["now", "already", "underway"].contains($0) }) { return true }
            let isOn =
                rest.first == "on" && rest.dropFirst().first.map { ["its", "the"].contains($0) } ?? false
                && rest.contains("way")
            if isOn { return true }
            let isHis = words[..<index].contains("your") || words[..<index].first == "it"
            guard
                rest.prefix(2).contains(where: isPast)
                    || isHis
                        && rest.contains(where: {
                            ["ready", "sorted", "fixed", "set", "all", "under", "in"].contains($0)
                        })
            else { return false }
            if word == "was" || word == "were" || word == "got" { return !rest.contains("not") }
            return isHis && !hasProof && words[..<index].contains("your")
        }.map { $0..<min($0 + 3, words.count) }
    }

    /// "Refund issued."
    private static func bare(_ clause: Clause, _ told: Told) -> Range<Int>? {
        let words = clause.words
        if let range = finished.firstRange(in: words) { return range }
        guard clause.isWhole, words.count <= 6, let last = words.lastIndex(where: isPast),
            !words[..<last].contains(where: ["it", "they", "you", "this"].contains), !told.words.contains(words[last]),
            !words.contains(
                where: ["is", "are", "be", "only", "not", "no", "can", "must", "by", "s", "t", "isn", "aren"].contains),
            last + 2 >= words.count
        else { return nil }
        return last..<last + 1
    }

    private static let finished = PatternSet(
        """
        ^ ..2 successfully $
        ^ done $
        ^ ..2 all set/done/sorted $
        is/are/s back/out on/in/for/with
        is/are/s en route
        ^ ..1 it ..1 s/is ..1 done/sorted/fixed/settled $
        consider ..2 done/sorted/fixed/cancelled/canceled
        taken care of
        """)

    // MARK: It shall

    private static func future(_ words: [String], _ hasProof: Bool) -> Range<Int>? {
        if let range = ownFuture.firstRange(in: words), !(words[range].last.map(helping.contains) ?? false) {
            return range
        }
        guard let range = theirFuture.firstRange(in: words), !hasProof, !words[range].contains("not"),
            !(words[range].first == "you" && words[range].last.map(finding.contains) ?? false)
        else { return nil }
        return range
    }

    private static let helping: Set<String> = [
        "explain", "help", "show", "tell", "be", "summarize", "list", "need", "gladly", "have", "find", "receive",
        "know", "start", "clarify",
    ]
    /// What the reader finds or needs, nobody does.
    private static let finding: Set<String> = ["find", "see", "need", "notice"]
    private static let ownFuture = PatternSet(
        """
        i/we ll ..1 *
        i/we will/shall ..1 *
        i/we am/are/m/re going/gonna ..1 *
        let me *
        like/want/need me to *
        should ..1 arrive/reach
        it/they/that should ..1 get
        should be there/with
        leave it/this/that ..1 me/us
        get/gets/getting back to you
        """)
    private static let theirFuture = PatternSet(
        """
        you/it/this/that/they/he/she/someone/somebody/everything ..1 ll ..1 *
        you/it/this/that/they/someone/somebody/everything/everyone/nothing/there ..1 will ..1 *
        you/it/they ..1 won t ..1 *
        this/it won t *
        your ..4 will ..1 *
        the/our/a/an ..3 will ..1 *
        expect ..3 from us/me/someone
        s/is/are going/about to *
        s/is/are coming
        """)
    private static let sure = PatternSet(
        """
        guarantee/promise/guaranteed/swear/vow ..1 *
        guaranteed $
        rest assured
        don t worry
        do not worry
        definitely/certainly/absolutely/surely ..1 *
        make/makes/making/be sure ..1 it/this/that/your/you/we
        count on
        no doubt
        my word
        as soon as possible
        ..1 give ..1 priority
        trust me/us
        """)
}
