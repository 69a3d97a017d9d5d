/* Selected rows of a list, and the actions on them. */
(function (gce) {
  "use strict";

  const AT_ONCE = 20;

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
        button.disabled = action.form ? selected.length !== 1 || !able.length : !able.length;
      }
      const count = this.list.element.querySelector("[data-gce-selected]");
      count.textContent = selected.length
        ? interpolate(ngettext("%s selected", "%s selected", selected.length), [selected.length])
        : "";
    }

    // actions

    async run(action) {
      const selected = this.selected();
      const able = selected.filter((row) => allows(row, action));
      const skipped = selected.filter((row) => !allows(row, action));
      const names = able.map((row) => row.dataset.name);
      const words = {
        title: interpolate(action.titles[able.length === 1 ? 0 : 1],
          { name: names[0], count: able.length }, true),
        text: action.consequence,
        names: able.length > 1 ? names : [],
        skipped: skippedText(skipped.map((row) => row.dataset.name)),
        label: action.label,
        danger: action.danger,
      };
      const targets = able.map((row) => row.dataset.key);
      if (action.form) {
        try {
          words.html = await this.fields(action, targets[0]);
        } catch (failure) {
          gce.notify([gce.asNotice(failure)]);
          return;
        }
      }
      await gce.dialog(words, (values) => this.send(action, targets, values));
    }

    async fields(action, target) {
      const query = new URLSearchParams({ form: action.name, target });
      return (await gce.ask(location.pathname + "?" + query)).html;
    }

    /** Send the action in pieces, so that a long selection shows progress. */
    async send(action, targets, values) {
      const failures = [];
      for (let start = 0; start < targets.length; start += AT_ONCE) {
        const piece = targets.slice(start, start + AT_ONCE);
        const body = { action: action.name, targets: piece, values };
        const answer = await gce.ask(location.pathname, { body });
        if (answer.errors) return answer.errors;
        gce.tray.follow(answer.results.filter((each) => each.operation)
          .map((each) => each.operation), action.label);
        failures.push(...answer.results.filter((each) => each.error));
      }
      gce.notify(failures.map(({ target, error }) => ({
        ...error,
        title: action.label + " " + target.split("/").pop(),
      })));
      if (failures.length < targets.length) this.clear();
      this.list.poller.now();
      return undefined;
    }
  };

  function allows(row, action) {
    return row.dataset.actions.split(" ").includes(action.name);
  }

  function skippedText(names) {
    if (!names.length) return "";
    const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
    return interpolate(
      ngettext(
        "%(count)s selected resource is not in a state for this and stays as it is: %(names)s",
        "%(count)s selected resources are not in a state for this and stay as they are: %(names)s",
        names.length,
      ),
      { count: names.length, names: shown },
      true,
    );
  }
})(window.gce);
