// Sound and desktop notification for messages and drafts that wait for a person. Off until somebody turns it on, in this browser.
import { one, store } from "./kit.js";
import { open } from "./inbox-thread.js";

const root = one("[data-inbox]");
const button = () => one("[data-alerts]");
let sound = null;

const isOn = () => store.get("alerts") === "on";

function show() {
  const on = isOn();
  root.dataset.rings = on ? "on" : "";
  const node = button();
  if (!node) return;
  node.hidden = false;
  node.setAttribute("aria-pressed", String(on));
  one("use", node).setAttribute("href", `${document.body.dataset.icons}#${on ? "bell" : "bell-off"}`);
}

/** Two short soft tones; made here, so there is no file to load. */
function beep() {
  sound ??= new AudioContext();
  [[660, 0], [880, 0.14]].forEach(([pitch, delay]) => {
    const tone = sound.createOscillator();
    const level = sound.createGain();
    const start = sound.currentTime + delay;
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(0.12, start + 0.02);
    level.gain.exponentialRampToValueAtTime(0.001, start + 0.22);
    tone.connect(level).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.25);
  });
}

export function ring({ id, status, assignee, draft }, name, preview) {
  if (!isOn() || !(draft || ["new", "waiting_agent", "open"].includes(status))) return;
  if (assignee && assignee !== root.dataset.me) return;
  beep();
  if (document.visibilityState === "visible" || Notification.permission !== "granted") return;
  const note = new Notification(name, { body: preview, tag: id });
  note.addEventListener("click", () => { window.focus(); open(id); note.close(); });
}

export function start() {
  if (!("Notification" in window)) return;
  document.addEventListener("inbox:list", show);
  document.addEventListener("click", async event => {
    if (!event.target.closest("[data-alerts]")) return;
    store.set("alerts", isOn() ? "" : "on");
    show();
    if (!isOn()) return;
    if (Notification.permission === "default") await Notification.requestPermission();
    beep();
  });
  show();
}
