extension Calibration {
    /// Written by `CalibrationFitTests`.
    package static let hashed = Calibration(
        order: Weights(unit: 3.62, headingAsked: 2.72, missing: -2.47, cosine: 5.31, theme: 5.25),
        likely: Weights(
            intercept: -3.87, unit: 1.23, headingAsked: -0.17, missing: 0.47, cosine: 4.59, theme: 1.24, foreign: -1.36,
            asked: 0.16),
        sum: 0.16, ahead: 0.52, behind: 0.98, mostLead: 3.00, usualCosine: 0.3)
}
