/* Saved views of a list: a filter and an order by a name. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  gce.Views = class {
    constructor(list) {
      this.list = list;
      this.menu = list.element.querySelector("#gce-views");
      this.names = this.menu.querySelector("ul");
      this.none = this.menu.querySelector("[data-gce-views-none]");
      this.field = this.menu.querySelector("#gce-view-name");
      const save = () => this.save(this.field.value.trim());
      this.menu.querySelector("[data-gce-save-view]").addEventListener("click", save);
      this.field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // the form around it is the filter's
        save();
      });
      this.draw();
    }

    get all() {
      return this.list.preferences.get("views");
    }

    save(name) {
      if (!name) return;
      const { filter, order } = Object.fromEntries(new URLSearchParams(location.search));
      const view = { name, filter: filter || "", order: order || "" };
      this.keep([...this.all.filter((each) => each.name !== name), view]);
      this.field.value = "";
    }

    keep(views) {
      if (!this.list.preferences.set("views", views)) {
        gce.notify([{ message: gettext("There is no room for another view. Delete one first."), warning: true }], "action");
      }
      this.draw();
    }

    draw() {
      this.names.replaceChildren(...this.all.map((view) => this.item(view)));
      this.none.hidden = this.all.length > 0;
    }

    item(view) {
      const open = gce.el("button", { type: "button" }, view.name);
      open.addEventListener("click", () => {
        this.menu.open = false;
        this.list.go({ filter: view.filter, order: view.order, page: "" });
      });
      const ariaLabel = interpolate(gettext("Delete the view %s"), [view.name]);
      const remove = gce.el("button", { type: "button", ariaLabel }, gce.icon("close"));
      remove.addEventListener("click", () => this.keep(this.all.filter((each) => each !== view)));
      return gce.el("li", {}, open, remove);
    }
  };
})(window.gce);
