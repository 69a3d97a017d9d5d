/* The one dialog of a page: asks before something happens, with or without a form. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  function fill(dialog, words) {
    const { title, text, names = [], skipped = "", label, danger, html = "", confirmName } = words;
    const part = (selector) => dialog.querySelector(selector);
    part("h2").textContent = title;
    part(".gce-dialog-text").textContent = text;
    part(".gce-dialog-names").replaceChildren(...names.map((each) => gce.el("li", {}, each)));
    part(".gce-dialog-names").hidden = !names.length;
    part(".gce-dialog-skipped").textContent = skipped;
    part(".gce-dialog-skipped").hidden = !skipped;
    part(".gce-dialog-fields").innerHTML = html; // rendered and escaped by the console's view
    part("[data-gce-typed]").hidden = !confirmName;
    part("[data-gce-typed] input").value = "";
    part("[data-gce-typed] span").textContent = confirmName
      ? interpolate(gettext("Type %s to confirm"), [confirmName]) : "";
    part(".gce-dialog-error").hidden = true;
    part(".gce-dialog-progress").hidden = true;
    part("[data-gce-cancel]").hidden = Boolean(words.told);
    const button = part("[data-gce-confirm]");
    button.textContent = label;
    button.disabled = false;
    button.classList.toggle("gce-button-danger", Boolean(danger));
  }

  function showErrors(dialog, errors) {
    gce.showErrors(dialog, errors);
    const general = (errors.__all__ || []).join(" ");
    const line = dialog.querySelector(".gce-dialog-error");
    line.textContent = general;
    line.hidden = !general;
    const bad = dialog.querySelector(".gce-field-bad :is(input, select, textarea)");
    if (bad) bad.focus();
  }

  /** How many of those that are selected have been sent. */
  function showProgress(dialog, sent, count) {
    const line = dialog.querySelector(".gce-dialog-progress");
    Object.assign(line.querySelector("progress"), { max: count, value: sent });
    line.querySelector("span").textContent =
      interpolate(gettext("%(sent)s of %(count)s"), { sent, count }, true);
    line.hidden = false;
  }

  /** The values of a form's fields by name: checked boxes as true, repeated names as lists. */
  gce.values = function (form) {
    const values = {};
    for (const control of form.elements) {
      const fixed = control.dataset.gceFixed !== undefined;
      if (!control.name || (control.disabled && !fixed)) continue;
      if (control.type === "radio" && !control.checked) continue;
      const value = valueOf(control);
      if (control.dataset.gceMany === undefined) values[control.name] = value;
      else (values[control.name] = values[control.name] || []).push(value);
    }
    return values;
  };

  function valueOf(control) {
    if (control.type === "checkbox") return control.checked;
    if (control.multiple) return [...control.selectedOptions].map((each) => each.value);
    return control.value;
  }

  /** Show what would be sent, and while somebody looks what changes of it as they type. */
  function equivalents(dialog, form, ask) {
    const box = dialog.querySelector("[data-gce-equivalent]");
    const show = async () => {
      const answer = await ask(gce.values(form)).catch(() => ({}));
      if (!form.oninput) return; // closed meanwhile
      gce.showEquivalents("gce-dialog", answer);
      box.hidden = !answer.method;
    };
    box.querySelector("[role=tab]").click();
    box.hidden = true;
    box.open = false;
    form.oninput = ask ? () => { if (box.open) show(); } : null;
    box.ontoggle = form.oninput;
    if (ask) show();
  }

  /**
   * Ask; `act(values, opened, tell)` does it when the user agrees and resolves to the form's errors,
   * to {conflict}, or to nothing when it is done; `opened` are the values that the form began with,
   * `tell(sent, count)` shows how far it is. Resolves to whether it was done.
   */
  gce.dialog = function (words, act = async () => undefined) {
    const dialog = document.getElementById("gce-dialog");
    const form = dialog.querySelector("form");
    fill(dialog, words);
    return new Promise((resolve) => {
      let done = false;
      const cancel = dialog.querySelector("[data-gce-cancel]");
      const confirm = dialog.querySelector("[data-gce-confirm]");
      const typed = dialog.querySelector("[data-gce-typed] input");
      const over = new AbortController();
      const choices = words.lists ? new gce.Choices(form, again, over.signal) : null;
      async function again() {
        choices.take(await words.again());
      }
      if (choices) {
        choices.take(words.lists);
        choices.begin(words.wanted);
      }
      gce.grow(form);
      const opened = gce.values(form);
      typed.oninput = () => {
        confirm.disabled = Boolean(words.confirmName) && typed.value !== words.confirmName;
      };
      typed.oninput();
      equivalents(dialog, form, words.equivalents);
      form.onsubmit = async (event) => {
        event.preventDefault();
        confirm.disabled = true;
        try {
          const tell = (sent, count) => showProgress(dialog, sent, count);
          const refusal = await act(gce.values(form), opened, tell);
          if (refusal && refusal.conflict) {
            gce.conflict(dialog.querySelector(".gce-dialog-fields"), refusal.conflict, () => {
              if (choices) choices.begin();
            });
          } else if (refusal) showErrors(dialog, refusal);
          done = !refusal;
        } catch (failure) {
          showErrors(dialog, { __all__: [gce.sentence(failure)] });
        }
        confirm.disabled = false;
        if (done) dialog.close();
      };
      cancel.onclick = () => dialog.close();
      dialog.onclose = () => {
        over.abort();
        resolve(done);
      };
      dialog.showModal();
      const first = dialog.querySelector(".gce-dialog-fields :is(input:not([type=hidden]), select, textarea)");
      (first || (words.confirmName ? typed : words.danger ? cancel : confirm)).focus();
      document.dispatchEvent(new CustomEvent("gce:fields", { detail: dialog }));
    });
  };

  /** Show what nobody can see again, with buttons that copy it and save it as a file. */
  gce.reveal = async function ({ title, text, file, content }) {
    const href = URL.createObjectURL(new Blob([content]));
    const box = document.querySelector("#gce-dialog .gce-dialog-fields");
    const closed = gce.dialog({ title, text, label: gettext("Close"), told: true });
    const copy = gce.el("button", { type: "button", className: "gce-button" },
      gce.icon("copy"), gettext("Copy"));
    copy.dataset.gceCopy = content;
    box.replaceChildren(
      gce.el("pre", { className: "gce-code gce-secret", tabIndex: 0 }, content),
      gce.el("a", { className: "gce-button gce-button-primary", href, download: file },
        gettext("Download")),
      copy,
    );
    await closed;
    box.replaceChildren();
    URL.revokeObjectURL(href);
  };

  gce.onPage("gce-dialog", (dialog) => gce.tabs(dialog.querySelector(".gce-tabs")));
})(window.gce);
