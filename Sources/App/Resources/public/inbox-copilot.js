// The copilot: help with writing. It puts text into the field or shows it; only a person sends.
import { all, one, postEvents, toast } from "./kit.js";

const stage = one("[data-stage]");

function node(tag, text, name = "") {
  return Object.assign(document.createElement(tag), { textContent: text, className: name });
}

function button(text, style, act) {
  const made = Object.assign(node("button", text, `btn btn-sm ${style}`), { type: "button" });
  made.addEventListener("click", act);
  return made;
}

function fill(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(box, answer, { before, field }) {
  const out = one("[data-copilot-out]", box);
  const close = () => { out.hidden = true; };
  const parts = field ? [] : [node("p", answer.text, "copilot-text")];
  if (answer.note) parts.push(node("p", answer.note, "hint"));
  if (answer.sources.length) {
    const fold = node("details", "", "cites");
    fold.append(node("summary", box.dataset.sources), ...answer.sources.map(text => node("blockquote", text)));
    parts.push(fold);
  }
  if (field) {
    fill(field, answer.text);
    field.focus();
    parts.push(button(box.dataset.undo, "", () => { fill(field, before); close(); field.focus(); }));
  }
  parts.push(button(box.dataset.close, "btn-quiet", close));
  out.replaceChildren(...parts);
  out.hidden = false;
}

/** Shows where the work is, and the words as they come where they may be seen before the end. */
function progress(box, { before, field, stop }) {
  const out = one("[data-copilot-out]", box);
  const state = node("p", "", "hint working");
  const text = node("p", "", "copilot-text");
  out.replaceChildren(state, ...(field ? [] : [text]), button(box.dataset.stop, "btn-quiet", stop));
  let words = "";
  return (name, told) => {
    if (!box.isConnected) return stop();
    if (name === "stage") {
      state.textContent = told.label;
      out.hidden = false;
    }
    if (name === "words") words += told.text;
    else if (name === "restart") words = "";
    else return;
    if (field) {
      field.value = words || before;
      field.scrollTop = field.scrollHeight;
    } else {
      text.textContent = words;
      out.scrollTop = out.scrollHeight;
    }
  };
}

stage?.addEventListener("click", async event => {
  const asked = event.target.closest("[data-task]");
  const box = asked?.closest("[data-copilot]");
  if (!box || asked.getAttribute("aria-busy") === "true") return;
  box.querySelector("details[open]")?.removeAttribute("open");
  const { task, manner = "" } = asked.dataset;
  const content = box.closest("form").elements.content;
  const before = content.value;
  const field = task === "summarise" ? null : content;
  const out = one("[data-copilot-out]", box);
  const leave = new AbortController();
  const tell = progress(box, { before, field, stop: () => leave.abort() });
  for (const each of all("[data-task]", box)) each.setAttribute("aria-busy", "true");
  // Screen readers hear the end, not every word.
  out.setAttribute("aria-busy", "true");
  content.readOnly = Boolean(field);
  try {
    await postEvents(box.dataset.copilot, new URLSearchParams({ task, manner, content: before }), (name, told) => {
      if (name === "done") show(box, told, { before, field });
      else tell(name, told);
    }, leave.signal);
  } catch (error) {
    if (field) fill(field, before);
    out.hidden = true;
    if (error.name !== "AbortError") toast(error.message);
  } finally {
    for (const each of all("[data-task]", box)) each.removeAttribute("aria-busy");
    out.removeAttribute("aria-busy");
    content.readOnly = false;
  }
});
