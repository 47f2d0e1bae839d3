// Shows and serves the buttons that print the page.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print-page]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
