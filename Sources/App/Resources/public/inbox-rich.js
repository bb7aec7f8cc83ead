// One message among others: answering it, reacting to it, and walking there by keyboard. And the customer seeing us write.
import { all, one, postData, toast } from "./kit.js";
import { openId, refresh } from "./inbox-thread.js";

const stage = one("[data-stage]");
const strip = () => one("[data-quoting]", stage);
const can = ability => one(`.thread[data-abilities~="${ability}"]`, stage) !== null;
const bubbles = () => all("li.msg[data-id]", stage);

/** What is being answered, carried over to a new composer. */
let quoted = null;

export function adopt() { show(quoted); }

export function forget() { quoted = null; }

/** The id of what is answered; it is over with that. */
export function takeQuote() {
  const id = quoted?.id ?? "";
  show(null);
  return id;
}

function quote(item) {
  if (!item || !can("quotes") || !one("[data-quote]", item)) return;
  const isTheirs = item.classList.contains("msg-in");
  const by = isTheirs ? one(".thread-who h2", stage).textContent : one(".msg-by", item)?.textContent.trim() || "";
  const text = one(".bubble-text", item) ?? one(".attach strong", item);
  show({ id: item.dataset.id, by, text: text?.textContent.slice(0, 200) ?? "" });
  const radio = one("#kind-reply", stage);
  if (radio && !radio.checked) radio.click();
  one("[data-composer] textarea[name=content]", stage).focus();
}

function show(next) {
  quoted = next;
  const line = strip();
  if (!line) return;
  line.hidden = !next;
  one("input", line).value = next?.id ?? "";
  one("strong", line).textContent = next?.by ?? "";
  one("div > span", line).textContent = next?.text ?? "";
}

// MARK: Reactions

function closeMenu() { one(".react-menu", one("[data-list]", stage))?.remove(); }

function openMenu(item) {
  const button = item && one("[data-react]", item);
  if (!button || !can("reactions")) return;
  const isOpen = one(".react-menu", item);
  closeMenu();
  if (isOpen) return;
  const menu = one("template[data-react-menu]", stage).content.firstElementChild.cloneNode(true);
  one("[data-none]", menu).hidden = !button.dataset.react;
  all("button", menu).forEach(each => { if (each.value && each.value === button.dataset.react) each.setAttribute("aria-current", "true"); });
  const room = one(".bubble", item).getBoundingClientRect().top - one("[data-messages]", stage).getBoundingClientRect().top;
  menu.classList.toggle("react-below", room < 56);
  one(".bubble", item).append(menu);
  one("button", menu).focus();
}

async function react(item, emoji) {
  closeMenu();
  item.focus();
  try {
    await postData(`/support/${encodeURIComponent(openId())}/messages/${item.dataset.id}/reaction`, new URLSearchParams({ emoji }));
  } catch (error) { toast(error.message); }
  await refresh();
}

// MARK: Walking

const focused = () => document.activeElement?.closest?.("li.msg[data-id]");
const last = () => bubbles().filter(item => item.classList.contains("msg-in")).at(-1);
export const quoteHere = () => quote(focused() ?? last());
export const reactHere = () => openMenu(focused() ?? last());

function walk(by) {
  const items = bubbles();
  const at = items.indexOf(focused());
  const next = items[at < 0 ? items.length - 1 : at + by];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

stage.addEventListener("keydown", event => {
  const menu = event.target.closest(".react-menu");
  if (menu) {
    const buttons = all("button:not([hidden])", menu);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") { const item = menu.closest("li"); closeMenu(); item.tabIndex = -1; item.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (!event.target.closest("[data-messages]") || event.target.closest("summary, a, audio, video")) return;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    walk(event.key === "ArrowUp" ? -1 : 1);
  }
});
stage.addEventListener("click", event => {
  const item = event.target.closest("li.msg[data-id]");
  const choice = event.target.closest(".react-menu button");
  if (choice) return react(item, choice.value);
  if (event.target.closest("[data-react]")) return openMenu(item);
  closeMenu();
  if (event.target.closest("[data-quote]")) quote(item);
  if (event.target.closest("[data-quoting-end]")) {
    show(null);
    one("[data-composer] textarea[name=content]", stage).focus();
  }
});

// MARK: Being seen to write

let told = 0;
stage.addEventListener("input", event => {
  if (event.target.name !== "content" || !event.target.value.trim() || !can("typing")) return;
  if (event.target.form.elements.kind.value !== "reply" || Date.now() - told < 15000) return;
  told = Date.now();
  postData(`/support/${encodeURIComponent(openId())}/typing`, new URLSearchParams()).catch(() => { /* nobody misses it */ });
});
document.addEventListener("inbox:thread", () => { told = 0; });
