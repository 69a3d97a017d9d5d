/* The column chooser: which columns a list shows, and how dense it is. */
(function (gce) {
  "use strict";

  gce.Columns = class {
    constructor(list) {
      this.list = list;
      this.table = list.element.querySelector("table");
      this.chooser = list.element.querySelector("#gce-chooser");
      this.boxes = [...this.chooser.querySelectorAll("[type=checkbox]")];
      this.chooser.addEventListener("change", (event) => {
        if (event.target.type === "radio") this.space(event.target.value);
        else this.choose();
      });
    }

    /** Rows come with the columns that are chosen: a search looks into what is shown. */
    choose() {
      const choice = Object.fromEntries(this.boxes.map((box) => [box.value, box.checked]));
      this.list.preferences.set("columns", choice);
      this.list.reload({ keepSelection: true });
    }

    space(density) {
      this.list.preferences.set("density", density);
      this.table.classList.toggle("gce-compact", density === "compact");
    }

    /** Show the headers of the columns that the rows came with. */
    show(keys) {
      for (const header of this.table.querySelectorAll("thead [data-column]")) {
        header.hidden = !keys.includes(header.dataset.column);
      }
    }
  };

  // menus of a list close on Escape and on a click elsewhere

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.gce-drop-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.gce-drop-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
})(window.gce);
