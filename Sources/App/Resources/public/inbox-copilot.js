// The copilot: help with writing. It puts text into the field or shows it; only a person sends.
import { all, one, postData, toast } from "./kit.js";

const stage = one("[data-stage]");

function show(box, answer, { insert }) {
  const out = one("[data-copilot-out]", box);
  const form = box.closest("form");
  const parts = [];
  const add = (tag, text, name) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (name) node.className = name;
    parts.push(node);
    return node;
  };
  if (!insert) add("p", answer.text, "copilot-text");
  if (answer.note) add("p", answer.note, "hint");
  if (answer.sources.length) {
    const fold = add("details", "", "cites");
    const head = document.createElement("summary");
    head.textContent = box.dataset.sources;
    fold.append(head, ...answer.sources.map(text => Object.assign(document.createElement("blockquote"), { textContent: text })));
  }
  if (insert) {
    const field = form.elements.content;
    const before = field.value;
    field.value = answer.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    const undo = add("button", box.dataset.undo, "btn btn-sm");
    undo.type = "button";
    undo.addEventListener("click", () => {
      field.value = before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      out.hidden = true;
      field.focus();
    });
  }
  const close = add("button", box.dataset.close, "btn btn-quiet btn-sm");
  close.type = "button";
  close.addEventListener("click", () => { out.hidden = true; });
  out.replaceChildren(...parts);
  out.hidden = false;
}

stage?.addEventListener("click", async event => {
  const button = event.target.closest("[data-task]");
  const box = button?.closest("[data-copilot]");
  if (!box || button.getAttribute("aria-busy") === "true") return;
  box.querySelector("details[open]")?.removeAttribute("open");
  const { task, manner = "" } = button.dataset;
  const content = box.closest("form").elements.content.value;
  for (const each of all("[data-task]", box)) each.setAttribute("aria-busy", "true");
  try {
    const response = await postData(box.dataset.copilot, new URLSearchParams({ task, manner, content }));
    show(box, await response.json(), { insert: task !== "summarise" });
  } catch (error) {
    toast(error.message);
  } finally {
    for (const each of all("[data-task]", box)) each.removeAttribute("aria-busy");
  }
});
