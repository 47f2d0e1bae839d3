{% load i18n static %}// Shows that a push came: one sentence, the same for everybody. It keeps no page, and reads nothing.
"use strict";
self.addEventListener("push", (event) => {
  event.waitUntil(
    self.registration.showNotification("{{ app_name|escapejs }}", {
      body: "{% filter escapejs %}{% translate 'When you have a minute.' %}{% endfilter %}",
      icon: "{% static 'shell/icon-192.png' %}",
      tag: "one",
    }),
  );
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
