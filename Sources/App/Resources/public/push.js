// Turns notifications of this browser on and off. The browser asks for permission only when somebody taps the button.
import { one, postData, toast } from "./kit.js";

const root = one("[data-push]");
const state = one("[data-push-state]", root);
const on = one("[data-push-on]", root);
const off = one("[data-push-off]", root);

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const key = bytes(root.dataset.key);

function same(buffer) {
  const held = buffer ? new Uint8Array(buffer) : null;
  return held?.length === key.length && held.every((byte, index) => byte === key[index]);
}

const fields = subscription => {
  const { endpoint, keys } = subscription.toJSON();
  return new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, device: device() });
};

/** "Chrome, Android": enough to tell one's own browsers apart. */
function device() {
  const agent = navigator.userAgent;
  const browser = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]
    .find(([mark]) => agent.includes(mark))?.[1] ?? "";
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]]
    .find(([mark]) => agent.includes(mark))?.[1] ?? "";
  return [browser, system].filter(Boolean).join(", ");
}

async function current() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription() ?? null;
}

async function show() {
  const subscription = await current();
  const isOn = subscription !== null && same(subscription.options.applicationServerKey);
  state.textContent = one(isOn ? "[data-push-on-text]" : "[data-push-off-text]", root).textContent;
  on.hidden = isOn;
  off.hidden = !isOn;
  if (!isOn && Notification.permission === "denied") {
    state.textContent = root.dataset.denied;
    on.hidden = true;
  }
}

async function turnOn() {
  if (await Notification.requestPermission() !== "granted") return show();
  await navigator.serviceWorker.register("/push-worker.js");
  const registration = await navigator.serviceWorker.ready;
  const old = await registration.pushManager.getSubscription();
  if (old && !same(old.options.applicationServerKey)) await old.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await postData("/settings/notifications", fields(subscription));
  location.assign("/settings/notifications?done=on");
}

async function turnOff() {
  const subscription = await current();
  if (subscription) {
    await postData("/settings/notifications/off", fields(subscription));
    await subscription.unsubscribe();
  }
  location.assign("/settings/notifications?done=off");
}

const act = (button, work) => button.addEventListener("click", async () => {
  button.disabled = true;
  try { await work(); } catch (error) { toast(error.status === undefined ? root.dataset.failed : error.message); }
  button.disabled = false;
});

if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
  state.textContent = root.dataset.unsupported;
} else {
  act(on, turnOn);
  act(off, turnOff);
  show();
}
