// Files for the knowledge base: dropped or chosen, sent one after another, and watched until they are read.
import { all, fragment, getPart, icon, one } from "./kit.js";

const drop = one("[data-drop]");
const list = one("[data-imports]");

function refuse(name, text) {
  const note = document.createElement("p");
  note.className = "notice notice-bad";
  note.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = `${name}: ${text}`;
  note.append(icon("alert"), words);
  one("[data-upload-notice]").append(note);
}

async function send(file) {
  try {
    const response = await fetch(`${drop.dataset.upload}?name=${encodeURIComponent(file.name)}`, {
      method: "POST", body: file,
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream", "X-CSRF-Token": one('meta[name="csrf-token"]').content },
    });
    if (response.ok) return;
    const answer = await response.json().catch(() => ({}));
    refuse(file.name, answer.message || document.body.dataset.failed);
  } catch {
    refuse(file.name, document.body.dataset.unreachable);
  }
}

let watching = false;

async function watch() {
  watching = false;
  try {
    list.replaceChildren(fragment(await getPart("/knowledge/imports?part=1")));
  } catch { /* the next look may succeed */ }
  look();
}

function look() {
  if (watching || !one('[data-running="yes"]', list)) return;
  watching = true;
  setTimeout(watch, 900);
}

async function take(files) {
  if (!files.length) return;
  all("[data-upload-notice] .notice").forEach((note) => note.remove());
  drop.setAttribute("aria-busy", "true");
  for (const file of files) {
    await send(file);
    await watch();
  }
  drop.removeAttribute("aria-busy");
}

if (drop) {
  const input = one("[data-drop-input]", drop);
  input.addEventListener("change", async () => {
    await take([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });
  look();
}
