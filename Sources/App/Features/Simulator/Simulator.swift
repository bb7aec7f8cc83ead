/// A customer's phone, in the browser: `/simulator`, where a pretend Meta runs beside the server.
///
/// Tables owned: none. Pretend customers live in memory, as the pretend Meta does. What is typed goes through the real, signed
/// webhook; what the shop says is shown as the pretend Meta received it. Only accounts that the pretend Meta knows can be played,
/// and only those of the reader's own shop.
package enum Simulator {}
