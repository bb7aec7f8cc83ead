// The open conversation: opened without a page load, kept up to date part by part, so that what is being read, typed
// or unfolded stays as it is.
import { all, coalesced, fragment, getPart, one, postData, postForm, toast } from "./kit.js";
import * as list from "./inbox-list.js";

const root = one("[data-inbox]");
const stage = one("[data-stage]");
const emptyStage = root.dataset.open ? null : stage.innerHTML;
/** Each part as the server last sent it: a part is replaced only when the server's word changed. */
let served = new Map();

export const openId = () => root.dataset.open ?? "";
const address = id => `/support/${encodeURIComponent(id)}`;
const box = () => one("[data-messages]");
const atEnd = node => node.scrollHeight - node.scrollTop - node.clientHeight < 120;
const toEnd = () => { const node = box(); if (node) node.scrollTop = node.scrollHeight; };

export async function open(id, { push = true } = {}) {
  try {
    const html = await getPart(`${address(id)}${list.join(list.query(), "part=thread")}`);
    stage.innerHTML = html;
  } catch (error) { return toast(error.message); }
  root.dataset.open = id;
  root.dataset.coversBar = "";
  if (push) history.pushState({ id }, "", `${address(id)}${list.query()}`);
  adopt();
}

/** Takes in a thread that has just been put on the stage. */
function adopt() {
  remember(stage);
  list.select(openId());
  if (Number(one("[data-thread]", stage)?.dataset.unread) > 0) seen();
  toEnd();
  document.dispatchEvent(new Event("inbox:thread"));
}

function remember(scope) {
  served = new Map(all("[data-part]", scope).map(part => [part.dataset.part, part.outerHTML]));
}

export function close({ push = true } = {}) {
  delete root.dataset.open;
  delete root.dataset.coversBar;
  list.select(null);
  if (push) history.pushState({}, "", `/support${list.query()}`);
  if (emptyStage) stage.innerHTML = emptyStage; else stage.replaceChildren();
}

export const refresh = coalesced(async () => {
  const id = openId();
  if (!id) return;
  try {
    const fresh = fragment(await getPart(`${address(id)}${list.join(list.query(), "part=thread")}`));
    if (openId() === id) merge(fresh);
  } catch (error) { if (error.status === 404) close(); }
});

function merge(fresh) {
  const node = box();
  const follow = atEnd(node);
  const known = new Set(all("li[data-id]", node).map(item => item.dataset.id));
  const count = known.size;
  let before = null;
  for (const item of all("[data-list] > li", fresh)) before = put(item, before);
  for (const part of all("[data-part]", fresh)) {
    const name = part.dataset.part;
    if (name === "composer") { document.dispatchEvent(new CustomEvent("inbox:composer", { detail: part })); continue; }
    if (served.get(name) === part.outerHTML) continue;
    served.set(name, part.outerHTML);
    const old = one(`[data-part="${name}"]`, stage);
    keepOpenFolds(old, part);
    old.replaceWith(part);
  }
  if (all("li[data-id]", node).length > count) {
    if (follow) toEnd(); else showNewBelow();
    if (document.visibilityState === "visible") seen();
  }
}

/** Puts one message where the server has it: after `before`. Gives back the element that now stands for it. */
function put(item, before) {
  const list = one("[data-list]");
  const old = itemOf(item.dataset.id, list);
  if (old && old.dataset.version === item.dataset.version) return old;
  if (old) old.replaceWith(item);
  else if (before) before.after(item);
  else list.append(item);
  if (item.dataset.key) one(`.msg-pending[data-key="${CSS.escape(item.dataset.key)}"]`, list)?.remove();
  return item;
}

const itemOf = (id, scope) => one(`li[data-id="${CSS.escape(id)}"]`, scope);

function keepOpenFolds(old, part) {
  const open = all("details", old).map(fold => fold.open);
  all("details", part).forEach((fold, index) => { if (open[index] !== undefined) fold.open = open[index]; });
}

function showNewBelow() {
  const button = one("[data-new-below]", stage);
  if (button) button.hidden = false;
}

function seen() {
  const id = openId();
  list.markRead(id);
  postData(`${address(id)}/seen`, new URLSearchParams()).catch(() => { /* the next visit marks it */ });
}

async function older(link) {
  link.setAttribute("aria-busy", "true");
  const url = new URL(link.href);
  url.searchParams.set("part", "older");
  try {
    const node = box();
    const height = node.scrollHeight;
    const fresh = fragment(await getPart(url));
    const items = all("li[data-id]", fresh).filter(item => {
      const known = itemOf(item.dataset.id, node);
      // A day heading moves up to the first message of its day.
      if (known?.classList.contains("day")) known.remove();
      return !known?.isConnected;
    });
    one("[data-list]").prepend(...items);
    const next = one("[data-older]", fresh);
    next ? link.replaceWith(next) : link.parentElement.remove();
    node.scrollTop += node.scrollHeight - height;
  } catch (error) {
    link.removeAttribute("aria-busy");
    toast(error.message);
  }
}

/** Take over, resolve, send again, …: the same forms, without leaving the page. */
export async function act(form, submitter = null) {
  const button = one("button", form);
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  form.closest("[data-menu]")?.removeAttribute("open");
  try {
    await postForm(form, {}, submitter);
  } catch (error) { toast(error.message); }
  button.removeAttribute("aria-busy");
  await refresh();
}

export function start() {
  if (openId()) adopt();
  stage.addEventListener("submit", event => {
    const form = event.target.closest("form[data-act]");
    if (!form) return;
    event.preventDefault();
    act(form, event.submitter);
  });
  stage.addEventListener("click", event => {
    const link = event.target.closest("[data-older], [data-back]");
    const below = event.target.closest("[data-new-below]");
    if (below) { below.hidden = true; toEnd(); }
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (link.hasAttribute("data-back")) close(); else older(link);
  });
  stage.addEventListener("scroll", event => {
    if (event.target === box() && atEnd(event.target)) one("[data-new-below]", stage)?.setAttribute("hidden", "");
  }, true);
  addEventListener("popstate", () => {
    const id = location.pathname.match(/^\/support\/([0-9a-f-]{36})$/)?.[1];
    // A step to #panel and back stays on the same conversation.
    if ((id ?? "") === openId()) return;
    id ? open(id, { push: false }) : close({ push: false });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && openId() && list.unreadOf(openId())) seen();
  });
}
