// Shows what the server pushes, and opens what it is about. Keeps nothing and serves no page.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("push", event => {
  let note = {};
  try { note = event.data?.json() ?? {}; } catch { /* Browsers demand that something is shown. */ }
  event.waitUntil(self.registration.showNotification(note.title || "Secretaria", {
    body: note.body || "", tag: note.tag || "secretaria", renotify: true, data: { url: note.url || "/support" },
  }));
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const target = new URL(event.notification.data?.url || "/support", self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const page = pages.find(each => each.url === target.href) ?? pages[0];
    if (!page) return self.clients.openWindow(target.href);
    await page.focus();
    if (page.url !== target.href) await page.navigate(target.href).catch(() => self.clients.openWindow(target.href));
  })());
});
