// A first step without an account. What is typed stays in this page: nothing is sent and nothing is kept, until the
// person copies, prints or downloads it, or takes it along into a new account.
(() => {
  "use strict";
  const step = document.querySelector("[data-first-step]");
  const sheet = document.querySelector("[data-sheet]");
  const status = document.querySelector("[data-status]");
  const fields = [...step.querySelectorAll("textarea, input")];

  const said = (field) => {
    const words = field.value.trim();
    if (!words) return "";
    return field.dataset.opening ? `${field.dataset.opening} ${words}` : words;
  };

  const text = () => {
    const parts = fields.filter((field) => !("plan" in field.dataset)).map(said);
    const plan = fields.filter((field) => "plan" in field.dataset).map(said).filter(Boolean).join(", ");
    return [...parts, plan].filter(Boolean).join("\n\n");
  };

  const redraw = () => {
    const words = text();
    sheet.textContent = words || sheet.dataset.empty;
    sheet.classList.toggle("quiet", !words);
    status.textContent = "";
  };

  const copy = async (words) => {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(words);
      return;
    }
    // Over plain HTTP browsers offer no clipboard; this older way works from a press.
    const carrier = document.createElement("textarea");
    carrier.value = words;
    document.body.append(carrier);
    carrier.select();
    document.execCommand("copy");
    carrier.remove();
  };

  const download = (words, name) => {
    const address = URL.createObjectURL(new Blob([`${words}\n`], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };

  const withWords = (act) => () => {
    const words = text();
    if (words) act(words);
    else status.textContent = status.dataset.nothing;
  };

  const say = (sentence) => {
    status.textContent = sentence;
  };

  const on = (selector, act) => document.querySelector(selector)?.addEventListener("click", act);

  on("[data-copy]", withWords((words) => copy(words).then(() => say(status.dataset.copied))));
  on("[data-print]", withWords(() => window.print()));
  on("[data-download]", withWords((words) => {
    download(words, document.querySelector("[data-download]").dataset.download);
    say(status.dataset.kept);
  }));
  on("[data-copy-ready]", () => {
    copy(document.querySelector("[data-ready-words]").textContent).then(() => say(status.dataset.copied));
  });

  const along = document.querySelector("[data-take-along]");
  along?.addEventListener("submit", () => {
    along.elements.first_step.value = text();
  });

  const empty = () => {
    for (const field of fields) field.value = "";
    if (along) along.elements.first_step.value = "";
    redraw();
  };

  for (const part of document.querySelectorAll(".script-only")) part.hidden = false;
  step.addEventListener("input", redraw);
  document.body.classList.add("scripted");
  // A browser may bring the page back as it was left: then it comes back empty.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) empty();
  });
  redraw();
})();
