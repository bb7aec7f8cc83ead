// Turns notifications of this browser on and off. The browser asks for permission only when somebody taps the button.
import { one, postData, toast } from "./kit.js";
import { fields, isOurs, isSupported, keyBytes, subscribe } from "./push-browser.js";

const root = one("[data-push]");
const state = one("[data-push-state]", root);
const on = one("[data-push-on]", root);
const off = one("[data-push-off]", root);
const key = keyBytes(root.dataset.key);

async function current() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription() ?? null;
}

async function show() {
  const isOn = isOurs(await current(), key);
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
  const subscription = await subscribe(await navigator.serviceWorker.ready, key);
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

if (!isSupported) {
  state.textContent = root.dataset.unsupported;
} else {
  act(on, turnOn);
  act(off, turnOff);
  show();
}
