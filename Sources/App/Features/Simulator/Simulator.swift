/// A customer's phone, in the browser: `/simulator`, where pretend providers run beside the server; and `/simulator/mailbox`, which
/// shows every e-mail that was sent through them.
///
/// Tables owned: none. Pretend customers live in memory, as the pretend providers do. What is typed goes through the real webhook
/// of each provider, signed where it signs; what the shop says is shown as the pretend provider received it. Only accounts that
/// these know can be played, and only those of the reader's own shop.
package enum Simulator {}
