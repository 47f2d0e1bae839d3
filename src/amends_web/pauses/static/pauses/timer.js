// How long a break still is, in minutes, once a minute: no seconds that run down.
(() => {
  "use strict";
  const place = document.querySelector("[data-back]");
  if (!place) return;
  const show = () => {
    const minutes = Math.ceil((new Date(place.dataset.back) - Date.now()) / 60_000);
    place.textContent = minutes > 0 && minutes <= 180 ? place.dataset.minutes.replace("%s", minutes) : "";
  };
  show();
  window.setInterval(show, 60_000);
})();
