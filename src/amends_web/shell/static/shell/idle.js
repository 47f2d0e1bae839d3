// The server locks after some minutes without a request. This page keeps in step: while somebody types it says so,
// and once the lock has come it takes its words off the screen.
(() => {
  "use strict";
  const TELL_EVERY_MS = 60_000;
  const LOOK_EVERY_MS = 15_000;
  const { idleMinutes, awake, stillOpen } = document.body.dataset;
  const idleMs = Number(idleMinutes) * 60_000;
  let touchedAt = Date.now();
  let toldAt = Date.now();

  // A redirect is the door: this browser is locked.
  const ask = async (address) => {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (answer.type !== "opaqueredirect") return;
    document.documentElement.classList.add("left");
    window.location.replace(window.location.pathname);
  };

  // Without a connection nothing can be said or seen; the next turn asks again.
  const tryToAsk = (address) => ask(address).catch(() => {});

  const look = () => {
    if (Date.now() - touchedAt >= idleMs) tryToAsk(stillOpen);
  };

  const touch = () => {
    const now = Date.now();
    const wasIdle = now - touchedAt >= idleMs;
    touchedAt = now;
    if (wasIdle) tryToAsk(stillOpen);
    else if (now - toldAt >= TELL_EVERY_MS) {
      toldAt = now;
      tryToAsk(awake);
    }
  };

  for (const kind of ["pointerdown", "keydown", "input"]) {
    window.addEventListener(kind, touch, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", look);
  window.setInterval(look, LOOK_EVERY_MS);
})();
