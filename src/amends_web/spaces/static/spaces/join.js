// What stands behind the "#" of an invite's link is never sent by a browser. It goes into the body of a form here, and
// out of the address before anything else can read it there.
(function () {
  "use strict";
  function open() {
    var token = location.hash.slice(1);
    var form = document.querySelector("[data-hash]");
    if (!token || token === "main" || !form) return;
    history.replaceState(null, "", location.pathname);
    form.elements.token.value = token;
    form.submit();
  }
  addEventListener("hashchange", open);
  open();
})();
