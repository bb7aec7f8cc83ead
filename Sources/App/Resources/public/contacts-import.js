// Sending a table of contacts, and watching how far its import is.
import { fragment, getPart, icon, one } from "./kit.js";

const input = one("[data-upload]");

function refuse(text) {
  const note = document.createElement("p");
  note.className = "notice notice-warn";
  note.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = text;
  note.append(icon("alert"), words);
  one("[data-upload-notice]").replaceChildren(note);
}

input?.addEventListener("change", async () => {
  const file = input.files[0];
  if (!file) return;
  const state = one("[data-upload-state]");
  const before = state.textContent;
  state.textContent = input.dataset.busy;
  input.disabled = true;
  try {
    const response = await fetch(`${input.dataset.upload}?name=${encodeURIComponent(file.name)}`, {
      method: "POST", body: file,
      headers: { Accept: "application/json", "Content-Type": "text/csv", "X-CSRF-Token": one('meta[name="csrf-token"]').content },
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return location.assign(answer.location);
    refuse(answer.message || document.body.dataset.failed);
  } catch {
    refuse(document.body.dataset.unreachable);
  }
  state.textContent = before;
  input.disabled = false;
  input.value = "";
});

const progress = one("[data-import-progress]");

async function watch() {
  const part = one("[data-url]", progress);
  if (!part || !["queued", "running"].includes(part.dataset.state)) return;
  try {
    progress.replaceChildren(fragment(await getPart(part.dataset.url)));
  } catch { /* the next look may succeed */ }
  setTimeout(watch, 700);
}

if (progress) setTimeout(watch, 400);
