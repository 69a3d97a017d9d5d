/*
 * Tabs as the ARIA practices describe them: arrows move, the panel follows. Those that are links work
 * without this as well, and open in a tab of the browser's where that is asked for.
 */
(function (gce) {
  "use strict";

  gce.tabs = function (list, onShow = () => undefined) {
    const tabs = [...list.querySelectorAll("[role=tab]")];

    function show(tab) {
      for (const each of tabs) {
        const chosen = each === tab;
        each.setAttribute("aria-selected", String(chosen));
        each.tabIndex = chosen ? 0 : -1;
        document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
      }
      onShow(tab);
    }

    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(tab);
    });
    list.addEventListener("keydown", (event) => {
      if (event.key === " ") { // a link does not take it for a click
        event.preventDefault();
        event.target.click();
      }
      const step = gce.along(event);
      if (!step) return;
      const index = tabs.indexOf(event.target);
      const next = tabs[(index + step + tabs.length) % tabs.length];
      next.focus();
      show(next);
    });
  };
})(window.gce);
