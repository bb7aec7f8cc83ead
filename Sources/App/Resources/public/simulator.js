// The channel simulator: sends without leaving the page, and shows what arrives, by asking a few times a second.
import { all, coalesced, fragment, one, postForm, toast } from "./kit.js";

const root = one("[data-sim]");
const chat = one("[data-sim-chat]");
/** Each part as the server last sent it. */
const served = new Map();
let version = "";

const look = coalesced(async () => {
  let response;
  try {
    response = await fetch(`${root.dataset.feed}?seen=${encodeURIComponent(version)}`, { headers: { Accept: "text/html" } });
  } catch { return; /* the server restarts: the next look finds it again */ }
  if (response.status !== 200) return;
  const fresh = one("[data-sim-feed]", fragment(await response.text()));
  if (!fresh) return;
  version = fresh.dataset.simFeed;
  for (const part of all("[data-sim-part]", fresh)) show(part);
});

function show(part) {
  const name = part.dataset.simPart;
  if (served.get(name) === part.innerHTML) return;
  served.set(name, part.innerHTML);
  const place = one(`[data-sim-part="${name}"]`, root);
  const open = new Set(all("details[open]", place).map(fold => fold.dataset.key));
  const follow = place === chat && place.scrollHeight - place.scrollTop - place.clientHeight < 120;
  place.replaceChildren(...part.childNodes);
  for (const fold of all("details[data-key]", place)) if (open.has(fold.dataset.key)) fold.open = true;
  if (follow) place.scrollTop = place.scrollHeight;
}

root.addEventListener("submit", async event => {
  const form = event.target.closest("[data-sim-act]");
  if (!form) return;
  event.preventDefault();
  const sending = postForm(form, {}, event.submitter);
  if (form.matches("[data-sim-form]")) {
    form.reset();
    one(".handset-quote", form)?.remove();
    form.elements.text.focus();
  }
  try { await sending; } catch (error) { toast(error.message); }
  chat.scrollTop = chat.scrollHeight;
  look();
});

chat.scrollTop = chat.scrollHeight;
setInterval(() => { if (document.visibilityState === "visible") look(); }, 600);
