/* Single keys that do something, the list of them, and how to have none. */
(function (gce) {
  "use strict";

  const KEY = "gce-shortcuts";
  const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

  const click = (selector) => {
    const element = document.querySelector(selector);
    if (element) element.click();
    return Boolean(element);
  };

  const focus = (selector) => {
    const element = document.querySelector(selector);
    if (element) element.focus();
    return Boolean(element);
  };

  /** What each key does; false where there is nothing to do it to. */
  const does = {
    "/": () => Boolean(gce.search && (gce.search.open(), true)),
    "?": () => show(),
    f: () => focus("#gce-filter"),
    c: () => click('[data-gce-needs=create]'),
    r: () => click("#gce [data-gce-refresh]"),
    n: () => click("#gce-tray-button"),
    p: () => click("#gce-picker > summary"),
    m: () => click("#gce-menu-button, #sidebar-toggle, .md-hamburger"),
  };

  function areOn() {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true;
    }
  }

  function switchTo(on) {
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // without storage they are on again on the next page
    }
  }

  function show() {
    const dialog = document.getElementById("gce-shortcuts");
    if (!dialog) return false;
    dialog.querySelector("[data-gce-shortcuts-on]").checked = areOn();
    dialog.showModal();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !areOn()) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const act = Object.hasOwn(does, event.key) && does[event.key];
    if (act && act()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-gce-shortcuts]")) show();
    else if (event.target.closest("#gce-shortcuts [data-gce-close]")) {
      document.getElementById("gce-shortcuts").close();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-gce-shortcuts-on]")) switchTo(event.target.checked);
  });
})(window.gce);
