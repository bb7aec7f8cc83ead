// Settings of channels: tries a connection without losing what was typed, keeps a QR code fresh.
import { fragment, getPart, one, postForm, toast } from "./kit.js";

/** Shows what the server says of the connection, and gives back whether it is good. */
function say(html, form) {
  const place = one("[data-result]", form) ?? one("[data-result]");
  place.replaceChildren(fragment(html));
  place.scrollIntoView({ block: "nearest" });
  return one("[data-outcome]", place)?.matches("[data-good]");
}

async function ask(form, button, extra) {
  button.setAttribute("aria-busy", "true");
  try {
    const response = await postForm(form, { ...extra, part: "result" });
    return say(await response.text(), form);
  } catch (error) {
    toast(error.message);
    return null;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", async event => {
  const { target: form, submitter: button } = event;
  if (!button) return;
  if (button.matches("[data-test]")) {
    event.preventDefault();
    await ask(form, button, { act: "test" });
  } else if (button.matches("[data-connect]")) {
    // A refused connection must not cost the secrets that were pasted: it is tried before the page is left.
    event.preventDefault();
    const isGood = await ask(form, button, { act: "test" });
    if (isGood) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "act", value: "connect" }));
      form.submit();
    } else if (isGood === false) {
      one("[data-force]", form).hidden = false;
    }
  }
});

// Providers make a new code about every twenty seconds. After some minutes nobody is looking any more.
const code = one("[data-qr]");
if (code && !one("[data-qr-done]", code)) {
  let left = 40;
  const timer = setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    if (left-- <= 0) return clearInterval(timer);
    let html;
    try { html = await getPart(code.dataset.qr); } catch { return; /* the next look tries again */ }
    const fresh = fragment(html);
    const isDone = one("[data-qr-done]", fresh);
    code.replaceChildren(fresh);
    if (isDone) {
      clearInterval(timer);
      setTimeout(() => location.assign(code.dataset.home), 1500);
    }
  }, 5000);
}

// Saved mails, one after the other: each is a request of its own.
const mails = one("[data-mails]");
mails?.addEventListener("change", async () => {
  const counts = { new: 0, known: 0, failed: 0 };
  const done = one("[data-mails-done]");
  mails.disabled = true;
  for (const file of mails.files) {
    try {
      const response = await fetch(mails.dataset.mails, {
        method: "POST", body: file,
        headers: { Accept: "application/json", "Content-Type": "message/rfc822", "X-CSRF-Token": one('meta[name="csrf-token"]').content },
      });
      const answer = response.ok ? await response.json() : null;
      counts[answer ? (answer.is_known ? "known" : "new") : "failed"] += 1;
    } catch {
      counts.failed += 1;
    }
    done.textContent = Object.entries(counts).filter(([, count]) => count > 0)
      .map(([what, count]) => `${mails.dataset[what]}: ${count}`).join(" · ");
  }
  mails.disabled = false;
  mails.value = "";
});
