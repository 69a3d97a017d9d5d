/* The one dialog of a page: asks before something happens, with or without a form. */
(function (gce) {
  "use strict";

  function fill(dialog, { title, text, names = [], skipped = "", label, danger, html = "" }) {
    const part = (selector) => dialog.querySelector(selector);
    part("h2").textContent = title;
    part(".gce-dialog-text").textContent = text;
    part(".gce-dialog-names").replaceChildren(...names.map((each) => gce.el("li", {}, each)));
    part(".gce-dialog-names").hidden = !names.length;
    part(".gce-dialog-skipped").textContent = skipped;
    part(".gce-dialog-skipped").hidden = !skipped;
    part(".gce-dialog-fields").innerHTML = html; // rendered and escaped by the console's view
    part(".gce-dialog-error").hidden = true;
    const button = part("[data-gce-confirm]");
    button.textContent = label;
    button.disabled = false;
    button.classList.toggle("gce-button-danger", Boolean(danger));
  }

  function showErrors(dialog, errors) {
    for (const field of dialog.querySelectorAll("[data-field]")) {
      const told = errors[field.dataset.field] || [];
      field.classList.toggle("gce-field-bad", told.length > 0);
      field.querySelector(".gce-error").textContent = told.join(" ");
    }
    const general = (errors.__all__ || []).join(" ");
    const line = dialog.querySelector(".gce-dialog-error");
    line.textContent = general;
    line.hidden = !general;
    const bad = dialog.querySelector(".gce-field-bad :is(input, select, textarea)");
    if (bad) bad.focus();
  }

  /** The values of a form's fields by name: checked boxes as true, repeated names as lists. */
  gce.values = function (form) {
    const values = {};
    for (const control of form.elements) {
      if (!control.name || control.disabled) continue;
      if (control.type === "radio" && !control.checked) continue;
      const value = control.type === "checkbox" ? control.checked : control.value;
      if (control.dataset.gceMany === undefined) values[control.name] = value;
      else (values[control.name] = values[control.name] || []).push(value);
    }
    return values;
  };

  /**
   * Ask; `act(values)` does it when the user agrees and resolves to the form's errors, or to
   * nothing when it is done. Resolves to whether it was done.
   */
  gce.dialog = function (words, act = async () => undefined) {
    const dialog = document.getElementById("gce-dialog");
    const form = dialog.querySelector("form");
    fill(dialog, words);
    return new Promise((resolve) => {
      let done = false;
      const cancel = dialog.querySelector("[data-gce-cancel]");
      const confirm = dialog.querySelector("[data-gce-confirm]");
      form.onsubmit = async (event) => {
        event.preventDefault();
        confirm.disabled = true;
        try {
          const errors = await act(gce.values(form));
          if (errors) showErrors(dialog, errors);
          done = !errors;
        } catch (failure) {
          showErrors(dialog, { __all__: [gce.sentence(failure)] });
        }
        confirm.disabled = false;
        if (done) dialog.close();
      };
      cancel.onclick = () => dialog.close();
      dialog.onclose = () => resolve(done);
      dialog.showModal();
      const first = dialog.querySelector(".gce-dialog-fields :is(input, select, textarea)");
      (first || (words.danger ? cancel : confirm)).focus();
      document.dispatchEvent(new CustomEvent("gce:fields", { detail: dialog }));
    });
  };
})(window.gce);
