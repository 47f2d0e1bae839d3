// Choose the time zone of this device in a form that asks for it and does not know it yet.
(() => {
  "use strict";
  const select = document.querySelector("select[data-time-zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!select || select.value !== "UTC") return;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
})();
