extension Calibration {
    /// Written by `CalibrationFitTests`.
    package static let hashed = Calibration(
        order: Weights(unit: 3.24, headingAsked: 2.68, missing: -2.65, cosine: 4.41, theme: 4.82),
        likely: Weights(
            intercept: -3.81, unit: 1.17, headingAsked: 0.12, cosine: 4.88, theme: 2.02, foreign: -1.36,
            asked: 0.32),
        sum: 0.10, ahead: 0.57, behind: 1.03, mostLead: 3.00, usualCosine: 0.3)
}
