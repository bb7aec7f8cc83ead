// The list of conversations: rows move as they change, more rows come on demand, filters change without a page load.
import { ago, all, coalesced, debounced, fragment, getPart, one, toast } from "./kit.js";
import { open } from "./inbox-thread.js";

const root = one("[data-inbox]");
const section = one(".inbox-list");
const rows = () => one("[data-rows]");
const rowOf = id => one(`.row[data-id="${CSS.escape(id)}"]`);
const title = document.title;

export const unreadOf = id => Number(rowOf(id)?.dataset.unread || 0);
/** After a break in the stream: is our row older than this change? */
export const isOlder = (id, number) => !(Number(rowOf(id)?.dataset.seq) >= number);
export const ids = () => all(".row[data-id]").map(row => row.dataset.id);

/** Where the list stands: filter, channel and search, as the address carries them. */
export function query() {
  const form = one("[data-search]");
  const data = new URLSearchParams(new FormData(form));
  for (const [key, value] of [...data]) if (!value) data.delete(key);
  return data.size ? `?${data}` : "";
}

const waiting = new Set();
let ring = () => {};

/** These conversations changed: their rows are fetched together, once at a time however fast changes come. */
export function changed(ids, onUnread) {
  ring = onUnread;
  ids.forEach(id => waiting.add(id));
  fetchChanged();
}

const fetchChanged = coalesced(async () => {
  const ids = [...waiting].slice(0, 100);
  if (!ids.length) return;
  ids.forEach(id => waiting.delete(id));
  try {
    const fresh = fragment(await getPart(`/support?part=changed&ids=${ids.join(",")}`));
    for (const row of all(".row[data-id]", fresh)) place(row);
  } catch { return; /* the stream breaks too when the server is away, and brings these again */ }
  if (!one(".row, [data-empty]", rows())) reload();
  countUnread();
  recount();
  if (waiting.size) setTimeout(fetchChanged);
});

/** Drafts of the assistant that were told of: each once. */
const drafts = new Set();

/** Puts a changed row where it belongs, or leaves it out where it no longer fits the filter. */
function place(row) {
  const { id, at, seq, unread, draft } = row.dataset;
  const old = rowOf(id);
  if (old && Number(old.dataset.seq) >= Number(seq)) return;
  const isOpen = id === root.dataset.open;
  const isDraft = draft && draft !== old?.dataset.draft && !drafts.has(draft);
  if (draft) drafts.add(draft);
  if (!isOpen && (isDraft || Number(unread) > Number(old?.dataset.unread || 0))) ring(row.dataset, one(".row-name", row).textContent, one(".row-preview", row).textContent);
  const list = rows();
  const last = all(".row[data-id]", list).at(-1);
  const isBeyond = one("[data-more]", list) && last && last !== old && at < last.dataset.at;
  old?.remove();
  if (!fits(row.dataset) || isBeyond) return;
  if (isOpen) row.setAttribute("aria-current", "true");
  row.classList.toggle("row-fresh", !old);
  const next = all(".row[data-id]", list).find(each => each.dataset.at < at);
  const end = one("[data-more]", list);
  if (next) next.before(row); else if (end) end.before(row); else list.append(row);
  one("[data-empty]", list)?.remove();
}

function fits({ status, assignee, channel, draft }) {
  const form = one("[data-search]");
  // While a search stands, only what it found is shown.
  if (form.q.value.trim()) return false;
  if (form.channel.value && form.channel.value !== channel) return false;
  switch (form.filter.value) {
    case "waiting": return status === "waiting_agent" || status === "new" || Boolean(draft) && status !== "spam";
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
