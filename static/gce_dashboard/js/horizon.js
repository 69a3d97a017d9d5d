/*
 * The header and the menu of Horizon's own themes, without the 2.7 MB of scripts that they bring:
 * what opens and closes, by mouse and by keyboard.
 */
(function () {
  "use strict";

  const YEAR_SECONDS = 365 * 86400;
  const sidebar = document.getElementById("sidebar");

  function opened(toggle, open) {
    toggle.setAttribute("aria-expanded", String(open));
    return open;
  }

  function closeDropdowns(but) {
    for (const toggle of document.querySelectorAll(".open > [data-toggle=dropdown]")) {
      if (toggle !== but) toggle.parentElement.classList.toggle("open", opened(toggle, false));
    }
  }

  function collapse(toggle, open) {
    for (const target of document.querySelectorAll(toggle.dataset.target)) {
      target.classList.toggle("in", open);
    }
    toggle.classList.toggle("collapsed", !opened(toggle, open));
  }

  /** Of an accordion one part is open at a time. */
  function closeNeighbours(toggle) {
    const parent = toggle.dataset.parent && document.querySelector(toggle.dataset.parent);
    if (!parent) return;
    const neighbours = `:scope > li > [data-toggle=collapse]:not(.collapsed)`;
    for (const each of parent.querySelectorAll(neighbours)) {
      if (each !== toggle) collapse(each, false);
    }
  }

  const does = {
    dropdown(toggle) {
      closeDropdowns(toggle);
      const box = toggle.parentElement.classList;
      box.toggle("open", opened(toggle, !box.contains("open")));
    },
    collapse(toggle) {
      const target = document.querySelector(toggle.dataset.target);
      closeNeighbours(toggle);
      collapse(toggle, !target.classList.contains("in"));
    },
  };

  function drawer() {
    for (const name of ["on-screen", "active"]) sidebar.classList.toggle(name);
    for (const layer of document.querySelectorAll(".md-hamburger-layer")) {
      layer.classList.toggle("md-hamburger-arrow");
      layer.classList.toggle("md-hamburger-menu");
    }
  }

  function choose(theme) {
    const cookie = document.body.dataset.themeCookie;
    document.cookie = `${cookie}=${theme};path=/;max-age=${10 * YEAR_SECONDS};samesite=lax`;
    location.reload();
  }

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggle]");
    const theme = event.target.closest(".theme-picker-item");
    if (toggle && does[toggle.dataset.toggle]) {
      event.preventDefault();
      does[toggle.dataset.toggle](toggle);
    } else if (theme) {
      event.preventDefault();
      choose(theme.dataset.theme);
    } else if (event.target.closest("#sidebar-toggle, .md-hamburger")) {
      drawer();
    } else if (!event.target.closest(".dropdown-menu")) {
      closeDropdowns();
    }
  });

  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".open > [data-toggle=dropdown]");
    if (event.key === "Escape" && open) {
      closeDropdowns();
      open.focus();
    }
    if (!["Enter", " "].includes(event.key) || !event.target.matches("[data-toggle]:not(button)")) return;
    event.preventDefault();
    event.target.click();
  });

  // the menu numbers its links, which would make them the first stops of the whole page
  for (const link of sidebar.querySelectorAll("[tabindex]")) link.removeAttribute("tabindex");
  for (const toggle of sidebar.querySelectorAll("[data-toggle]")) {
    toggle.tabIndex = 0;
    toggle.setAttribute("role", "button");
    opened(toggle, !toggle.classList.contains("collapsed"));
  }
})();
