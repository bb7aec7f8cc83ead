// Writing: the message shows at once, is sent once whatever happens to the connection, and a draft survives a reload.
import { debounced, icon, newKey, one, postData, store } from "./kit.js";
import { openId, refresh } from "./inbox-thread.js";
import * as files from "./inbox-files.js";
import * as rich from "./inbox-rich.js";

const stage = one("[data-stage]");
const composer = () => one("[data-composer]", stage);
const draftKey = () => `draft:${one("[data-inbox]").dataset.me}:${openId()}`;
let servedComposer = "";

const stable = node => node.outerHTML.replace(/name="client_key" value="[^"]*"/, "");

function adopt() {
  const form = composer();
  if (!form) return;
  servedComposer = stable(form);
  const text = form.elements.content;
  const draft = store.get(draftKey());
  if (draft && !text.value) text.value = draft;
  files.forget();
  files.adopt();
  rich.forget();
  rich.adopt();
  modeChanged(form);
  countDown();
}

/** The server's composer changed (the window closed, say): it replaces ours, and the text stays. */
function replaceComposer(fresh) {
  if (stable(fresh) === servedComposer) return;
  servedComposer = stable(fresh);
  const old = composer();
  const { value, selectionStart, selectionEnd } = old.elements.content;
  const focused = document.activeElement === old.elements.content;
  const kind = old.elements.kind.value;
  old.replaceWith(fresh);
  const radio = [...fresh.elements.kind].find(each => each.value === kind && !each.disabled);
  if (radio) radio.checked = true;
  const text = fresh.elements.content;
  text.value = value;
  const [options, before] = [fresh.elements.options, old.elements.options];
  if (options && before) {
    options.value = before.value;
    options.closest("details").open = before.closest("details").open;
  }
  files.adopt();
  rich.adopt();
  if (focused) { text.focus(); text.setSelectionRange(selectionStart, selectionEnd); }
  modeChanged(fresh);
  countDown();
}

function modeChanged(form) {
  const text = form.elements.content;
  text.dataset.replyPlaceholder ??= text.placeholder;
  const note = form.elements.kind.value === "note";
  text.placeholder = note ? text.dataset.notePlaceholder : text.dataset.replyPlaceholder;
}

const keepDraft = debounced(form => {
  store.set(draftKey(), form.elements.content.value.trim() ? form.elements.content.value : "");
  const mark = one("[data-draft]", form);
  if (mark) mark.hidden = !form.elements.content.value.trim();
}, 400);

async function send(form) {
  const text = form.elements.content;
  const content = text.value.trim();
  const isNote = form.elements.kind.value === "note";
  if (!content && (isNote || !files.any())) return text.focus();
  const data = new URLSearchParams(new FormData(form));
  form.elements.client_key.value = newKey();
  text.value = "";
  store.set(draftKey(), "");
  one("[data-draft]", form).hidden = true;
  if (isNote) return deliver(form.getAttribute("action"), data, bubble(content, data));
  data.set("reply_to", rich.takeQuote());
  const options = form.elements.options;
  if (options) {
    options.value = "";
    options.closest("details").open = false;
  }
  const url = form.getAttribute("action");
  const [first, ...rest] = files.take();
  await deliver(url, data, bubble(content, data, first), first);
  // One after the other: they arrive in the order they hung there.
  for (const file of rest) {
    const more = new URLSearchParams(data);
    more.set("client_key", newKey());
    for (const name of ["content", "reply_to", "options"]) more.delete(name);
    await deliver(url, more, bubble("", more, file), file);
  }
}

function bubble(content, data, file = null) {
  const item = document.createElement("li");
  const isNote = data.get("kind") === "note";
  item.dataset.key = data.get("client_key");
  item.className = `msg msg-out msg-first msg-pending${isNote ? " msg-note" : ""}`;
  const body = document.createElement("div");
  body.className = "bubble";
  const text = document.createElement("p");
  text.className = "bubble-text";
  text.textContent = content || file?.name || "";
  const foot = document.createElement("p");
  foot.className = "bubble-foot";
  foot.append(icon("clock"));
  body.append(text, foot);
  item.append(body);
  one("[data-list]", stage).append(item);
  item.scrollIntoView({ block: "end" });
  return item;
}

async function deliver(url, data, item, file = null) {
  try {
    if (file) data.set("file", await file.ready);
    await postData(url, data);
    await refresh();
    item.remove();
  } catch (error) {
    failed(url, data, item, error, file);
  }
}

/** Not accepted by our server: the same key goes with the second try, so it cannot be sent twice. */
function failed(url, data, item, error, file) {
  item.classList.add("msg-failed");
  const line = document.createElement("div");
  line.className = "msg-problem";
  const text = document.createElement("span");
  text.textContent = error.message;
  line.append(text);
  // 4xx: the server understood and said no; the words go back to the box. Otherwise: try again.
  const refused = error.status >= 400 && error.status < 500;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  const words = one("[data-composer]", stage).dataset;
  button.textContent = refused ? words.edit : words.again;
  button.addEventListener("click", () => {
    line.remove();
    item.classList.remove("msg-failed");
    if (!refused) return deliver(url, data, item, file);
    item.remove();
    if (file) files.putBack(file);
    const box = composer().elements.content;
    box.value = data.get("content") ?? "";
    box.focus();
  });
  line.append(button);
  item.append(line);
}

/** Time left in which the channel takes free text. */
function countDown() {
  const mark = one("[data-window]", stage);
  if (!mark?.dataset.closes) return;
  const left = Date.parse(mark.dataset.closes) - Date.now();
  if (left <= 0) { if (mark.dataset.state !== "closed") refresh(); return; }
  const minutes = Math.floor(left / 60000);
  if (minutes < 60 && mark.dataset.state === "open") mark.dataset.state = "closing";
  const words = minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${Math.floor(minutes / 1440)} d ${Math.floor(minutes % 1440 / 60)} h`;
  one("[data-left]", mark).textContent = words;
}

stage.addEventListener("submit", event => {
  const form = event.target.closest("[data-composer]");
  if (!form) return;
  event.preventDefault();
  send(form);
});
stage.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.name === "content") {
    event.preventDefault();
    send(event.target.form);
  }
});
stage.addEventListener("input", event => { if (event.target.name === "content") keepDraft(event.target.form); });
stage.addEventListener("change", event => {
  if (event.target.name !== "kind") return;
  modeChanged(event.target.form);
  event.target.form.elements.content.focus();
});
document.addEventListener("inbox:thread", adopt);
document.addEventListener("inbox:composer", event => replaceComposer(event.detail));
setInterval(countDown, 30000);
