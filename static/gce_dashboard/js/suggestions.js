/* What a text field offers below itself: chosen by arrow keys and Enter, or by a click. */
(function (gce) {
  "use strict";

  gce.Suggestions = class {
    constructor(input, box) {
      this.input = input;
      this.box = box;
      this.offers = [];
      this.active = -1;
      this.onPick = () => undefined;
      input.addEventListener("keydown", (event) => this.pressed(event));
      input.addEventListener("blur", () => this.close());
      // before the field loses the focus
      box.addEventListener("pointerdown", (event) => event.preventDefault());
      box.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.onPick(this.offers[[...box.children].indexOf(option)]);
      });
    }

    /** Show what can be chosen: [{label}]; nothing closes the box. */
    offer(offers) {
      this.offers = offers;
      this.box.replaceChildren(...offers.map(({ label }, index) =>
        gce.el("li", { id: this.box.id + "-" + index, role: "option" }, label)));
      this.box.hidden = !offers.length;
      this.input.setAttribute("aria-expanded", String(offers.length > 0));
      this.point(-1);
    }

    close() {
      this.offer([]);
    }

    point(index) {
      this.active = index;
      [...this.box.children].forEach((option, place) =>
        option.setAttribute("aria-selected", String(place === index)));
      const option = this.box.children[index];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    pressed(event) {
      const count = this.offers.length;
      if (!count) return;
      if (event.key === "ArrowDown") this.point((this.active + 1) % count);
      else if (event.key === "ArrowUp") this.point((this.active < 1 ? count : this.active) - 1);
      else if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && this.active >= 0) this.onPick(this.offers[this.active]);
      else return;
      event.preventDefault();
    }
  };
})(window.gce);
