// Copy and print, where the browser runs scripts. What is shown here is never sent anywhere.
(() => {
  "use strict";
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }

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

  for (const button of document.querySelectorAll("[data-copy]")) {
    const section = button.closest("section");
    button.addEventListener("click", async () => {
      await copy(section.querySelector("[data-take]").innerText.trim());
      const status = section.querySelector("[data-status]");
      status.textContent = status.dataset.copied;
    });
  }
})();
