// Writing a template: the bubble, the problems and the samples follow what is typed; a header's file goes up by itself.
import { all, debounced, fragment, one, postData, toast } from "./kit.js";

const form = one("[data-template-form]");
const place = one("[data-check]", form);

/** The samples asked for have the focus, perhaps: they are only replaced when there are others. */
function show(html) {
  const fresh = fragment(html);
  const names = root => all("[data-example]", root).map(field => field.dataset.example).join("\n");
  one("[data-part=preview]", place).replaceWith(one("[data-part=preview]", fresh));
  if (names(fresh) !== names(place)) {
    const focused = document.activeElement?.dataset?.example;
    one("[data-part=examples]", place).replaceWith(one("[data-part=examples]", fresh));
    if (focused) one(`[data-example="${CSS.escape(focused)}"]`, place)?.focus();
  }
}

let newest = 0;
async function check() {
  const mine = ++newest;
  try {
    const response = await postData("/settings/templates/check", new URLSearchParams(new FormData(form)));
    const html = await response.text();
    if (mine === newest) show(html);
  } catch { /* what is typed stays; the next letter tries again */ }
}

const soon = debounced(check, 350);

function headerChanged() {
  const kind = one("[data-header]", form).value;
  one("[data-header-text]", form).hidden = kind !== "text";
  one("[data-header-file]", form).hidden = !["image", "video", "document"].includes(kind);
}

function buttonsChanged() {
  let showNext = true;
  for (const row of all("[data-button]", form)) {
    const isUsed = one("select", row).value !== "";
    row.classList.toggle("tpl-extra", !isUsed && !showNext);
    if (!isUsed) showNext = false;
  }
}

async function upload(input) {
  const file = input.files[0];
  if (!file) return;
  const state = one("[data-file-state]", form);
  state.textContent = `${form.dataset.busy} `;
  const csrf = one('meta[name="csrf-token"]')?.content ?? "";
  try {
    const response = await fetch(`/settings/templates/files?name=${encodeURIComponent(file.name)}`, {
      method: "POST", body: file,
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream", "X-CSRF-Token": csrf },
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    form.elements.header_file.value = answer.id;
    state.textContent = `${form.dataset.here}: ${answer.file_name}. `;
    check();
  } catch (error) {
    state.textContent = "";
    input.value = "";
    toast(error.message);
  }
}

form.addEventListener("input", soon);
form.addEventListener("change", event => {
  if (event.target.id === "t-file") return upload(event.target);
  headerChanged();
  buttonsChanged();
  soon();
});
headerChanged();
buttonsChanged();
