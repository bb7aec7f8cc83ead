// The frame of every page: menus, theme, leaving.
import { all, one, postForm, store, toast } from "./kit.js";

document.documentElement.classList.add("js");

document.addEventListener("click", event => {
  for (const menu of all("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  const menu = one("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  one("summary", menu).focus();
  event.stopPropagation();
}, true);

// The theme changes at once; the server keeps it for the next page.
one("[data-theme-form]")?.addEventListener("submit", async event => {
  event.preventDefault();
  const button = event.submitter;
  const form = event.currentTarget;
  document.documentElement.dataset.theme = button.value;
  all("button", form).forEach(each => each.setAttribute("aria-pressed", String(each === button)));
  try { await postForm(form, {}, button); } catch (error) { toast(error.message); }
});

// Drafts may hold what a customer told us: they do not outlive the session.
for (const form of all('form[action="/sign-out"]')) form.addEventListener("submit", () => store.clear("draft:"));

// A channel that went down, or came back, while the page was open.
const alarm = one("[data-alarm]");
if (alarm) {
  let asked = Date.now();
  const ask = async () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < 15000) return;
    asked = Date.now();
    const response = await fetch("/alarms", { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { text } = await response.json();
    alarm.hidden = !text;
    if (text) one("[data-alarm-text]", alarm).textContent = text;
  };
  setInterval(ask, 20000);
  document.addEventListener("visibilitychange", ask);
}

// Questions whose answer is another page, and may take seconds.
for (const form of all("form[data-working]")) {
  const done = () => {
    all("[aria-busy]", form).forEach(each => each.removeAttribute("aria-busy"));
    one(".working", form)?.remove();
  };
  form.addEventListener("submit", event => {
    if (one(".working", form)) return event.preventDefault();
    event.submitter?.setAttribute("aria-busy", "true");
    const words = Object.assign(document.createElement("p"), { className: "hint working", textContent: form.dataset.working });
    words.setAttribute("role", "status");
    form.append(words);
  });
  // Back from the answer, or stopped by Escape.
  window.addEventListener("pageshow", done);
  document.addEventListener("keydown", event => { if (event.key === "Escape") done(); });
}

// Addresses to be put elsewhere.
for (const button of all("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      toast(button.dataset.done);
    } catch { /* not allowed here: it is selected, Ctrl+C copies it */ }
  });
}
