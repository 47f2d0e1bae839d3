// The private check. Everything stays in this page: nothing is asked of the server, nothing is kept in the browser.
(() => {
  "use strict";
  const check = document.querySelector("[data-check]");
  const outcome = document.querySelector("[data-outcome]");
  const breath = check.querySelector("[data-breath]");
  const breathShown = check.querySelector("[data-breath-shown]");
  const STRONG = 8; // from here on a break comes first

  const clear = () => {
    for (const radio of check.querySelectorAll("input[type=radio]")) radio.checked = false;
    breath.value = "5";
    breathShown.textContent = "5";
    outcome.hidden = true;
    for (const part of outcome.querySelectorAll("details")) part.open = false;
  };

  const answered = (values) =>
    [...check.querySelectorAll("fieldset")].filter((question) => {
      const radio = question.querySelector("input:checked");
      return radio !== null && values.includes(radio.value);
    });

  const show = () => {
    const marked = new Set(answered(["sometimes", "yes"]).map((question) => question.dataset.guidance));
    const isStrong = Number(breath.value) >= STRONG;
    const skipped = answered(["skip"]).length > 0;
    for (const part of outcome.querySelectorAll("[data-when]")) {
      const when = part.dataset.when;
      if (when === "nothing") part.hidden = marked.size > 0 || skipped;
      else if (when === "skip") part.hidden = !skipped;
      else if (when === "breath") part.hidden = !isStrong;
      else part.hidden = !marked.has(when) && !skipped;
      if (part.tagName === "DETAILS") part.open = when === "breath" ? isStrong : marked.has(when);
    }
    outcome.hidden = false;
    outcome.focus();
  };

  for (const part of document.querySelectorAll(".script-only")) part.hidden = false;
  breath.addEventListener("input", () => {
    breathShown.textContent = breath.value;
  });
  check.querySelector("[data-show]").addEventListener("click", show);
  check.querySelector("[data-clear]").addEventListener("click", clear);
  // A browser may bring the page back as it was left: then it comes back empty.
  window.addEventListener("pagehide", clear);
  window.addEventListener("pageshow", clear);
  clear();
})();
