// The pad: plain words in this page and nowhere else. Nothing here sends, stores or reads them.
(() => {
  "use strict";
  const pad = document.querySelector("[data-pad]");
  const clear = document.querySelector("[data-clear]");
  const empty = () => pad.replaceChildren();

  clear.hidden = false;
  clear.addEventListener("click", () => {
    empty();
    pad.focus();
  });
  // Pictures and links that come with what is pasted would be asked for from elsewhere.
  pad.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  pad.addEventListener("drop", (event) => event.preventDefault());
  // A page that the browser keeps in memory comes back empty.
  window.addEventListener("pagehide", empty);
})();
