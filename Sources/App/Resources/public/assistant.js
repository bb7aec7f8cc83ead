// Settings of the assistant: tries a question with what is written in the form, without leaving the page.
import { fragment, one, postForm, toast } from "./kit.js";

const form = one(".assistant-form");

form?.addEventListener("submit", async event => {
  const button = event.submitter;
  if (!button?.matches("[data-try]")) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const response = await postForm(form, { act: "test", part: "result" });
    const place = one("[data-result]", form);
    place.replaceChildren(fragment(await response.text()));
    place.scrollIntoView({ block: "nearest" });
  } catch (error) {
    toast(error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
});
