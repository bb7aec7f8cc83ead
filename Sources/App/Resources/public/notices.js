// A customer's invitation: the shop's notices on and off in this browser. Permission is asked for when the button is tapped.
import { one, postData, toast } from "./kit.js";
import { fields, isOurs, isSupported, keyBytes, subscribe } from "./push-browser.js";

const root = one("[data-notices]");
const state = one("[data-notices-state]", root);
const on = one("[data-notices-on]", root);
const off = one("[data-notices-off]", root);
const { action, scope } = root.dataset;
const key = keyBytes(root.dataset.key);

async function current() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  // Without one of its own a wider one answers: the worker of whoever runs the shop.
  if (!registration?.scope.endsWith(scope)) return null;
  return registration.pushManager.getSubscription();
}

async function show() {
  const isOn = isOurs(await current(), key);
  const isDenied = !isOn && Notification.permission === "denied";
  state.textContent = isDenied ? root.dataset.denied : isOn ? root.dataset.on : root.dataset.off;
  on.hidden = isOn || isDenied;
  off.hidden = !isOn;
}

/** A subscription needs a worker that runs; this page lies outside of its scope, so `ready` would wait for ever. */
async function worker() {
  const registration = await navigator.serviceWorker.register("/notices-worker.js", { scope });
  const starting = registration.active ? null : registration.installing ?? registration.waiting;
  if (starting) {
    await new Promise((started, failed) => starting.addEventListener("statechange", () => {
      if (starting.state === "activated") started();
      if (starting.state === "redundant") failed(new Error("worker"));
    }));
  }
  return registration;
}

async function turnOn() {
  if (await Notification.requestPermission() === "granted") {
    await postData(action, fields(await subscribe(await worker(), key)));
  }
}

async function turnOff() {
  const subscription = await current();
  if (!subscription) return;
  await postData(`${action}/off`, fields(subscription));
  await subscription.unsubscribe();
}

const act = (button, work) => button.addEventListener("click", async () => {
  button.disabled = true;
  try { await work(); } catch (error) { toast(error.status === undefined ? root.dataset.failed : error.message); }
  button.disabled = false;
  await show();
});

if (!isSupported) {
  state.textContent = root.dataset.unsupported;
} else {
  act(on, turnOn);
  act(off, turnOff);
  show();
}
