// Templates in the open conversation: a dialog to choose one, fill it in and see it as the customer will.
import { all, fragment, getPart, icon, one, toast } from "./kit.js";
import { refresh } from "./inbox-thread.js";

let dialog;

function open(title) {
  if (dialog) return;
  dialog = document.createElement("dialog");
  dialog.className = "picker-dialog";
  dialog.setAttribute("aria-label", title);
  dialog.addEventListener("close", () => { dialog.remove(); dialog = null; });
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
}

function show(html) {
  const words = one("[data-templates-words]").dataset;
  const head = document.createElement("header");
  const title = document.createElement("h2");
  title.textContent = words.title;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-icon";
  close.setAttribute("aria-label", words.close);
  close.append(icon("x"));
  close.addEventListener("click", () => dialog.close());
  head.append(title, close);
  const part = one("[data-picker]", fragment(html));
  part.prepend(head);
  dialog.replaceChildren(part);
  (one("[aria-invalid=true]", dialog) ?? one("input:not([type=hidden])", dialog) ?? one("a, button", dialog))?.focus();
}

async function load(href) {
  const address = new URL(href, location.href);
  address.searchParams.set("part", "picker");
  try {
    const html = await getPart(address);
    open(one("[data-templates-words]").dataset.title);
    show(html);
  } catch (error) {
    toast(error.message);
  }
}

async function send(form) {
  const button = one("button.btn-primary", form);
  button.setAttribute("aria-busy", "true");
  const csrf = one('meta[name="csrf-token"]')?.content ?? "";
  try {
    const response = await fetch(`${form.getAttribute("action")}?part=picker`, {
      method: "POST", body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json", "X-CSRF-Token": csrf },
    });
    if (response.ok) {
      dialog.close();
      await refresh();
    } else if (response.headers.get("Content-Type")?.startsWith("text/html")) {
      show(await response.text());
    } else {
      const problem = await response.json().catch(() => ({}));
      toast(problem.message || document.body.dataset.failed);
    }
  } catch {
    toast(document.body.dataset.unreachable);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-pick]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link.href);
});
document.addEventListener("submit", event => {
  const form = event.target.closest("[data-template-send]");
  if (!form || !dialog) return;
  event.preventDefault();
  send(form);
});
document.addEventListener("input", event => {
  const name = event.target.dataset?.value;
  if (!name) return;
  const value = event.target.value.trim().replace(/\s+/g, " ");
  for (const slot of all("[data-slot]", event.target.form)) {
    if (slot.dataset.slot === name) slot.textContent = value || `{{${name}}}`;
  }
});
