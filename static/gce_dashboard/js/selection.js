/* Selected rows of a list, and which actions their states allow. */
(function (gce) {
  "use strict";

  gce.Selection = class {
    constructor(list) {
      this.list = list;
      this.keys = new Set();
      this.all = document.getElementById("gce-select-all");
      this.buttons = [...document.querySelectorAll("[data-gce-action]")];
      this.actions = new Map(list.config.actions.map((each) => [each.name, each]));
      list.body.addEventListener("change", (event) => this.toggled(event.target));
      list.body.addEventListener("click", (event) => this.rowClicked(event));
      if (this.all) this.all.addEventListener("change", () => this.toggleAll());
      for (const button of this.buttons) {
        button.addEventListener("click", () => this.run(this.actions.get(button.dataset.gceAction)));
      }
      this.update();
    }

    // the selection

    toggled(box) {
      const row = box.closest("tr");
      if (!box.closest(".gce-select")) return;
      if (box.checked) this.keys.add(row.dataset.key);
      else this.keys.delete(row.dataset.key);
      this.update();
    }

    rowClicked(event) {
      if (event.target.closest("a, button, input, summary, label, details")) return;
      if (String(getSelection())) return; // text was marked, not the row
      const box = event.target.closest("tr").querySelector(".gce-select input");
      if (box) box.click();
    }

    toggleAll() {
      this.keys = new Set(this.all.checked ? this.list.rows.keys() : []);
      this.update();
    }

    clear() {
      this.keys.clear();
      this.update();
    }

    selected() {
      return [...this.list.rows].filter(([key]) => this.keys.has(key)).map(([, row]) => row);
    }

    /** Bring boxes and buttons in line with the selection and the rows' states. */
    update() {
      for (const key of this.keys) if (!this.list.rows.has(key)) this.keys.delete(key);
      for (const [key, row] of this.list.rows) {
        const box = row.querySelector(".gce-select input");
        if (box) box.checked = this.keys.has(key);
        row.classList.toggle("gce-row-selected", this.keys.has(key));
      }
      const selected = this.selected();
      if (this.all) {
        this.all.checked = selected.length > 0 && selected.length === this.list.rows.size;
        this.all.indeterminate = selected.length > 0 && selected.length < this.list.rows.size;
      }
      for (const button of this.buttons) {
        const action = this.actions.get(button.dataset.gceAction);
        const able = selected.filter((row) => allows(row, action));
        const single = !action.form || selected.length === 1;
        const reason = selected.map((row) => reasonOf(row, action)).find(Boolean);
        if (action.targetless) gce.allow(button, true, action);
        else gce.allow(button, able.length > 0 && single, selected.length && single ? action : null,
          reason);
      }
      const count = this.list.element.querySelector("[data-gce-selected]");
      count.textContent = selected.length
        ? interpolate(ngettext("%s selected", "%s selected", selected.length), [selected.length])
        : "";
    }

    /** After an action the keyboard goes on where the row is, or where it was. */
    focusOn(resource) {
      const at = document.activeElement;
      const lost = at === document.body || at.closest("[data-gce-action][aria-disabled=true]");
      if (!resource || !lost) return;
      const row = this.list.rows.get(resource.path) || this.list.body.rows[0];
      const box = row && row.querySelector(".gce-select input");
      (box || this.list.element.querySelector("input[type=text]")).focus();
    }

    async run(action) {
      const selected = action.targetless ? [] : this.selected();
      const able = selected.filter((row) => allows(row, action));
      const skipped = selected.filter((row) => !allows(row, action));
      const resources = able.map((row) => ({
        path: row.dataset.key,
        name: row.dataset.name,
        remark: JSON.parse(row.dataset.remarks || "{}")[action.name],
      }));
      const done = await gce.act(action, resources, skipped.map((row) => row.dataset.name));
      if (done) this.clear();
      await this.list.poller.now();
      this.focusOn(resources[0]);
    }
  };

  /** Why an action that its state allows cannot be done with a row now. */
  function reasonOf(row, action) {
    return JSON.parse(row.dataset.reasons || "{}")[action.name];
  }

  function allows(row, action) {
    return row.dataset.actions.split(" ").includes(action.name);
  }
})(window.gce);
