// While somebody is on a break, a composer is held still, with what was typed in it. The server refuses it as well.
(() => {
  "use strict";
  const hold = () => {
    const isHeld = document.querySelector("[data-gate][data-held]") !== null;
    for (const composer of document.querySelectorAll("fieldset[data-composer]")) composer.disabled = isHeld;
  };
  document.addEventListener("htmx:load", hold);
  hold();
})();
