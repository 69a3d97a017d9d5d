/* The column chooser: which columns a list shows, kept in this browser. */
(function (gce) {
  "use strict";

  gce.Columns = class {
    constructor(list) {
      this.table = list.querySelector("table");
      this.boxes = [...list.querySelectorAll(".gce-chooser input")];
      this.key = "gce-columns:" + list.dataset.collection;
      this.chooser = list.querySelector(".gce-chooser");
      this.restore();
      this.chooser.addEventListener("change", () => this.choose());
      this.chooser.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        this.chooser.open = false;
        this.chooser.querySelector("summary").focus();
      });
      document.addEventListener("click", (event) => {
        if (!this.chooser.contains(event.target)) this.chooser.open = false;
      });
    }

    restore() {
      let kept = null;
      try {
        kept = JSON.parse(localStorage.getItem(this.key));
      } catch {
        // the columns that the page came with are right
      }
      if (!kept) return;
      for (const box of this.boxes) if (box.value in kept) box.checked = kept[box.value];
      this.apply(this.table);
    }

    choose() {
      const choice = Object.fromEntries(this.boxes.map((box) => [box.value, box.checked]));
      try {
        localStorage.setItem(this.key, JSON.stringify(choice));
      } catch {
        // the choice lasts for this page only
      }
      this.apply(this.table);
    }

    /** Show and hide the cells within an element. */
    apply(element) {
      const hidden = new Set(this.boxes.filter((box) => !box.checked).map((box) => box.value));
      for (const cell of element.querySelectorAll("[data-column]")) {
        cell.hidden = hidden.has(cell.dataset.column);
      }
    }
  };
})(window.gce);
