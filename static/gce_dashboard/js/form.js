/* A page that creates or edits: checks as one types, and shows what would be sent. */
(function (gce) {
  "use strict";

  const { gettext } = gce;

  const WAIT = 250;
  const EQUIVALENTS = ["gcloud", "method", "url", "body", "curl", "python", "terraform"];

  /** Fill the tabs of equivalents whose ids begin with `at`; a tab without any text is hidden. */
  gce.showEquivalents = function (at, answer) {
    for (const each of EQUIVALENTS) {
      document.getElementById(`${at}-${each}`).textContent = answer[each] || "";
      const tab = document.getElementById(`${at}-tab-${each}`);
      if (tab) tab.hidden = !answer[each];
    }
  };

  /** Show errors at their fields; resolves nothing, returns the first field that has one. */
  gce.showErrors = function (form, errors, concerned = () => true) {
    let first = null;
    for (const field of form.querySelectorAll("[data-field]")) {
      const told = concerned(field.dataset.field) ? errors[field.dataset.field] || [] : [];
      const line = field.querySelector(".gce-error");
      if (line.textContent !== told.join(" ")) line.textContent = told.join(" ");
      field.classList.toggle("gce-field-bad", told.length > 0);
      const control = field.querySelector("input, select, textarea");
      if (control) control.setAttribute("aria-invalid", String(told.length > 0));
      if (told.length && !first) first = control;
    }
    return first;
  };

  /** Let the text areas of a form grow with what is in them. */
  gce.grow = function (form) {
    for (const area of form.querySelectorAll("textarea[data-gce-grow]")) {
      area.rows = Math.min(20, Math.max(2, area.value.split("\n").length + 1));
    }
  };

  class FormPage {
    constructor(form) {
      this.form = form;
      this.touched = new Set();
      this.refused = {}; // what the endpoint had against a field, until that is changed
      this.button = form.querySelector("[type=submit]");
      this.uploads = [...form.querySelectorAll("[data-gce-upload]")].map((box) => new gce.Upload(box));
      gce.tabs(document.querySelector(".gce-equivalent .gce-tabs"));
      this.choices = new gce.Choices(form, () => this.load());
      this.choices.show();
      this.say(gettext("Loading …"));
      form.addEventListener("input", (event) => this.changed(event));
      form.addEventListener("change", (event) => this.changed(event));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.button.getAttribute("aria-disabled") !== "true") this.send();
      });
      this.load();
    }

    async load() {
      this.form.setAttribute("aria-busy", "true");
      try {
        gce.notify(this.choices.take(await gce.ask(location.pathname)));
        if (!this.opened) this.begin();
        this.preview();
      } catch (failure) {
        gce.notify([gce.asNotice(failure)]);
        this.choices.lack(gce.asNotice(failure));
      }
      this.form.removeAttribute("aria-busy");
      gce.learnPermissions(() => this.sayMissing());
    }

    /** Fill in what the address asks for, or what was typed here before. */
    begin() {
      this.choices.begin(asked(this.form));
      const draft = gce.draft.values();
      if (draft) gce.draft.restore(this.form, this.choices, draft);
      this.opened = gce.values(this.form);
      gce.grow(this.form);
    }

    /** Who may not do it learns that before filling everything in. */
    sayMissing() {
      gce.allow(this.button, true);
      if (gce.missing.submit) {
        this.form.querySelector("[data-gce-form-error]").textContent = this.button.title;
      }
    }

    /** Say in the lists that have nothing to choose from why that is so. */
    say(text) {
      for (const select of this.form.querySelectorAll("select[data-gce-offer]")) {
        if (select.value) select.dataset.gceWanted = select.value;
        else select.replaceChildren(new Option(text, ""));
      }
    }

    changed(event) {
      const field = event.target.closest("[data-field]");
      if (field) {
        this.touched.add(field.dataset.field);
        delete this.refused[field.dataset.field];
      }
      gce.grow(this.form);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.preview(), WAIT);
    }

    async preview() {
      if (this.asking) this.asking.abort();
      this.asking = new AbortController();
      const body = gce.values(this.form);
      let answer;
      try {
        answer = await gce.ask(location.pathname + "?preview=1", { body, signal: this.asking.signal });
      } catch (failure) {
        if (failure.name !== "AbortError") gce.notify([gce.asNotice(failure)]);
        return;
      }
      const clashes = this.choices.clashes();
      const errors = { ...this.refused, ...clashes, ...answer.errors };
      gce.showErrors(this.form, errors, (name) =>
        this.touched.has(name) || name in this.refused || name in clashes);
      gce.showEquivalents("gce", answer);
    }

    async send() {
      this.button.disabled = true;
      const problem = this.form.querySelector("[data-gce-form-error]");
      problem.textContent = "";
      const values = gce.values(this.form);
      gce.draft.keep(values);
      try {
        const answer = await this.submit(values);
        if (answer.operation) {
          gce.draft.keep(values, answer.operation.name);
          gce.tray.follow([answer.operation, ...answer.also]);
          location.assign(answer.url);
          return;
        }
        if (answer.conflict) this.changedMeanwhile(answer.conflict);
        else this.refuse(answer, problem);
      } catch (failure) {
        if (failure.signedOut) gce.draft.mark();
        gce.notify([gce.asNotice(failure)]);
        problem.textContent = gce.sentence(failure);
      }
      this.button.disabled = false;
    }

    /** Send the form; the file that goes with it first, once all else is right. */
    async submit(values) {
      for (const upload of this.uploads.filter((each) => each.wanted)) {
        const { errors } = await gce.ask(location.pathname + "?preview=1", { body: values });
        if (Object.keys(errors).length) return { errors };
        const answer = await upload.send(values.name);
        if (answer.errors) return answer;
        values[upload.name] = upload.sent;
      }
      return gce.ask(location.pathname, { body: { ...values, _opened: this.opened } });
    }

    refuse({ errors, refused }, problem) {
      if (refused) this.refused = errors;
      const bad = gce.showErrors(this.form, errors);
      problem.textContent = gettext("Some fields need another look.");
      if (bad) bad.focus();
    }

    changedMeanwhile(conflict) {
      const fields = this.form.querySelector("[data-gce-form-fields]");
      gce.conflict(fields, conflict, (way) => {
        this.choices.begin();
        if (way.name === "theirs") this.opened = gce.values(this.form);
        this.preview();
      });
    }
  }

  /** What the page's address asks for, by the names of fields. */
  function asked(form) {
    const query = new URLSearchParams(location.search);
    const names = new Set([...form.elements].map((each) => each.dataset.gceOpenedWith || each.name));
    return Object.fromEntries([...query].filter(([name]) => names.has(name)));
  }

  /**
   * Somebody else changed the same: say so above the fields, with what differs and the ways on;
   * the one that is taken fills the fields.
   */
  gce.conflict = function (fields, conflict, taken = () => undefined) {
    const box = gce.el("div", { className: "gce-notice gce-notice-warning", role: "alert" });
    const body = gce.el("div", {}, gce.el("p", {}, conflict.message));
    body.append(gce.el("ul", {}, ...conflict.differences.map((each) => gce.el("li", {}, each))));
    const buttons = conflict.ways.map((way) => {
      const button = gce.el("button", {
        type: "button", className: "gce-button gce-button-outline",
      }, way.label);
      button.dataset.gceWay = way.name;
      button.addEventListener("click", () => {
        fields.innerHTML = way.html; // rendered and escaped by the console's view
        taken(way);
        fields.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      });
      return button;
    });
    body.append(gce.el("p", { className: "gce-choices" }, ...buttons));
    box.append(gce.icon("warning"), body);
    fields.prepend(box);
    buttons[0].focus();
  };

  // a page that the browser had only put aside is one that has been submitted
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.getElementById("gce-form")) {
      gce.draft.mark();
      location.reload();
    }
  });

  gce.onPage("gce-form", (form) => new FormPage(form));
})(window.gce);
