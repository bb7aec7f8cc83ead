// Keyboard: one letter an act, as long as nothing is being typed.
import { one } from "./kit.js";
import { ids } from "./inbox-list.js";
import { act, open, openId } from "./inbox-thread.js";
import * as rich from "./inbox-rich.js";

const help = one("#shortcuts");

function step(by) {
  const all = ids();
  if (!all.length) return;
  const at = all.indexOf(openId());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  if (all[next]) open(all[next]);
}

function write(kind) {
  const form = one("[data-composer]");
  const radio = form && [...form.elements.kind].find(each => each.value === kind);
  if (!radio || radio.disabled) return;
  radio.click();
  form.elements.content.focus();
}

function press(verb) {
  const form = one(`form[data-act="${verb}"]`);
  if (form) act(form);
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  r: () => write("reply"),
  n: () => write("note"),
  a: () => press("takeover"),
  b: () => press("handback"),
  e: () => press("resolve"),
  q: rich.quoteHere,
  m: rich.reactHere,
  f: () => one("[data-attach]")?.click(),
  "/": () => one('[data-search] input[name="q"]').focus(),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", event => {
  const typing = event.target.closest("input:not([type=radio]), textarea, select, dialog");
  if (event.key === "Escape") {
    if (typing && !help.open) typing.blur();
    else if (location.hash === "#panel") location.hash = "main";
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = keys[event.key];
  if (!key) return;
  event.preventDefault();
  key();
});

document.addEventListener("click", event => { if (event.target.closest("[data-shortcuts]")) help.showModal(); });
help.addEventListener("click", event => { if (event.target === help) help.close(); });
