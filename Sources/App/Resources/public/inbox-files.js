// Files in the composer: chosen, dropped, pasted or recorded. Each is uploaded at once, and waits in the tray until it is sent.
import { icon, one, Refused } from "./kit.js";

const stage = one("[data-stage]");
const tray = () => one("[data-tray]", stage);
const list = () => one("[data-tray] ul", stage);
/** What hangs in the tray, in order: { name, ready: Promise<id>, item, cancel }. */
let waiting = [];

export const any = () => waiting.length > 0;

/** Takes everything out of the tray, to be sent. */
export function take() {
  const files = waiting;
  waiting = [];
  list()?.replaceChildren();
  changed();
  return files;
}

/** What was not accepted hangs there again. */
export function putBack(file) {
  waiting.push(file);
  list()?.append(file.item);
  changed();
}

/** A new composer took the old one's place. */
export function adopt() {
  if (list()) list().replaceChildren(...waiting.map(file => file.item)); else waiting = [];
  const button = one("[data-record]", stage);
  if (button) button.hidden = !recordingType();
  changed();
}

export function forget() {
  waiting.forEach(file => file.cancel());
  waiting = [];
  recorder?.discard();
}

function changed() {
  const text = one("[data-composer] textarea[name=content]", stage);
  if (text) text.required = !waiting.length;
}

export function add(files, { isVoice = false } = {}) {
  if (!tray()) return;
  for (const file of files) {
    const name = file.name || `arquivo.${(file.type.split("/")[1] || "bin").replace(/[^a-z0-9]/g, "")}`;
    const entry = { name, item: chip(name) };
    if (file.size > Number(tray().dataset.most)) {
      entry.cancel = () => {};
      entry.ready = Promise.reject(new Refused(413, `${tray().dataset.tooLarge} ${tray().dataset.limits}`));
    } else {
      Object.assign(entry, upload(file, name, isVoice, share => progress(entry.item, share)));
    }
    entry.ready.then(() => done(entry.item), error => failed(entry, error));
    one("button", entry.item).addEventListener("click", () => {
      entry.cancel();
      entry.item.remove();
      waiting = waiting.filter(other => other !== entry);
      changed();
      one("[data-composer] textarea[name=content]", stage)?.focus();
    });
    waiting.push(entry);
    list().append(entry.item);
  }
  changed();
}

function chip(name) {
  const item = document.createElement("li");
  item.className = "file-chip";
  const label = document.createElement("span");
  label.textContent = name;
  const state = document.createElement("small");
  state.textContent = tray().dataset.sending;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", name);
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn btn-quiet btn-icon";
  remove.setAttribute("aria-label", tray().dataset.remove.replace("{name}", name));
  remove.append(icon("x"));
  item.append(icon("clip"), label, state, bar, remove);
  return item;
}

function progress(item, share) {
  const bar = one("progress", item);
  if (bar) bar.value = share;
}

function done(item) {
  one("progress", item)?.remove();
  one("small", item).textContent = item.dataset.about ?? "";
}

function failed(entry, error) {
  one("progress", entry.item)?.remove();
  entry.item.classList.add("file-bad");
  one("small", entry.item).textContent = error.message;
}

function upload(file, name, isVoice, told) {
  const request = new XMLHttpRequest();
  const entry = { cancel: () => request.abort() };
  entry.ready = new Promise((resolve, reject) => {
    request.open("POST", `${tray().dataset.url}?name=${encodeURIComponent(name)}${isVoice ? "&voice=1" : ""}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", one('meta[name="csrf-token"]')?.content ?? "");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) told(event.loaded / event.total); });
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a proxy's page: the page's own words are used */ }
      if (request.status !== 201) return reject(new Refused(request.status, answer.message || document.body.dataset.failed));
      const item = waiting.find(each => each.ready === entry.ready)?.item;
      if (item) {
        // A recording may have become another file.
        one("span", item).textContent = answer.name;
        item.dataset.about = `${answer.kind} · ${answer.size}`;
      }
      resolve(answer.id);
    });
    request.addEventListener("error", () => reject(new Refused(0, document.body.dataset.unreachable)));
    request.addEventListener("abort", () => reject(new Refused(0, "")));
    request.send(file);
  });
  return entry;
}

// MARK: Recording

let recorder = null;

function recordingType() {
  if (!tray() || !window.MediaRecorder || !navigator.mediaDevices) return null;
  return tray().dataset.recordings.split(" ").find(type => MediaRecorder.isTypeSupported(type)) ?? null;
}

async function record(button) {
  if (recorder) return recorder.finish();
  const type = recordingType();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    const words = tray().dataset.noMicrophone;
    return import("./kit.js").then(kit => kit.toast(words));
  }
  const parts = [];
  const media = new MediaRecorder(stream, { mimeType: type });
  const label = button.getAttribute("aria-label");
  const started = Date.now();
  const clock = setInterval(() => { button.dataset.time = time(Date.now() - started); }, 500);
  let keeps = true;
  media.addEventListener("dataavailable", event => parts.push(event.data));
  media.addEventListener("stop", () => {
    clearInterval(clock);
    stream.getTracks().forEach(track => track.stop());
    recorder = null;
    delete button.dataset.time;
    button.setAttribute("aria-label", label);
    button.removeAttribute("aria-pressed");
    const ending = type.startsWith("audio/ogg") ? "ogg" : type.startsWith("audio/mp4") ? "m4a" : "webm";
    const bare = type.split(";")[0];
    if (keeps && parts.length) add([new File(parts, `voz.${ending}`, { type: bare })], { isVoice: true });
  });
  recorder = {
    finish: () => media.stop(),
    discard: () => { keeps = false; media.stop(); },
  };
  button.setAttribute("aria-pressed", "true");
  button.setAttribute("aria-label", tray().dataset.stop);
  button.dataset.time = time(0);
  media.start();
}

const time = span => `${Math.floor(span / 60000)}:${String(Math.floor(span / 1000) % 60).padStart(2, "0")}`;

// MARK: Ways in

const takesFiles = () => tray() && !one("[data-composer]", stage).matches(":has(input[value=note]:checked)");
const hasFiles = event => [...(event.dataTransfer?.types ?? [])].includes("Files");

stage.addEventListener("click", event => {
  if (event.target.closest("[data-attach]")) one("[data-file]", stage).click();
  const button = event.target.closest("[data-record]");
  if (button) record(button);
});
stage.addEventListener("change", event => {
  if (!event.target.matches("[data-file]")) return;
  add(event.target.files);
  event.target.value = "";
});
stage.addEventListener("paste", event => {
  if (event.target.name !== "content" || !event.clipboardData?.files.length || !takesFiles()) return;
  event.preventDefault();
  add(event.clipboardData.files);
});
stage.addEventListener("dragover", event => {
  if (!hasFiles(event)) return;
  // Not over the page: the browser would leave it and open the file.
  event.preventDefault();
  event.dataTransfer.dropEffect = takesFiles() ? "copy" : "none";
  stage.classList.toggle("dropping", Boolean(takesFiles()));
});
stage.addEventListener("dragleave", event => { if (!stage.contains(event.relatedTarget)) stage.classList.remove("dropping"); });
stage.addEventListener("drop", event => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  stage.classList.remove("dropping");
  if (takesFiles()) add(event.dataTransfer.files);
});
stage.addEventListener("keydown", event => { if (event.key === "Escape") recorder?.discard(); });
