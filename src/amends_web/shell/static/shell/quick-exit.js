// "Leave this page": the button, or Shift three times within five seconds.
// The page is hidden first, then the session is ended, then a neutral page takes this one's place.
(() => {
  "use strict";
  const WITHIN_MS = 5000;
  const status = document.querySelector("[data-exit-status]");
  const link = document.querySelector("a[data-exit]");
  if (!link) return;

  const leave = () => {
    document.documentElement.classList.add("left");
    document.title = "";
    // Its answer forgets the cookies; it may arrive after this page is gone.
    fetch(link.href, { keepalive: true, redirect: "manual", cache: "no-store" }).catch(() => {});
    window.location.replace(link.dataset.exit);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("a[data-exit]")) {
      event.preventDefault();
      leave();
    }
  });

  let presses = 0;
  let timer = 0;
  let alone = false; // whether Shift went down with no other key since: typing a capital must not count

  const forget = (announce) => {
    window.clearTimeout(timer);
    if (announce && presses > 0) status.textContent = status.dataset.over;
    presses = 0;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      if (!event.repeat) alone = true;
    } else {
      alone = false;
      forget(true);
    }
  });

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses += 1;
    if (presses === 3) {
      leave();
      return;
    }
    status.textContent = presses === 1 ? status.dataset.two : status.dataset.one;
    window.clearTimeout(timer);
    if (presses > 0) timer = window.setTimeout(() => forget(true), WITHIN_MS);
  });

  // A page that the back button brings from memory shows nothing until it is asked for anew.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.documentElement.classList.add("left");
      window.location.reload();
    }
  });
})();
