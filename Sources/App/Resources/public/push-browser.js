// What both pages that subscribe a browser have in common: /settings/notifications and a customer's invitation.

export const isSupported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export const keyBytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));

/** Whether a subscription is to our key: another master key makes another. */
export function isOurs(subscription, key) {
  const buffer = subscription?.options.applicationServerKey;
  const held = buffer ? new Uint8Array(buffer) : null;
  return held?.length === key.length && held.every((byte, index) => byte === key[index]);
}

/** A subscription as the server takes it. */
export function fields(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, device: device() });
}

/** Subscribes in a registration, to our key and no other. */
export async function subscribe(registration, key) {
  const old = await registration.pushManager.getSubscription();
  if (old && !isOurs(old, key)) await old.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** "Chrome, Android": enough to tell one's own browsers apart. */
function device() {
  const agent = navigator.userAgent;
  const browser = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]
    .find(([mark]) => agent.includes(mark))?.[1] ?? "";
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]]
    .find(([mark]) => agent.includes(mark))?.[1] ?? "";
  return [browser, system].filter(Boolean).join(", ");
}
