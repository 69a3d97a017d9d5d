/* The frame of our theme, on every page of Horizon's: menus, the drawer, light and dark. */
(function () {
  "use strict";

  const YEAR_SECONDS = 365 * 86400;
  const PLACE = "gce-menu-place"; // in the tab's storage
  const NARROW = "(max-width: 960px)";

  function keep(name, value) {
    document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${YEAR_SECONDS};samesite=lax`;
  }

  // what opens below a button closes on a click elsewhere, and on Escape

  const openDrops = () => document.querySelectorAll(".gce-drop[open]");

  document.addEventListener("click", (event) => {
    for (const drop of openDrops()) if (!drop.contains(event.target)) drop.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of openDrops()) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  });

  // the menu: beside the page, or over it where there is no room

  function listen(top) {
    const button = top.querySelector("#gce-menu-button");
    const sidebar = document.getElementById("sidebar");
    const narrow = matchMedia(NARROW);
    const isOpen = () => (narrow.matches ? top.dataset.drawer === "open" : top.dataset.menu !== "closed");
    const tell = () => button.setAttribute("aria-expanded", String(isOpen()));

    function toggle(open) {
      if (narrow.matches) {
        top.dataset.drawer = open ? "open" : "";
        if (open) sidebar.querySelector("a, summary").focus();
      } else {
        top.dataset.menu = open ? "open" : "closed";
        keep("gce_menu", top.dataset.menu);
      }
      tell();
    }

    button.addEventListener("click", () => toggle(!isOpen()));
    narrow.addEventListener("change", tell);
    document.addEventListener("click", (event) => {
      if (top.dataset.drawer === "open" && !event.target.closest("#sidebar, #gce-menu-button")) toggle(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || top.dataset.drawer !== "open") return;
      toggle(false);
      button.focus();
    });
    tell();
  }

  /** The menu stays where it was from page to page, and shows the page that one is on. */
  function keepPlace(sidebar) {
    try {
      sidebar.scrollTop = sessionStorage.getItem(PLACE) || 0;
      window.addEventListener("pagehide", () => sessionStorage.setItem(PLACE, sidebar.scrollTop));
    } catch {
      // without storage it begins at its top
    }
    const here = sidebar.querySelector("[aria-current=page]");
    if (!here) return;
    const [box, at] = [sidebar.getBoundingClientRect(), here.getBoundingClientRect()];
    if (at.top >= box.top && at.bottom <= box.bottom) return;
    sidebar.scrollTop += at.top - box.top - (box.height - at.height) / 2;
  }

  // light and dark, and the theme

  document.addEventListener("change", (event) => {
    const choice = event.target;
    const themes = choice.closest("[data-gce-themes]");
    if (choice.closest("[data-gce-scheme]")) {
      document.querySelector("meta[name=color-scheme]").content = choice.value;
      keep("gce_scheme", choice.value);
    } else if (themes) {
      keep(themes.dataset.gceThemes, choice.value);
      location.reload();
    }
  });

  function begin() {
    const top = document.getElementById("gce-top");
    const sidebar = document.getElementById("sidebar");
    if (!top || !sidebar) return;
    listen(top);
    keepPlace(sidebar);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
