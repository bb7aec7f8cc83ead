// Small helpers every page script shares.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** A key for one act of sending: two taps, one message. (randomUUID needs https; getRandomValues does not.) */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

/** Parses HTML that our own server rendered. */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

const language = document.documentElement.lang || "pt-BR";
const relative = new Intl.RelativeTimeFormat(language, { style: "short", numeric: "always" });

/** "há 12 min" for an instant in the past. */
export function ago(date, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - date) / 60000));
  if (minutes < 60) return relative.format(-minutes, "minute").replace(/\.$/, "");
  if (minutes < 1440) return relative.format(-Math.floor(minutes / 60), "hour");
  return relative.format(-Math.floor(minutes / 1440), "day");
}

/** What the server refused, in its own words; the page's words when it could not be reached at all. */
export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, document.body.dataset.unreachable);
  }
  if (response.status === 401) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Refused(response.status, problem.message || document.body.dataset.failed);
  }
  return response;
}

/** The HTML of a part of a page. */
export async function getPart(url, options = {}) {
  const response = await answer(fetch(url, { ...options, headers: { Accept: "text/html" } }));
  return response.text();
}

/** Sends a form as the browser would, and gives back the answer instead of leaving the page. */
export async function postForm(form, extra = {}, submitter = null) {
  const data = new URLSearchParams(new FormData(form, submitter));
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return postData(submitter?.getAttribute("formaction") || form.getAttribute("action"), data);
}

function post(url, body, accept, signal) {
  const csrf = one('meta[name="csrf-token"]')?.content ?? "";
  return answer(fetch(url, {
    method: "POST", body, redirect: "manual", signal, headers: { Accept: accept, "X-CSRF-Token": csrf },
  }));
}

export const postData = (url, data) => post(url, data, "application/json");

/** Sends data and hands over each event of the answer while it comes: its name and what it says. Refused, or its `error` event, throws. */
export async function postEvents(url, data, take, signal) {
  const response = await post(url, data, "text/event-stream", signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let isOver = false;
  for (;;) {
    const { done, value } = await reader.read().catch(error => {
      throw signal?.aborted ? error : new Refused(0, document.body.dataset.unreachable);
    });
    if (done) break;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const field = name => lines.filter(line => line.startsWith(`${name}: `)).map(line => line.slice(name.length + 2)).join("\n");
      const told = JSON.parse(field("data") || "{}");
      if (field("event") === "error") throw new Refused(422, told.message);
      isOver ||= field("event") === "done";
      take(field("event"), told);
    }
  }
  if (!isOver) throw new Refused(0, document.body.dataset.unreachable);
}

export function toast(text, action) {
  const box = one("[data-toasts]");
  if (!box || !text) return;
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  if (action) {
    const button = document.createElement("button");
    button.className = "btn btn-sm";
    button.textContent = action.label;
    button.addEventListener("click", () => { note.remove(); action.run(); });
    note.append(button);
  }
  box.append(note);
  setTimeout(() => note.remove(), 7000);
}

/** At most one run at a time; a call meanwhile asks for one more run afterwards. */
export function coalesced(work) {
  let running = null;
  let again = false;
  return async function run() {
    if (running) { again = true; return running; }
    running = (async () => {
      do { again = false; await work(); } while (again);
    })();
    try { await running; } finally { running = null; }
  };
}

export function debounced(work, wait) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), wait);
  };
}

/** The browser's storage, which may be full or forbidden. */
export const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* full or forbidden: nothing is kept */ } },
  clear(prefix) {
    try { Object.keys(localStorage).filter(key => key.startsWith(prefix)).forEach(key => localStorage.removeItem(key)); } catch { /* forbidden: nothing was kept */ }
  },
};
