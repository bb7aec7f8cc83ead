/// Measures the assistant of a shop against a suite of conversations: what it finds, what it says, what it leaves to people, what it costs.
///
/// Owns no table. Asks through ``AssistantTrial``, so what is measured is what customers get, up to the commit. The last run of a suite is
/// kept as a file; a case that passed then and fails now, or a figure that fell, is a regression.
package enum Evaluation {}
