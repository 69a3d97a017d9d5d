/* Selected rows of a list, on this page and on others, and which actions their states allow. */
(function (gce) {
  "use strict";

  const { ngettext, interpolate } = gce;

  gce.Selection = class {
    constructor(list) {
      this.list = list;
      this.keys = new Set(); // on this page
      this.elsewhere = new Map(); // key -> outline, once all results are selected
      this.all = document.getElementById("gce-select-all");
      this.offer = list.element.querySelector("[data-gce-all-results]");
      this.buttons = [...document.querySelectorAll("[data-gce-action]")];
      this.actions = new Map(list.config.actions.map((each) => [each.name, each]));
      list.body.addEventListener("change", (event) => this.toggled(event.target));
      list.body.addEventListener("click", (event) => this.rowClicked(event));
      if (this.all) this.all.addEventListener("change", () => this.toggleAll());
      this.offer.addEventListener("click", () => this.selectResults());
      for (const button of this.buttons) {
        button.addEventListener("click", () => this.run(this.actions.get(button.dataset.gceAction)));
      }
      this.update();
    }

    // the selection

    toggled(box) {
      if (!box.closest(".gce-select")) return;
      const { key } = box.closest("tr").dataset;
      if (box.checked) this.keys.add(key);
      else this.keys.delete(key);
      this.elsewhere.clear();
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
      this.elsewhere.clear();
      this.update();
    }

    /** Select what the filter matches on every page. */
    async selectResults() {
      this.offer.disabled = true;
      try {
        const answer = await gce.ask(this.list.addressWith({ all: 1 }));
        this.keys = new Set(answer.rows.map(({ key }) => key).filter((key) => this.list.rows.has(key)));
        const others = answer.rows.filter(({ key }) => !this.list.rows.has(key));
        this.elsewhere = new Map(others.map((each) => [each.key, each]));
      } catch (failure) {
        gce.notify([gce.asNotice(failure)], "action");
      }
      this.offer.disabled = false;
      this.update();
    }

    clear() {
      this.keys.clear();
      this.elsewhere.clear();
      this.update();
    }

    /** What is selected: {key, name, actions, remarks, reasons} each. */
    selected() {
      const here = [...this.list.rows].filter(([key]) => this.keys.has(key));
      return [...here.map(([, row]) => this.outlineOf(row)), ...this.elsewhere.values()];
    }

    outlineOf({ dataset }) {
      return {
        key: dataset.key,
        name: dataset.name,
        actions: dataset.actions.split(" "),
        remarks: JSON.parse(dataset.remarks || "{}"),
        reasons: JSON.parse(dataset.reasons || "{}"),
      };
    }

    /** Bring boxes and buttons in line with the selection and the rows' states. */
    update() {
      for (const key of this.keys) if (!this.list.rows.has(key)) this.keys.delete(key);
      for (const [key, row] of this.list.rows) {
        const box = row.querySelector(".gce-select input");
        if (box) box.checked = this.keys.has(key);
        row.classList.toggle("gce-row-selected", this.keys.has(key));
      }
      const here = this.keys.size;
      const whole = here > 0 && here === this.list.rows.size;
      if (this.all) {
        this.all.checked = whole;
        this.all.indeterminate = here > 0 && !whole;
      }
      this.offer.hidden = !(whole && this.list.nextToken + this.list.parameter("page")) ||
        this.elsewhere.size > 0;
      this.updateButtons();
    }

    updateButtons() {
      const selected = this.selected();
      for (const button of this.buttons) {
        const action = this.actions.get(button.dataset.gceAction);
        if (action.targetless) {
          gce.allow(button, true, action);
          continue;
        }
        const able = selected.filter((row) => allows(row, action));
        const single = !action.form || action.several || selected.length === 1;
        const reason = selected.map((row) => row.reasons[action.name]).find(Boolean);
        gce.allow(button, able.length > 0 && single, selected.length && single ? action : null, reason);
      }
      const count = this.list.element.querySelector("[data-gce-selected]");
      count.textContent = selected.length
        ? interpolate(ngettext("%s selected", "%s selected", selected.length), [selected.length])
        : "";
    }

    /** Do an action on rows; the focus comes back to the first of them. */
    async run(action, rows = action.targetless ? [] : this.selected()) {
      const able = rows.filter((row) => action.targetless || allows(row, action));
      const skipped = rows.filter((row) => !able.includes(row));
      const resources = able.map(({ key, name, remarks }) => (
        { path: key, name, remark: remarks[action.name] }));
      const done = await gce.act(action, resources, skipped.map(({ name }) => name));
      if (done) {
        this.clear();
        this.list.focusOn(able[0]?.key);
      }
      this.list.poller.now();
    }
  };

  /** Whether an action can be done with one row, and why not. */
  gce.allowance = function (action, row) {
    const missing = gce.missing[action.name];
    if (missing) return { allowed: false, title: gce.lacking(missing) };
    if (allows(row, action)) return { allowed: true, title: "" };
    return { allowed: false, title: row.reasons[action.name] || action.needs };
  };

  function allows(row, action) {
    return row.actions.includes(action.name);
  }
})(window.gce);
