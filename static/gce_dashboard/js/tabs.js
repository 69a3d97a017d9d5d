/* Tabs as the ARIA practices describe them: arrows move, the panel follows. */
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
      if (tab) show(tab);
    });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const index = tabs.indexOf(event.target);
      const next = tabs[(index + step + tabs.length) % tabs.length];
      next.focus();
      show(next);
    });
    return { show: (id) => show(document.getElementById(id)) };
  };
})(window.gce);
