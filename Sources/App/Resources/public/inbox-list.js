// The list of conversations: rows move as they change, more rows come on demand, filters change without a page load.
import { ago, all, debounced, fragment, getPart, one, toast } from "./kit.js";
import { open } from "./inbox-thread.js";

const root = one("[data-inbox]");
const section = one(".inbox-list");
const rows = () => one("[data-rows]");
const rowOf = id => one(`.row[data-id="${CSS.escape(id)}"]`);
const title = document.title;

export const unreadOf = id => Number(rowOf(id)?.dataset.unread || 0);
export const ids = () => all(".row[data-id]").map(row => row.dataset.id);

/** Where the list stands: filter, channel and search, as the address carries them. */
export function query() {
  const form = one("[data-search]");
  const data = new URLSearchParams(new FormData(form));
  for (const [key, value] of [...data]) if (!value) data.delete(key);
  return data.size ? `?${data}` : "";
}

/** Puts a changed conversation where it belongs, or takes it out of a filter it no longer fits. */
export function place(change) {
  const old = rowOf(change.id);
  if (old && Number(old.dataset.seq) > change.seq) return;
  const list = rows();
  const last = all(".row[data-id]", list).at(-1);
  const beyond = one("[data-more]", list) && last && last !== old && change.at < last.dataset.at;
  old?.remove();
  if (fits(change) && !beyond) {
    const row = fragment(change.html).firstElementChild;
    if (change.id === root.dataset.open) row.setAttribute("aria-current", "true");
    if (old) row.classList.remove("row-fresh"); else row.classList.add("row-fresh");
    const next = all(".row[data-id]", list).find(each => each.dataset.at < change.at);
    next ? next.before(row) : (one("[data-more]", list) ?? { before: node => list.append(node) }).before(row);
    one("[data-empty]", list)?.remove();
  } else if (!one(".row", list)) {
    reload();
  }
  countUnread();
  recount();
}

function fits({ status, assignee, channel }) {
  const form = one("[data-search]");
  // While a search stands, only what it found is shown.
  if (form.q.value.trim()) return false;
  if (form.channel.value && form.channel.value !== channel) return false;
  switch (form.filter.value) {
    case "waiting": return status === "waiting_agent" || status === "new";
    case "bot": return status === "bot";
    case "mine": return assignee === root.dataset.me && !["resolved", "closed", "spam"].includes(status);
    case "resolved": return status === "resolved" || status === "closed";
    default: return status !== "spam";
  }
}

export function markRead(id) {
  const row = rowOf(id);
  if (!row) return;
  row.dataset.unread = "";
  row.classList.remove("row-unread");
  one(".row-count", row)?.remove();
  countUnread();
}

export function select(id) {
  for (const row of all('.row[aria-current]')) row.removeAttribute("aria-current");
  const row = id && rowOf(id);
  row?.setAttribute("aria-current", "true");
  row?.scrollIntoView({ block: "nearest" });
}

function countUnread() {
  const count = all(".row[data-id]").filter(row => Number(row.dataset.unread) > 0).length;
  document.title = count ? `(${count}) ${title}` : title;
}

/** The figures on the tabs are the server's; they follow a change a moment later. */
const recount = debounced(async () => {
  try {
    const fresh = fragment(await getPart(`/support${join(query(), "part=tabs")}`));
    one(".tabs", section).replaceChildren(...one(".tabs", fresh).childNodes);
  } catch { /* the next change asks again */ }
}, 1500);

export const join = (query, part) => query ? `${query}&${part}` : `?${part}`;

export async function reload(address = `/support${query()}`) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", "list");
  try {
    section.innerHTML = await getPart(url);
    document.dispatchEvent(new Event("inbox:list"));
    select(root.dataset.open);
    countUnread();
  } catch (error) { toast(error.message); }
}

async function more(link) {
  link.setAttribute("aria-busy", "true");
  const url = new URL(link.href);
  url.searchParams.set("part", "rows");
  try {
    const fresh = fragment(await getPart(url));
    for (const row of all(".row", fresh)) if (rowOf(row.dataset.id)) row.remove();
    link.replaceWith(fresh);
    watchEnd();
  } catch (error) {
    link.removeAttribute("aria-busy");
    toast(error.message);
  }
}

// The next page is fetched shortly before its place is reached.
const end = new IntersectionObserver(entries => {
  for (const entry of entries) if (entry.isIntersecting) { end.unobserve(entry.target); more(entry.target); }
}, { rootMargin: "300px" });
function watchEnd() {
  const link = one("[data-more]");
  if (link) end.observe(link);
}

const search = debounced(() => {
  const address = `/support${query()}`;
  history.replaceState(history.state, "", root.dataset.open ? `/support/${root.dataset.open}${query()}` : address);
  refill(address);
}, 250);

/** New rows under the same head, so that the search box keeps its focus. */
async function refill(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", "rows");
  try {
    rows().replaceChildren(fragment(await getPart(url)));
    select(root.dataset.open);
    watchEnd();
  } catch (error) { toast(error.message); }
}

export function start() {
  section.addEventListener("click", event => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const row = event.target.closest(".row[data-id]");
    const tab = event.target.closest(".tab[data-filter]");
    const link = event.target.closest("[data-more]");
    if (!row && !tab && !link) return;
    event.preventDefault();
    if (row) open(row.dataset.id);
    if (link) more(link);
    if (tab) {
      history.pushState({}, "", tab.href);
      reload(tab.href);
    }
  });
  section.addEventListener("input", event => { if (event.target.name === "q") search(); });
  section.addEventListener("change", event => { if (event.target.name === "channel") search(); });
  section.addEventListener("submit", event => { event.preventDefault(); search(); });
  document.addEventListener("inbox:list", watchEnd);
  setInterval(() => {
    for (const time of all("time[data-waiting]")) time.textContent = ago(Date.parse(time.dateTime));
  }, 30000);
  countUnread();
  watchEnd();
}
