// The event log: follows a replay until it is done, and asks before work is thrown away.
import { all, coalesced, fragment, getPart, one } from "./kit.js";

const place = one("[data-run]");
if (place && one("[data-replay]:not([data-replay-done])", place)) {
  const look = coalesced(async () => {
    if (document.visibilityState !== "visible") return;
    let html;
    try { html = await getPart(one("[data-replay]", place).dataset.replay); } catch { return; /* the next look tries again */ }
    place.replaceChildren(fragment(html));
    if (one("[data-replay-done]", place)) clearInterval(timer);
  });
  const timer = setInterval(look, 1000);
}

for (const form of all("[data-sure]")) {
  form.addEventListener("submit", event => { if (!confirm(form.dataset.sure)) event.preventDefault(); });
}
