import Foundation

/// Bars of a chart, laid out by the server; lengths in the units of its view box.
struct UsageChart: Encodable {
    struct Bar: Encodable {
        let x: String
        let y: String
        let width: String
        let height: String
        /// What the bar says when it is pointed at.
        let title: String
    }
    struct Label: Encodable {
        let x: String
        let text: String
    }

    let bars: [Bar]
    let labels: [Label]
    /// The value of the highest bar.
    let top: String

    static let width = 720.0
    static let height = 160.0

    static let sample = UsageChart(
        bars: [.init(x: "0", y: "20", width: "18", height: "140", title: "21/11: US$ 0,02")],
        labels: [.init(x: "9", text: "21")], top: "US$ 0,02")
}

extension UsageChart {
    /// One bar a day.
    init(_ values: [(label: String, value: Int64, title: String)], top: String) {
        let most = Double(values.map(\.value).max() ?? 0)
        let step = Self.width / Double(max(values.count, 1))
        bars = values.enumerated().compactMap { index, entry in
            guard entry.value > 0, most > 0 else { return nil }
            let height = max(Double(entry.value) / most * Self.height, 1)
            return Bar(
                x: Self.text(Double(index) * step + step * 0.12), y: Self.text(Self.height - height),
                width: Self.text(step * 0.76), height: Self.text(height), title: entry.title)
        }
        labels = values.enumerated().compactMap { index, entry in
            guard index.isMultiple(of: 5) else { return nil }
            return Label(x: Self.text((Double(index) + 0.5) * step), text: entry.label)
        }
        self.top = top
    }

    private static func text(_ value: Double) -> String { String(format: "%.1f", locale: nil, value) }
}
