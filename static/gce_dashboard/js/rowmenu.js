/* The menu of a row: every action on it, at a button that each row gets. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  gce.RowMenu = class {
    constructor(list) {
      this.list = list;
      this.actions = list.config.actions.filter((each) => !each.targetless);
      this.menu = gce.el("div", { id: "gce-row-menu", className: "gce-menu gce-row-menu", role: "menu", hidden: true });
      this.button = null; // whose menu is open
      list.element.append(this.menu);
      list.body.addEventListener("click", (event) => this.clicked(event.target));
      this.menu.addEventListener("click", (event) => this.chosen(event.target));
      this.menu.addEventListener("keydown", (event) => this.pressed(event));
      this.menu.addEventListener("focusout", (event) => {
        if (!this.menu.contains(event.relatedTarget)) this.close();
      });
      window.addEventListener("scroll", () => this.close(), true);
    }

    /** Give a row its button. */
    addTo(row) {
      if (!this.actions.length) return;
      const button = gce.el("button", { type: "button", className: "gce-button gce-button-icon" },
        gce.icon("more"));
      button.setAttribute("aria-haspopup", "menu");
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", interpolate(gettext("Actions for %s"), [row.dataset.name]));
      button.dataset.gceRowMenu = "";
      row.append(gce.el("td", { className: "gce-row-end" }, button));
    }

    clicked(target) {
      const button = target.closest("[data-gce-row-menu]");
      if (!button) return;
      if (this.button === button) this.close();
      else this.open(button);
    }

    open(button) {
      this.button = button;
      button.setAttribute("aria-expanded", "true");
      const row = this.list.selection.outlineOf(button.closest("tr"));
      this.menu.replaceChildren(...this.actions.map((action) => item(action, row)));
      this.menu.setAttribute("aria-label", button.getAttribute("aria-label"));
      this.menu.hidden = false;
      this.place(button.getBoundingClientRect());
      this.menu.firstElementChild.focus();
    }

    /** Below the button, or above it where there is no room below. */
    place(at) {
      const { offsetHeight: height, offsetWidth: width } = this.menu;
      const below = at.bottom + height <= innerHeight;
      this.menu.style.top = Math.max(8, below ? at.bottom : at.top - height) + "px";
      this.menu.style.left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8)) + "px";
    }

    close(focus = false) {
      if (!this.button) return;
      const { button } = this;
      this.button = null;
      this.menu.hidden = true;
      button.setAttribute("aria-expanded", "false");
      if (focus) button.focus();
    }

    chosen(target) {
      const option = target.closest("[role=menuitem]");
      if (!option || option.getAttribute("aria-disabled") === "true") return;
      const row = this.list.selection.outlineOf(this.button.closest("tr"));
      const action = this.actions.find(({ name }) => name === option.dataset.action);
      this.close(true);
      this.list.selection.run(action, [row]);
    }

    pressed(event) {
      const items = [...this.menu.children];
      const index = items.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) items[(index + step + items.length) % items.length].focus();
      else if (event.key === "Home") items[0].focus();
      else if (event.key === "End") items.at(-1).focus();
      else if (event.key === "Escape" || event.key === "Tab") this.close(true);
      else return;
      if (event.key !== "Tab") event.preventDefault();
      event.stopPropagation();
    }
  };

  function item(action, row) {
    const { allowed, title } = gce.allowance(action, row);
    const element = gce.el("button", { type: "button", role: "menuitem", tabIndex: -1, title }, action.label);
    element.dataset.action = action.name;
    element.classList.toggle("gce-danger", action.danger);
    if (!allowed) element.setAttribute("aria-disabled", "true");
    return element;
  }
})(window.gce);
