// Settings of the assistant: tries a question with what is written in the form, without leaving the page.
import { fragment, one, postEvents, toast } from "./kit.js";

const form = one(".assistant-form");

form?.addEventListener("submit", async event => {
  const button = event.submitter;
  if (!button?.matches("[data-try]")) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const place = one("[data-result]", form);
  const data = new URLSearchParams(new FormData(form));
  data.set("act", "test");
  data.set("part", "result");
  const before = [...place.childNodes];
  try {
    await postEvents(form.getAttribute("action"), data, (name, told) => {
      if (name === "stage") {
        const stage = Object.assign(document.createElement("p"), { className: "hint working", textContent: told.label });
        place.replaceChildren(stage);
      }
      if (name === "done") place.replaceChildren(fragment(told.html));
    });
    place.scrollIntoView({ block: "nearest" });
  } catch (error) {
    place.replaceChildren(...before);
    toast(error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
});
