// Shows a shop's notices to its customer, says that it did, and opens the shop. Keeps nothing and serves no page.
self.addEventListener("install", () => self.skipWaiting());

/** A report that is lost is a tick that is missing: nothing to trouble anybody with. */
const report = (receipt, word) => receipt ? fetch(receipt, { method: "POST", body: word }).catch(() => {}) : null;

self.addEventListener("push", event => {
  let note = {};
  try { note = event.data?.json() ?? {}; } catch { /* Browsers demand that something is shown. */ }
  event.waitUntil((async () => {
    await self.registration.showNotification(note.title || self.location.hostname, {
      body: note.body || "", tag: note.tag || "notice", data: { url: note.url, receipt: note.receipt },
    });
    await report(note.receipt, "delivered");
  })());
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const { url, receipt } = event.notification.data ?? {};
  event.waitUntil(Promise.all([report(receipt, "read"), url?.startsWith("https://") ? self.clients.openWindow(url) : null]));
});
