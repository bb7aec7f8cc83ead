/// Check digits as their issuers compute them.
enum CheckDigits {
    static func cpf(_ digits: Digits) -> Bool {
        guard digits.count == 11, !digits.isUniform else { return false }
        var first = 0, second = 0
        for index in 0..<9 {
            first &+= digits[index] &* (10 &- index)
            second &+= digits[index] &* (11 &- index)
        }
        let dv = first &* 10 % 11 % 10
        return digits[9] == dv && digits[10] == (second &+ dv &* 2) &* 10 % 11 % 10
    }

    /// Letters count as their code minus 48, so one rule serves the numeric and the alphanumeric CNPJ.
    static func cnpj(_ characters: [UInt8]) -> Bool {
        guard characters.count == 14, let head = characters.first, !characters.allSatisfy({ $0 == head }) else {
            return false
        }
        func check(_ count: Int) -> Int {
            var sum = 0
            for index in 0..<count {
                let weight = (count &- 1 &- index) % 8 &+ 2
                sum &+= (Int(characters[index]) &- 48) &* weight
            }
            return sum % 11 < 2 ? 0 : 11 &- sum % 11
        }
        return check(12) == Int(characters[12]) &- 48 && check(13) == Int(characters[13]) &- 48
    }

    /// There is no published rule; the two in use differ on 0.7 % of the numbers, and either is accepted.
    static func cnh(_ digits: Digits) -> Bool {
        guard digits.count == 11, !digits.isUniform else { return false }
        var first = 0, second = 0
        for index in 0..<9 {
            first &+= digits[index] &* (9 &- index)
            second &+= digits[index] &* (1 &+ index)
        }
        let isTen = first % 11 >= 10
        guard digits[9] == (isTen ? 0 : first % 11) else { return false }
        let rest = second % 11
        let plain = rest >= 10 ? 0 : rest
        var discounted = rest &- (isTen ? 2 : 0)
        if discounted < 0 { discounted &+= 11 }
        if discounted >= 10 { discounted = 0 }
        return digits[10] == plain || digits[10] == discounted
    }

    static func titulo(_ digits: Digits) -> Bool {
        guard digits.count == 12, (1...28).contains(digits.number(8, 2)) else { return false }
        let isLarge = digits.number(8, 2) <= 2
        func matches(_ sum: Int, _ dv: Int) -> Bool {
            let rest = sum % 11
            return dv == (rest == 10 ? 0 : rest) || isLarge && rest == 0 && dv == 1
        }
        let first = (0..<8).reduce(0) { $0 &+ digits[$1] &* ($1 &+ 2) }
        return matches(first, digits[10]) && matches(7 &* digits[8] &+ 8 &* digits[9] &+ 9 &* digits[10], digits[11])
    }

    static func pis(_ digits: Digits) -> Bool {
        guard digits.count == 11, !digits.isUniform else { return false }
        let weights = [3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
        let rest = weights.indices.reduce(0) { $0 &+ digits[$1] &* weights[$1] } % 11
        return digits[10] == (rest < 2 ? 0 : 11 &- rest)
    }

    /// A weighted sum divisible by eleven; cards beginning with 1 or 2 are built so that it holds for them too.
    static func cns(_ digits: Digits) -> Bool {
        guard digits.count == 15, [1, 2, 7, 8, 9].contains(digits[0]) else { return false }
        return (0..<15).reduce(0) { $0 &+ digits[$1] &* (15 &- $1) } % 11 == 0
    }

    static func luhn(_ digits: Digits) -> Bool {
        guard digits.count > 1, !digits.isUniform else { return false }
        var sum = 0
        for index in 0..<digits.count {
            let digit = digits[digits.count &- 1 &- index]
            sum &+= index % 2 == 0 ? digit : digit < 5 ? digit &* 2 : digit &* 2 &- 9
        }
        return sum % 10 == 0
    }

    /// Of the first `count` digits, weights 2–9 from the right; `whenNone` where the rule gives no single digit.
    static func mod11(_ digits: Digits, _ count: Int, whenNone: Int) -> Int {
        var sum = 0
        for index in 0..<count { sum &+= digits[count &- 1 &- index] &* (index % 8 &+ 2) }
        let rest = sum % 11
        return rest < 2 ? whenNone : 11 &- rest
    }

    /// Of fields of payment slips: weights 2, 1 from the right, digits of the products added.
    static func mod10(_ digits: Digits, from start: Int, _ count: Int) -> Int {
        var sum = 0
        for index in 0..<count {
            let product = digits[start &+ count &- 1 &- index] &* (index % 2 == 0 ? 2 : 1)
            sum &+= product / 10 &+ product % 10
        }
        return (10 &- sum % 10) % 10
    }
}
