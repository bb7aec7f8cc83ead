extension Calibration {
    /// Written by `CalibrationFitTests`.
    package static let hashed = Calibration(
        order: Weights(unit: 3.24, headingAsked: 2.68, missing: -2.65, cosine: 4.41, theme: 4.82),
        likely: Weights(
            intercept: -3.78, unit: 0.88, headingAsked: -0.06, missing: 0.20, cosine: 4.67, theme: 1.72, foreign: -1.56,
            asked: 0.23),
        sum: 0.16, ahead: 0.58, behind: 1.05, mostLead: 3.00, usualCosine: 0.3)
}
