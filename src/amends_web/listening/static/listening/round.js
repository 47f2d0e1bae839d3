// A round on a slow or broken network: what is typed is kept, what is sent arrives once, and nothing under somebody's
// hands is replaced. The server decides: it takes a step once, and answers a repeat with how the round stands.
(() => {
  "use strict";
  const FIRST_WAIT_MS = 1_000;
  const LONGEST_WAIT_MS = 15_000;
  const waits = new WeakMap();
  const sent = new WeakMap();

  const connection = document.querySelector("[data-connection]");
  const typed = () => document.querySelector("#round textarea");
  const isRoundsOwn = (element) => element instanceof Element && element.closest("#round") !== null;

  document.addEventListener("input", (event) => {
    if (event.target.matches("#round textarea")) event.target.dataset.unkept = "";
  });

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches("[data-keep]")) sent.set(detail.elt, typed()?.value);
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.xhr || detail.xhr.status === 0) return;
    connection.hidden = true;
    waits.delete(detail.elt);
    const area = typed();
    if (detail.elt.matches("[data-keep]") && detail.successful && area?.value === sent.get(detail.elt)) {
      delete area.dataset.unkept;
    }
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { status } = detail.xhr;
    // A step that came too late, or that needs another look, answers with the page as well.
    if (detail.target.id === "round" && (status === 409 || status === 422)) {
      detail.shouldSwap = true;
      detail.isError = false;
    }
    // News wait until what is being typed has been kept; the next turn brings them.
    if (detail.requestConfig.elt.id === "round" && typed()?.dataset.unkept !== undefined) {
      detail.shouldSwap = false;
      // Where that was not possible before, as in a break, it is tried again now.
      if (!typed().matches(":disabled")) window.htmx.trigger("[data-keep]", "keep");
    }
  });

  // After a step of one's own the button is gone: go on reading where the page begins anew.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.requestConfig?.elt.matches("[data-send]")) document.querySelector("#round h1")?.focus();
  });

  const again = (element) => {
    if (!document.contains(element)) return;
    if (element.matches("[data-keep]")) window.htmx.trigger(element, "keep");
    // A press again, so that it is known which button it was.
    else if (element.matches("[data-send]")) element.querySelector("[data-pressed]")?.click();
  };

  document.addEventListener("submit", ({ target, submitter }) => {
    if (!target.matches("[data-send]")) return;
    for (const button of target.querySelectorAll("[data-pressed]")) delete button.dataset.pressed;
    if (submitter) submitter.dataset.pressed = "";
  }, { capture: true });

  const lost = ({ detail }) => {
    if (!isRoundsOwn(detail.elt)) return;
    connection.hidden = false;
    if (detail.elt.id === "round") return; // it asks again by itself
    const wait = waits.get(detail.elt) ?? FIRST_WAIT_MS;
    waits.set(detail.elt, Math.min(2 * wait, LONGEST_WAIT_MS));
    window.setTimeout(() => again(detail.elt), wait);
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
})();
